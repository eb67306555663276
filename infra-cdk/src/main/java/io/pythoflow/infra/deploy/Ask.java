package io.pythoflow.infra.deploy;

import io.pythoflow.infra.deploy.CloudException.Reason;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Puts a question to AWS and says in one line what went wrong. */
final class Ask {

    private static final Pattern PROFILE =
            Pattern.compile("(Profile file contained no credentials for profile '[^']*')");
    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");
    private static final Set<String> UNKNOWN =
            Set.of(
                    "AuthFailure",
                    "InvalidAccessKeyId",
                    "InvalidClientTokenId",
                    "SignatureDoesNotMatch",
                    "UnrecognizedClientException");
    private static final Set<String> DENIED =
            Set.of(
                    "AccessDenied",
                    "AccessDeniedException",
                    "AuthorizationError",
                    "UnauthorizedException",
                    "UnauthorizedOperation");

    private Ask() {}

    /**
     * Asks.
     *
     * @param action as IAM names it, for example {@code ec2:DescribeVpcs}
     * @throws CloudException without an answer
     */
    static <T> T about(String action, Supplier<T> question) {
        try {
            return question.get();
        } catch (AwsServiceException e) {
            AwsErrorDetails details = e.awsErrorDetails();
            String code = details == null ? String.valueOf(e.statusCode()) : details.errorCode();
            String message = details == null ? e.getMessage() : details.errorMessage();
            throw new CloudException(reason(code), action + ": " + code + ": " + message, e);
        } catch (SdkClientException e) {
            throw clientProblem(action, e);
        }
    }

    /** Asks; empty where AWS knows no such thing by one of these error codes. */
    static <T> Optional<T> find(String action, Supplier<T> question, String... unknownCodes) {
        return about(
                action,
                () -> {
                    try {
                        return Optional.of(question.get());
                    } catch (AwsServiceException e) {
                        if (e.awsErrorDetails() != null
                                && Set.of(unknownCodes).contains(e.awsErrorDetails().errorCode())) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                });
    }

    /** The chain of providers lists why each has nothing; the profile is what a person set. */
    private static CloudException clientProblem(String action, SdkClientException e) {
        String message = String.valueOf(e.getMessage());
        if (!message.contains("Unable to load credentials") && !message.contains("rofile")) {
            return new CloudException(Reason.OTHER, action + ": " + message, e);
        }
        Matcher profile = PROFILE.matcher(message);
        return new CloudException(
                Reason.NO_CREDENTIALS, profile.find() ? profile.group(1) : message, e);
    }

    static Reason reason(String code) {
        if (EXPIRED.contains(code)) {
            return Reason.EXPIRED;
        }
        if (UNKNOWN.contains(code)) {
            return Reason.UNKNOWN_CREDENTIALS;
        }
        return DENIED.contains(code) ? Reason.DENIED : Reason.OTHER;
    }
}
