package io.pythoflow.infra.handler;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayOutputStream;
import java.time.Duration;

/**
 * Does in a JVM of its own what Lambda does: makes the handler that its argument names with the
 * constructor that has no parameters and gives it the event of the standard input.
 */
final class HandlerProcess {

    private HandlerProcess() {}

    public static void main(String... arguments) throws Exception {
        RequestStreamHandler handler =
                Class.forName(arguments[0])
                        .asSubclass(RequestStreamHandler.class)
                        .getConstructor()
                        .newInstance();
        ManualLambda lambda = new ManualLambda();
        // Too short to wait in: a handler that has to invokes itself at once.
        lambda.timeout = Duration.ofMinutes(1);
        handler.handleRequest(System.in, new ByteArrayOutputStream(), lambda);
        lambda.logged.forEach(System.out::print);
    }
}
