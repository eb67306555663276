package io.pythoflow.contract.codec;

import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.RejectedMessage;

/**
 * Receives what a {@link MessageDecoder} found in one message, in the order of the message. Called
 * on the decoding thread.
 */
public interface MessageHandler {

    /**
     * A reading.
     *
     * @param origin the bytes it came from, for whoever has to reject it later; valid during the
     *     call
     */
    void onReading(Reading reading, ElementBytes origin);

    /** What a gateway or a device says of itself. */
    void onGatewayMessage(GatewayMessage message);

    /** What could not be read. */
    void onRejected(RejectedMessage rejected);

    /**
     * Elements that have no {@link RejectedMessage} of their own: cut ({@link
     * RejectReason#TOO_MANY_ELEMENTS}), or rejected beyond the number that is kept. Their bytes are
     * in the reject of the whole message that follows, so this is for counting only.
     */
    default void onUnkept(RejectReason reason, int elements) {}
}
