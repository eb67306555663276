package io.pythoflow.infra.handler;

import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Why something failed, in words that may be shown. What this package says itself and what AWS says
 * of a call is repeated; of anything else only the kind and the place, for its message may quote
 * what was worked on.
 */
final class Reasons {

    private static final Pattern PEM = Pattern.compile("-----BEGIN.*", Pattern.DOTALL);

    private Reasons() {}

    static String of(Throwable failure) {
        if (failure.getMessage() != null
                && (failure instanceof WorkFailure || failure instanceof SdkException)) {
            return PEM.matcher(failure.getMessage()).replaceAll("(PEM)");
        }
        return failure.getClass().getName() + place(failure);
    }

    /**
     * Of a call that carried credentials: the code alone, since a message may quote the request.
     */
    static String codeOf(SdkException failure) {
        if (failure instanceof AwsServiceException answered && answered.awsErrorDetails() != null) {
            return "%s (status %d, request %s)"
                    .formatted(
                            answered.awsErrorDetails().errorCode(),
                            answered.statusCode(),
                            answered.requestId());
        }
        return failure.getClass().getSimpleName();
    }

    /** The frames and causes of a failure, without any message. */
    static String trace(Throwable failure) {
        StringBuilder trace = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            trace.append(cause == failure ? "" : "Caused by ").append(cause.getClass().getName());
            for (StackTraceElement frame : cause.getStackTrace()) {
                trace.append("\n\tat ").append(frame);
            }
            trace.append('\n');
        }
        return trace.toString();
    }

    private static String place(Throwable failure) {
        StackTraceElement[] frames = failure.getStackTrace();
        return frames.length == 0 ? "" : " at " + frames[0];
    }
}
