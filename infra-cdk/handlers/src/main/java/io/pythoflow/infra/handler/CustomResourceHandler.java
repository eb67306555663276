package io.pythoflow.infra.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pythoflow.infra.handler.ResourceWork.Done;
import io.pythoflow.infra.handler.ResourceWork.Later;
import io.pythoflow.infra.handler.ResourceWork.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The function behind a custom resource: asks a {@link ResourceWork} until it is done and tells
 * CloudFormation how it went. CloudFormation hears of every end: whatever is thrown is answered as
 * {@code FAILED}, and before Lambda stops a function that still waits, the function invokes itself
 * with the same event and goes on there.
 *
 * <p>CloudFormation waits an hour for an answer unless the resource says otherwise; the handler
 * gives up after {@value #MAX_WAIT_MINUTES} minutes, so that it is heard.
 *
 * <p>An answer that cannot be delivered is thrown, and Lambda invokes the function again, as it
 * does when it had to stop the function in the middle of a look. Works bear that.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html">AWS::CloudFormation::CustomResource</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html">Custom
 *     resource request and response reference</a>
 */
public abstract class CustomResourceHandler implements RequestStreamHandler {

    static final int MAX_WAIT_MINUTES = 55;

    /**
     * Lambda stops a function that has invoked itself some 16 times in a chain, without a word.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html">Recursive
     *     loop detection</a>
     */
    static final int MAX_INVOCATIONS = 12;

    /** What one more look and the answer may take. */
    static final Duration MARGIN = Duration.ofMinutes(2);

    private final ResourceWork work;
    private final Platform platform;

    CustomResourceHandler(ResourceWork work, Platform platform) {
        this.work = work;
        this.platform = platform;
    }

    /**
     * Handles CloudFormation's request; writes nothing to the output.
     *
     * @throws IOException if CloudFormation cannot be answered, for whatever reason
     */
    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Event event;
        ResourceRequest request;
        try {
            event = new Event(new String(input.readAllBytes(), UTF_8));
            request = event.request();
        } catch (IllegalArgumentException e) {
            throw new IOException("Cannot answer: " + e.getMessage(), e);
        }
        try {
            Answer answer = work(event, request, context);
            if (answer != null) {
                send(event, request, answer, context);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted before CloudFormation was answered", e);
        }
    }

    /** Null when another invocation will answer. */
    private @Nullable Answer work(Event event, ResourceRequest request, Context context)
            throws InterruptedException {
        if (request.kind() == ResourceRequest.Kind.DELETE
                && Answer.isNothing(request.physicalId())) {
            log(context, request + ": nothing was created, nothing is deleted");
            return Answer.success(request.physicalId(), Map.of());
        }
        try {
            return workUntilDone(event, request, context);
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            log(context, request + " failed: " + Reasons.of(e));
            log(context, Reasons.trace(e));
            return Answer.failure(request, Reasons.of(e) + logs(context), remainder(request, e));
        }
    }

    /** Id of what a failed Create left; null: nothing, or it was no Create. */
    private @Nullable String remainder(ResourceRequest request, Throwable failure) {
        if (request.kind() != ResourceRequest.Kind.CREATE) {
            return null;
        }
        String left = failure instanceof WorkFailure known ? known.physicalId() : null;
        return left != null ? left : work.idOfFailedCreate(request);
    }

    private @Nullable Answer workUntilDone(Event event, ResourceRequest first, Context context)
            throws InterruptedException {
        Instant given = event.deadline();
        Instant deadline =
                given != null
                        ? given
                        : platform.clock().instant().plus(Duration.ofMinutes(MAX_WAIT_MINUTES));
        ResourceRequest request = first;
        while (true) {
            Step step = step(request);
            if (step instanceof Done done) {
                log(context, request + ": done");
                return Answer.success(done.physicalId(), done.data());
            }
            Later later = (Later) step;
            request = request.with(later.progress());
            log(context, request + " waits until " + later.waitingFor());
            if (platform.clock().instant().plus(later.pause()).isAfter(deadline)) {
                throw new WorkFailure(
                        "Gave up after %d minutes of waiting until %s"
                                .formatted(MAX_WAIT_MINUTES, later.waitingFor()));
            }
            if (remaining(context).minus(later.pause()).compareTo(MARGIN) < 0) {
                continueElsewhere(event, deadline, later, context);
                return null;
            }
            platform.sleeper().sleep(later.pause());
        }
    }

    private Step step(ResourceRequest request) {
        return switch (request.kind()) {
            case CREATE -> work.create(request);
            case UPDATE -> work.update(request);
            case DELETE -> work.delete(request);
        };
    }

    private void continueElsewhere(Event event, Instant deadline, Later later, Context context) {
        if (event.invocation() >= MAX_INVOCATIONS) {
            throw new WorkFailure(
                    "Gave up in invocation %d of waiting until %s: the function's timeout is too short to wait"
                            .formatted(event.invocation(), later.waitingFor()));
        }
        platform.self()
                .invoke(context.getInvokedFunctionArn(), event.next(deadline, later.progress()));
        log(context, "Goes on in invocation " + (event.invocation() + 1));
    }

    private void send(Event event, ResourceRequest request, Answer answer, Context context)
            throws IOException, InterruptedException {
        byte[] body;
        try {
            body = answer.body(request);
        } catch (WorkFailure e) {
            log(context, request + " failed: " + e.getMessage());
            body =
                    Answer.failure(request, e.getMessage() + logs(context), e.physicalId())
                            .body(request);
        }
        platform.answers().send(event.responseUrl(), body);
    }

    private static Duration remaining(Context context) {
        return Duration.ofMillis(context.getRemainingTimeInMillis());
    }

    private static String logs(Context context) {
        return " (log stream %s of %s)"
                .formatted(context.getLogStreamName(), context.getLogGroupName());
    }

    private static void log(Context context, String line) {
        context.getLogger().log(line + "\n");
    }
}
