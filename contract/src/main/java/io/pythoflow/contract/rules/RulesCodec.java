package io.pythoflow.contract.rules;

import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.codec.Schemas;
import io.pythoflow.contract.json.InvalidJsonException;
import io.pythoflow.contract.json.JsonObject;
import io.pythoflow.contract.payload.SystemUpdate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Reads and writes {@code pythoflow.rules/1}. Strict: a key that is not known is as wrong as a
 * value that is not allowed, since a misspelt limit is no limit. {@code rules-1.schema.json} says
 * the same as far as a schema can; that zones and keys fit each other is said here alone.
 * Thread-safe.
 */
public final class RulesCodec {

    /** What {@code schema} says. */
    public static final String SCHEMA = Schemas.RULES;

    /** Of a document in its envelope; AWS IoT Core takes 131,072. */
    public static final int MAX_PUBLISHED_BYTES = 122_880;

    /**
     * So much more may a document have that speaks of the emergency stop: the stop, and its end,
     * can always be added to one that was not too large before.
     */
    static final int ROOM_FOR_STOP_BYTES = 4096;

    private static final int LONGEST_UPDATE_ID = 128;

    /** What the longest envelope adds to the document. */
    private static final int ENVELOPE_BYTES =
            new MessageEncoder()
                            .systemUpdate(
                                    new SystemUpdate(
                                            "x".repeat(LONGEST_UPDATE_ID),
                                            Long.MAX_VALUE,
                                            Long.MAX_VALUE,
                                            Long.MAX_VALUE,
                                            List.of("*"),
                                            SystemUpdate.Type.RULES,
                                            SystemUpdate.Mode.REPLACE,
                                            "{}"))
                            .length
                    - "{}".length();

    /**
     * Reads a document and holds it against every rule there is.
     *
     * @param json UTF-8
     * @throws InvalidRulesException with every problem at once
     */
    public RulesDocument read(byte[] json) throws InvalidRulesException {
        int published = json.length + ENVELOPE_BYTES;
        if (published > MAX_PUBLISHED_BYTES + ROOM_FOR_STOP_BYTES) {
            throw tooLarge(published);
        }
        JsonObject object;
        try {
            object = JsonObject.read(json);
        } catch (InvalidJsonException e) {
            throw new InvalidRulesException(List.of(e.getMessage()));
        }
        if (published > MAX_PUBLISHED_BYTES && !object.has(RulesMerge.EMERGENCY_STOP)) {
            throw tooLarge(published);
        }
        return new RulesReader().read(object);
    }

    private static InvalidRulesException tooLarge(int published) {
        return new InvalidRulesException(
                List.of(
                        String.format(
                                Locale.ROOT,
                                "The document has %,d bytes with its envelope, give at most %,d",
                                published,
                                MAX_PUBLISHED_BYTES)));
    }

    /** Reads a document that is text already. */
    public RulesDocument read(String json) throws InvalidRulesException {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The canonical form: every value said, zones sorted, one line. */
    public byte[] write(RulesDocument document) {
        return RulesWriter.write(document).text().getBytes(StandardCharsets.UTF_8);
    }
}
