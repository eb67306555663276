package io.pythoflow.contract.archive;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes and reads the lines of the raw archive. Thread-safe. */
public final class ArchiveCodec {

    /** What AWS IoT's {@code clientid()} says of a message that did not come over MQTT. */
    private static final String NO_CLIENT = "n/a";

    private static final String TOPIC = "topic";
    private static final String CLIENT_ID = "client_id";
    private static final String TIME = "time";
    private static final String PAYLOAD = "payload";

    private final JsonFactory json =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build();

    /** A line without its end. */
    public byte[] encode(ArchivedMessage message) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(line)) {
            out.writeStartObject();
            out.writeStringField(TOPIC, message.topic());
            out.writeStringField(
                    CLIENT_ID, message.clientId() == null ? NO_CLIENT : message.clientId());
            out.writeNumberField(TIME, message.receivedAt());
            out.writeBinaryField(PAYLOAD, message.payload());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write into memory", e);
        }
        return line.toByteArray();
    }

    /**
     * Reads a line without its end. Members that are not known are passed over: the archive may
     * grow.
     *
     * @throws BrokenLineException where it is no such object; says why
     */
    public ArchivedMessage decode(byte[] line) throws BrokenLineException {
        String topic = null;
        String clientId = null;
        long receivedAt = -1;
        byte[] payload = null;
        try (JsonParser in = json.createParser(line)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new BrokenLineException("Is no JSON object");
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                JsonToken value = in.nextToken();
                if (name.equals(TOPIC) && value == JsonToken.VALUE_STRING) {
                    topic = in.getText();
                } else if (name.equals(CLIENT_ID) && value == JsonToken.VALUE_STRING) {
                    clientId = in.getText();
                } else if (name.equals(TIME) && value == JsonToken.VALUE_NUMBER_INT) {
                    receivedAt = in.getLongValue();
                } else if (name.equals(PAYLOAD) && value == JsonToken.VALUE_STRING) {
                    payload = in.getBinaryValue(Base64Variants.MIME_NO_LINEFEEDS);
                } else {
                    in.skipChildren();
                }
            }
            if (in.nextToken() != null) {
                throw new BrokenLineException("Goes on after its object");
            }
        } catch (JsonProcessingException e) {
            throw new BrokenLineException("Is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            // Reading from memory, it can only be an encoding other than UTF-8.
            throw new BrokenLineException("Is no UTF-8");
        }
        requirePresent(topic != null, TOPIC, "a text");
        requirePresent(receivedAt >= 0, TIME, "epoch milliseconds");
        requirePresent(payload != null, PAYLOAD, "a text in base64");
        return new ArchivedMessage(topic, named(clientId), receivedAt, payload);
    }

    private static @Nullable String named(@Nullable String clientId) {
        return NO_CLIENT.equals(clientId) ? null : clientId;
    }

    private static void requirePresent(boolean present, String member, String kind)
            throws BrokenLineException {
        if (!present) {
            throw new BrokenLineException("Has no " + member + ", which must be " + kind);
        }
    }
}
