package io.pythoflow.contract.codec;

import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.RejectedMessage;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what is found in one message and keeps its rejects within bounds: one for each bad
 * element, with that element's bytes, up to the limit, and at most one for the whole message, with
 * all of its bytes. The last place is kept free: whatever has no reject of its own is in the whole
 * message's. Reused from message to message; not thread-safe.
 */
final class MessageOutcome {

    private static final byte[] EMPTY = {};

    /** Stands in between messages, so that no reference to the last caller stays behind. */
    private static final MessageHandler NOBODY =
            new MessageHandler() {
                @Override
                public void onReading(Reading reading, ElementBytes origin) {}

                @Override
                public void onGatewayMessage(GatewayMessage message) {}

                @Override
                public void onRejected(RejectedMessage rejected) {}
            };

    private final int maxRejects;
    private final Map<RejectReason, Integer> unkept = new EnumMap<>(RejectReason.class);

    private MessageHandler handler = NOBODY;
    private String topic = "";
    private byte[] payload = EMPTY;
    private long receivedAt;

    private int handed;
    private int handedBefore;
    private boolean handing;

    private int rejectedElements;
    private @Nullable RejectedMessage last;
    private @Nullable RejectReason lastReason;
    private @Nullable RejectReason messageReason;
    private String messageDetail = "";

    MessageOutcome(int maxRejects) {
        this.maxRejects = maxRejects;
    }

    void begin(String topic, byte[] payload, long receivedAt, MessageHandler handler) {
        this.topic = topic;
        this.payload = payload;
        this.receivedAt = receivedAt;
        this.handler = handler;
        this.handed = 0;
        clear();
        this.handedBefore = 0;
    }

    /**
     * Begins the same message again. What was handed on stays handed on: the same findings, in the
     * same order, are swallowed until new ones come.
     */
    void beginAgain() {
        handedBefore = Math.max(handedBefore, handed);
        handed = 0;
        clear();
    }

    String topic() {
        return topic;
    }

    byte[] payload() {
        return payload;
    }

    /** Where an element lies that is the whole message. */
    ElementBytes whole() {
        return new ElementBytes(payload, 0, payload.length, null);
    }

    long receivedAt() {
        return receivedAt;
    }

    /** Whether the handler is at work, so that what is thrown is its own. */
    boolean isHanding() {
        return handing;
    }

    void reading(Reading reading, ElementBytes origin) {
        if (isNew()) {
            handing = true;
            handler.onReading(reading, origin);
            handing = false;
        }
    }

    void gatewayMessage(GatewayMessage message) {
        if (isNew()) {
            handing = true;
            handler.onGatewayMessage(message);
            handing = false;
        }
    }

    /** Rejects an element, or the whole message where that is what {@code bytes} spans. */
    void reject(RejectReason reason, String detail, ElementBytes bytes) {
        if (bytes.element() == null) {
            rejectMessage(reason, detail);
            return;
        }
        rejectedElements++;
        if (rejectedElements < maxRejects) {
            hand(rejected(reason, detail, bytes.element(), bytes.copy()));
        } else if (rejectedElements == maxRejects) {
            last = rejected(reason, detail, bytes.element(), bytes.copy());
            lastReason = reason;
        } else {
            leaveOut(reason, 1);
        }
    }

    /** Rejects the whole message; of several reasons the one that ends the message stands first. */
    void rejectMessage(RejectReason reason, String detail) {
        if (messageReason == null) {
            messageReason = reason;
            messageDetail = detail;
        } else if (reason == RejectReason.MALFORMED_JSON || reason == RejectReason.TOO_DEEP) {
            messageReason = reason;
            messageDetail = detail + "; " + messageDetail;
        } else {
            addDetail(detail);
        }
    }

    /** Adds to what is said about the whole message, once that is rejected. */
    void addDetail(String detail) {
        messageDetail = messageDetail + "; " + detail;
    }

    /** Takes note of elements beyond the limit. */
    void cut(int elements, int maxElements) {
        leaveOut(RejectReason.TOO_MANY_ELEMENTS, elements);
        rejectMessage(
                RejectReason.TOO_MANY_ELEMENTS,
                "Cut " + elements + " elements after the first " + maxElements);
    }

    /** Takes note of elements that the reject of the whole message stands for. */
    void leaveOut(RejectReason reason, int elements) {
        unkept.merge(reason, elements, Integer::sum);
    }

    void end() {
        if (messageReason != null || !unkept.isEmpty()) {
            if (last != null && lastReason != null) {
                leaveOut(lastReason, 1);
            }
            unkept.forEach(this::handUnkept);
            hand(wholeMessage());
        } else if (last != null) {
            hand(last);
        }
        handler = NOBODY;
        payload = EMPTY;
        clear();
    }

    private RejectedMessage wholeMessage() {
        int more = Math.max(0, rejectedElements - maxRejects + 1);
        String noted = more == 0 ? "" : more + " more rejected elements are in these bytes";
        if (messageReason == null) {
            return rejected(RejectReason.TOO_MANY_REJECTS, noted, null, payload);
        }
        String detail = noted.isEmpty() ? messageDetail : messageDetail + "; " + noted;
        return rejected(messageReason, detail, null, payload);
    }

    private void handUnkept(RejectReason reason, int elements) {
        handing = true;
        handler.onUnkept(reason, elements);
        handing = false;
    }

    private void hand(RejectedMessage rejected) {
        if (isNew()) {
            handing = true;
            handler.onRejected(rejected);
            handing = false;
        }
    }

    private boolean isNew() {
        handed++;
        return handed > handedBefore;
    }

    private RejectedMessage rejected(
            RejectReason reason, String detail, @Nullable Integer element, byte[] bytes) {
        return new RejectedMessage(receivedAt, topic, reason.code(), detail, element, bytes);
    }

    private void clear() {
        handing = false;
        rejectedElements = 0;
        last = null;
        lastReason = null;
        messageReason = null;
        messageDetail = "";
        if (!unkept.isEmpty()) {
            unkept.clear();
        }
    }
}
