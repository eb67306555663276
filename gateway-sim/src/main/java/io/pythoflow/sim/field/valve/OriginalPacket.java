package io.pythoflow.sim.field.valve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pythoflow.contract.codec.MessageEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the original gateway makes of a packet. It looks for three keys and not at what the command
 * says, so a CLOSE that carries them opens; unlike the contract's decoder, which would refuse what
 * the deployed firmware obeys.
 *
 * @param identifier the node that is told to water
 * @param millis how long; 0 where {@code time} is no number
 */
public record OriginalPacket(String identifier, long millis) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Type and length of the packet, length of the topic; at QoS 0 there is no packet id. */
    private static final int HEADER_BYTES = 3 + 2;

    /** Empty if the firmware does nothing: too large, no JSON object, or a key is missing. */
    public static Optional<OriginalPacket> read(String topic, byte[] payload) {
        int bytes = HEADER_BYTES + topic.getBytes(StandardCharsets.UTF_8).length + payload.length;
        if (bytes > MessageEncoder.ORIGINAL_MAX_PACKET_BYTES) {
            return Optional.empty();
        }
        try (JsonParser json = JSON.createParser(payload)) {
            return json.nextToken() == JsonToken.START_OBJECT ? read(json) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<OriginalPacket> read(JsonParser json) throws IOException {
        @Nullable String identifier = null;
        boolean command = false;
        long millis = -1;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            switch (key) {
                case "identifier" -> identifier = json.getText();
                case "command" -> command = true;
                case "time" -> millis = value.isNumeric() ? Math.max(0, json.getValueAsLong()) : 0;
                default -> {}
            }
            json.skipChildren();
        }
        return identifier != null && command && millis >= 0
                ? Optional.of(new OriginalPacket(identifier, millis))
                : Optional.empty();
    }
}
