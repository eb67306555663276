package io.pythoflow.job.secret;

/** A secret cannot be fetched or used. The message names it and what to do, never what it holds. */
public final class SecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecretException(String message) {
        super(message);
    }
}
