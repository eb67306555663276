package io.pythoflow.contract.codec;

import io.pythoflow.contract.payload.RejectReason;

/**
 * A payload that is not what its topic agrees on. Data, not a defect: it carries no stack trace.
 */
public final class InvalidPayloadException extends Exception {

    private final RejectReason reason;

    public InvalidPayloadException(RejectReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public RejectReason reason() {
        return reason;
    }
}
