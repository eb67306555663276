package io.pythoflow.contract.codec;

import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.RejectReason;
import java.io.IOException;

/**
 * The elements of the topics that carry no readings: errors, diagnostics, answers of devices. They
 * are rare, so each is first skipped to its end and then read.
 */
final class GatewayElements implements ElementDecoder {

    /** How an element of one of these topics is read. */
    interface Format {
        GatewayMessage parse(byte[] text, int start, int end, MessageOutcome outcome)
                throws InvalidPayloadException, IOException;
    }

    private final Nesting nesting;
    private final Format format;
    private final MessageOutcome outcome;
    private byte[] text = {};

    GatewayElements(Nesting nesting, MessageOutcome outcome, Format format) {
        this.nesting = nesting;
        this.outcome = outcome;
        this.format = format;
    }

    @Override
    public void begin(byte[] text, Destination destination) {
        this.text = text;
    }

    @Override
    public void read(ReusedParser parser) throws IOException {
        nesting.skip(parser);
    }

    @Override
    public void deliver(int start, int end, ElementBytes origin) throws IOException {
        if (nesting.exceeded()) {
            outcome.reject(RejectReason.TOO_DEEP, nesting.complaint(), origin);
            return;
        }
        try {
            outcome.gatewayMessage(format.parse(text, start, end, outcome));
        } catch (InvalidPayloadException e) {
            outcome.reject(e.reason(), e.getMessage(), origin);
        }
    }

    @Override
    public void end() {}
}
