package io.pythoflow.infra.deploy;

/** AWS did not answer a question. */
final class CloudException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why there was no answer. */
    enum Reason {
        /** No credentials were found. */
        NO_CREDENTIALS,
        /** Temporary credentials are past their time. */
        EXPIRED,
        /** AWS does not know the credentials. */
        UNKNOWN_CREDENTIALS,
        /** The caller may not ask this. */
        DENIED,
        OTHER
    }

    private final Reason reason;

    CloudException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
