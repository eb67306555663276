package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * Which schema a payload says it has, for topics that carry several. It is read no further than to
 * that word, and nothing else in it is checked. Thread-safe.
 */
public final class SchemaName {

    private static final String ALERTS = "pythoflow.alert/";

    private final JsonFactory json = Json.factory(DecodeLimits.defaults().maxDepth());

    /** Empty where the payload does not say, or cannot be read that far. */
    public Optional<String> of(byte[] payload) {
        try (JsonParser in = json.createParser(payload)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = in.currentName().equals("schema");
                JsonToken value = in.nextToken();
                if (found) {
                    return value == JsonToken.VALUE_STRING
                            ? Optional.of(in.getText())
                            : Optional.empty();
                }
                in.skipChildren();
            }
        } catch (IOException e) {
            // Whoever needs the payload itself says what is wrong with it.
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Whether the payload is an alert of any version: told to people, never obeyed. */
    public boolean isAlert(byte[] payload) {
        return of(payload).filter(schema -> schema.startsWith(ALERTS)).isPresent();
    }
}
