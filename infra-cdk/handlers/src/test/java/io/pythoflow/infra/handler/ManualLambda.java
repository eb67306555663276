package io.pythoflow.infra.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lambda in which time passes only while a handler sleeps. It is the context of every invocation,
 * and remembers what was logged, answered and invoked.
 */
final class ManualLambda implements Context {

    static final Instant START = Instant.parse("2026-06-01T06:00:00Z");
    static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:handler";

    final List<String> logged = new ArrayList<>();
    final List<Duration> slept = new ArrayList<>();
    final List<URI> addresses = new ArrayList<>();
    final List<String> bodies = new ArrayList<>();
    final List<String> invoked = new ArrayList<>();

    Duration timeout = Duration.ofMinutes(15);
    @Nullable RuntimeException invocationFailure;
    @Nullable IOException answerFailure;

    private Instant now = START;
    private Instant invocationStart = START;

    Platform platform() {
        return new Platform(
                new Clock() {
                    @Override
                    public Instant instant() {
                        return now;
                    }

                    @Override
                    public ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        throw new UnsupportedOperationException("Only instants are asked for");
                    }
                },
                duration -> {
                    slept.add(duration);
                    now = now.plus(duration);
                },
                (address, body) -> {
                    if (answerFailure != null) {
                        throw answerFailure;
                    }
                    addresses.add(address);
                    bodies.add(new String(body, UTF_8));
                },
                (function, event) -> {
                    if (invocationFailure != null) {
                        throw invocationFailure;
                    }
                    invoked.add(function + "\n" + event);
                });
    }

    /** One invocation. */
    void run(CustomResourceHandler handler, String event) throws IOException {
        invocationStart = now;
        handler.handleRequest(
                new ByteArrayInputStream(event.getBytes(UTF_8)), new ByteArrayOutputStream(), this);
    }

    /** One invocation and those that follow from it. */
    void runToTheEnd(CustomResourceHandler handler, String event) throws IOException {
        int before = invoked.size();
        run(handler, event);
        if (invoked.size() > before) {
            runToTheEnd(handler, newestInvocation());
        }
    }

    String newestInvocation() {
        String newest = invoked.get(invoked.size() - 1);
        return newest.substring(newest.indexOf('\n') + 1);
    }

    /** The only answer. */
    Map<String, @Nullable Object> answer() {
        if (bodies.size() != 1) {
            throw new AssertionError("Answers: " + bodies);
        }
        return Json.object(bodies.get(0));
    }

    Duration passed() {
        return Duration.between(START, now);
    }

    /** Everything that left the function. */
    String everythingSeen() {
        return String.join("\n", logged) + String.join("\n", bodies) + String.join("\n", invoked);
    }

    @Override
    public int getRemainingTimeInMillis() {
        return Math.toIntExact(timeout.minus(Duration.between(invocationStart, now)).toMillis());
    }

    @Override
    public String getInvokedFunctionArn() {
        return FUNCTION;
    }

    @Override
    public String getLogGroupName() {
        return "/pythoflow/handler";
    }

    @Override
    public String getLogStreamName() {
        return "2026/06/01/[$LATEST]abc";
    }

    @Override
    public LambdaLogger getLogger() {
        return new LambdaLogger() {
            @Override
            public void log(String message) {
                logged.add(message);
            }

            @Override
            public void log(byte[] message) {
                logged.add(new String(message, UTF_8));
            }
        };
    }

    @Override
    public String getAwsRequestId() {
        return "aws-request";
    }

    @Override
    public String getFunctionName() {
        return "handler";
    }

    @Override
    public String getFunctionVersion() {
        return "$LATEST";
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getMemoryLimitInMB() {
        return 512;
    }
}
