package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.topic.Topics;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Turns one MQTT message into readings, gateway messages and rejects, whatever its bytes are.
 *
 * <p>Understood on {@code irrigation/sensors/+/data} and {@code irrigation/gateway/status}, alone
 * or in an array: a v1 reading ({@link Schemas#READING}), the original firmware's {@code
 * {"identifier","values"}}, {@code {"ts","values"}}, metrics beside the id, Tasmota's groups, SenML
 * (RFC 8428); AWS IoT's {@code {"$unknown":[…],"ingestion_timestamp"}} around any of them. On the
 * latter topic also a gateway's status; errors, diagnostics, and a device's answers
 * (acknowledgements and the status of its valves) on theirs.
 *
 * <p>Conservation: every element of a message becomes exactly one reading, gateway message or
 * reject, or is counted by {@link MessageHandler#onUnkept}. Consecutive SenML records of one sensor
 * and time are one element, and empty arrays have none. A message that breaks off keeps the
 * elements before the break; an envelope, whose time stands behind them, does not.
 *
 * <p>Rejects: an element's carries its own bytes, as sent. The whole message's bytes are in at most
 * one reject, the last: it says that the message breaks off ({@link RejectReason#MALFORMED_JSON}),
 * how many elements were cut ({@link RejectReason#TOO_MANY_ELEMENTS}) and how many rejects were not
 * kept, the last under {@link RejectReason#TOO_MANY_REJECTS} where nothing else is wrong.
 *
 * <p>Reuses its buffers: one per thread.
 */
public final class MessageDecoder {

    private static final int LONGEST_EXCERPT = 80;
    private static final int DESTINATION_BITS = 16;
    private static final int LONGEST_KNOWN_TOPIC = 256;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final MessageOutcome outcome;
    private final ElementWalker walker;
    private final ElementDecoder readings;
    private final ElementDecoder errors;
    private final ElementDecoder diagnostics;
    private final ElementDecoder answers;
    private final int maxIdLength;

    /** Of the topics seen last, by a part of their hashes. */
    private final @Nullable Destination[] destinations = new Destination[1 << DESTINATION_BITS];

    public MessageDecoder(DecodeLimits limits) {
        JsonFactory json = Json.factory(limits.maxDepth());
        Nesting nesting = new Nesting(limits.maxDepth());
        GatewayMessageParser gateway = new GatewayMessageParser(json, limits);
        outcome = new MessageOutcome(limits.maxRejects());
        walker = new ElementWalker(json, nesting, limits.maxElements());
        maxIdLength = limits.maxIdLength();
        readings = new ReadingElements(limits, outcome, nesting, walker, gateway);
        errors = new GatewayElements(nesting, outcome, gateway::error);
        diagnostics = new GatewayElements(nesting, outcome, gateway::diagnostics);
        answers = new GatewayElements(nesting, outcome, gateway::answer);
    }

    /**
     * Decodes one message. Throws nothing but what the handler throws.
     *
     * @param receivedAtMillis epoch milliseconds
     */
    public void decode(
            String topic, byte[] payload, long receivedAtMillis, MessageHandler handler) {
        Destination destination = destination(topic);
        outcome.begin(destination.topic(), payload, receivedAtMillis, handler);
        if (destination.elements() == null) {
            outcome.rejectMessage(
                    RejectReason.UNKNOWN_TOPIC,
                    "Topic is none of those the job reads: " + Topics.INGEST_FILTERS);
        } else {
            decode(payload, destination.elements(), destination);
        }
        outcome.end();
    }

    private void decode(byte[] payload, ElementDecoder elements, Destination destination) {
        Failure failure = attempt(payload, elements, destination);
        if (failure != null) {
            byte[] repaired = NonFiniteTokens.repaired(payload);
            if (repaired != null) {
                outcome.beginAgain();
                failure = attempt(repaired, elements, destination);
            }
        }
        elements.end();
        if (failure != null) {
            outcome.rejectMessage(failure.reason, failure.detail);
        }
    }

    /** Null where the message could be read to its end. */
    private @Nullable Failure attempt(
            byte[] text, ElementDecoder elements, Destination destination) {
        elements.begin(text, destination);
        try {
            walker.walk(text, firstByte(text), lastByte(text), outcome, elements);
            return null;
        } catch (StreamConstraintsException e) {
            return new Failure(RejectReason.TOO_DEEP, "Nested too deep, send a flatter message");
        } catch (JsonProcessingException e) {
            long offset = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
            return new Failure(
                    RejectReason.MALFORMED_JSON,
                    "At byte "
                            + offset
                            + ": "
                            + Excerpt.cut(e.getOriginalMessage(), LONGEST_EXCERPT));
        } catch (IOException | RuntimeException e) {
            if (e instanceof RuntimeException thrown && outcome.isHanding()) {
                throw thrown;
            }
            // No bytes may stop the stream, not even those that find a defect here or in the
            // parser; the reject shows the defect and keeps the bytes.
            return new Failure(
                    RejectReason.MALFORMED_JSON, "Unreadable: " + e.getClass().getName());
        }
    }

    private Destination destination(String topic) {
        int hash = topic.hashCode();
        int slot = (hash ^ hash >>> DESTINATION_BITS) & (destinations.length - 1);
        Destination known = destinations[slot];
        if (known != null && known.topic().equals(topic)) {
            return known;
        }
        String sensorId = Topics.sensorIdOf(topic).orElse(null);
        boolean valid = sensorId != null && IdRules.violation(sensorId, maxIdLength) == null;
        ElementDecoder elements = sensorId == null ? elementsOf(topic) : readings;
        Destination destination =
                new Destination(topic, elements, sensorId, valid ? sensorId : null);
        if (topic.length() <= LONGEST_KNOWN_TOPIC) {
            destinations[slot] = destination;
        }
        return destination;
    }

    /** Of a topic that names no sensor. */
    private @Nullable ElementDecoder elementsOf(String topic) {
        if (topic.equals(Topics.GATEWAY_STATUS)) {
            return readings;
        }
        if (topic.equals(Topics.ERRORS)) {
            return errors;
        }
        if (topic.equals(Topics.DIAGNOSTICS)) {
            return diagnostics;
        }
        return Topics.ackDeviceIdOf(topic).isPresent() ? answers : null;
    }

    private static int firstByte(byte[] text) {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (i >= text.length || text[i] != BYTE_ORDER_MARK[i]) {
                return 0;
            }
        }
        return BYTE_ORDER_MARK.length;
    }

    /** Without the zero bytes that C programs send along. */
    private static int lastByte(byte[] text) {
        int end = text.length;
        while (end > firstByte(text) && text[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private record Failure(RejectReason reason, String detail) {}
}
