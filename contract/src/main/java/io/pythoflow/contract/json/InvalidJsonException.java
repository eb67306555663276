package io.pythoflow.contract.json;

/** Text that is no JSON object; the message says where it goes wrong. */
public final class InvalidJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidJsonException(String message) {
        super(message, null, false, false);
    }
}
