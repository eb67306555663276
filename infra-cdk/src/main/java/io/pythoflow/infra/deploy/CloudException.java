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

    /** The message, and what to do about it where it is about who asks. */
    String explanation() {
        return switch (reason) {
            case NO_CREDENTIALS ->
                    "There are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID with its companions, or put them into the file ./credentials ("
                            + getMessage()
                            + ")";
            case EXPIRED -> "The AWS credentials have expired: get new ones (" + getMessage() + ")";
            case UNKNOWN_CREDENTIALS ->
                    "AWS does not know the credentials, or the account has not enabled the region ("
                            + getMessage()
                            + ")";
            case DENIED, OTHER -> String.valueOf(getMessage());
        };
    }
}
