package io.pythoflow.contract.payload;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What could not be read, kept with its reason: a whole message, or one element of an array.
 *
 * @param receivedAt when the source got the message, epoch milliseconds
 * @param topic as received
 * @param reason code of a {@link RejectReason}
 * @param detail what exactly was wrong, for a person; never contains more than a short excerpt of
 *     the payload
 * @param element index in the message's array, null where the whole message is rejected
 * @param payload the original bytes: of the element alone where {@code element} is set, else of the
 *     whole message
 */
public record RejectedMessage(
        long receivedAt,
        String topic,
        String reason,
        String detail,
        @Nullable Integer element,
        byte[] payload) {
    public RejectedMessage {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(payload, "payload");
    }
}
