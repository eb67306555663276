package io.pythoflow.sim;

/** A failure that a person can act on; its message is printed alone, without a stack trace. */
public final class SimException extends RuntimeException {

    public SimException(String message) {
        super(message);
    }

    public SimException(String message, Throwable cause) {
        super(message, cause);
    }
}
