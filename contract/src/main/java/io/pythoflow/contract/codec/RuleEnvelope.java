package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * What the original's AWS IoT rule put around a message, or beside the members of one that is an
 * object: {@code ingestion_timestamp}, when the rule saw it. Thread-safe.
 */
public final class RuleEnvelope {

    private static final String INGESTION_TIME = "ingestion_timestamp";

    private final JsonFactory json = Json.factory(1);

    /** Epoch milliseconds; empty where the bytes do not say, or cannot be read that far. */
    public OptionalLong ingestionTime(byte[] message) {
        try (JsonParser in = json.createParser(message)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return OptionalLong.empty();
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = in.currentName().equals(INGESTION_TIME);
                JsonToken value = in.nextToken();
                if (found && value == JsonToken.VALUE_NUMBER_INT) {
                    return OptionalLong.of(in.getLongValue());
                }
                in.skipChildren();
            }
        } catch (IOException e) {
            // The decoder says what is wrong with it.
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }
}
