package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pythoflow.contract.payload.RejectReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of an object whose fields have agreed types, and complains about any other.
 * Numbers may be in quotes; null is as good as absent.
 */
final class FieldReader {

    private final byte[] text;
    private final int start;
    private final JsonParser parser;
    private final DecodeLimits limits;
    private String field = "";

    /**
     * @param text what the parser reads
     * @param start where in it the parser began
     */
    FieldReader(byte[] text, int start, JsonParser parser, DecodeLimits limits) {
        this.text = text;
        this.start = start;
        this.parser = parser;
        this.limits = limits;
    }

    /** The name of the next member, the parser standing at its value; null at the object's end. */
    @Nullable String next() throws IOException {
        String name = parser.nextFieldName();
        if (name != null) {
            field = name;
            parser.nextToken();
        }
        return name;
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    @Nullable String text() throws IOException, InvalidPayloadException {
        if (isNull()) {
            return null;
        }
        if (!parser.currentToken().isScalarValue()) {
            throw wrongType("text");
        }
        return parser.getText();
    }

    @Nullable String id() throws IOException, InvalidPayloadException {
        String id = text();
        if (id != null) {
            requireId("Field " + field, id);
        }
        return id;
    }

    /** The ids in an array. */
    List<String> ids(int most) throws IOException, InvalidPayloadException {
        requireArray();
        List<String> ids = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            ids.add(require(field, id()));
            if (ids.size() > most) {
                throw new InvalidPayloadException(
                        RejectReason.TOO_MANY_ELEMENTS,
                        "Field " + field + " has more than " + most + " elements");
            }
        }
        return ids;
    }

    @Nullable Long integer() throws IOException, InvalidPayloadException {
        if (isNull()) {
            return null;
        }
        Long integer = Scalars.integer(parser);
        if (integer == null) {
            throw wrongType("an integer");
        }
        return integer;
    }

    @Nullable Double number() throws IOException, InvalidPayloadException {
        if (isNull()) {
            return null;
        }
        double number = Scalars.number(parser);
        if (!Double.isFinite(number)) {
            throw wrongType("a number");
        }
        return number;
    }

    @Nullable Boolean bool() throws IOException, InvalidPayloadException {
        if (isNull()) {
            return null;
        }
        Boolean bool = Scalars.bool(parser);
        if (bool == null) {
            throw wrongType("true or false");
        }
        return bool;
    }

    /** A word of an enum, in any capitals. */
    <E extends Enum<E>> @Nullable E word(Class<E> words)
            throws IOException, InvalidPayloadException {
        String word = text();
        if (word == null) {
            return null;
        }
        for (E known : words.getEnumConstants()) {
            if (known.name().equals(word.toUpperCase(Locale.ROOT))) {
                return known;
            }
        }
        throw wrongType("one of " + List.of(words.getEnumConstants()));
    }

    void time(SentTime into) throws IOException, InvalidPayloadException {
        into.read(parser);
        if (into.isUnreadable()) {
            throw new InvalidPayloadException(RejectReason.INVALID_TIMESTAMP, into.complaint());
        }
    }

    /** Complains unless the member is the one schema that belongs here. */
    void schema(String expected) throws IOException, InvalidPayloadException {
        String schema = text();
        if (schema == null || schema.equals(expected) || !schema.startsWith("pythoflow.")) {
            return;
        }
        boolean known = Schemas.ALL.contains(schema);
        throw new InvalidPayloadException(
                known ? RejectReason.NOT_A_READING : RejectReason.UNSUPPORTED_SCHEMA,
                "Schema " + Excerpt.of(schema) + " does not belong here, send " + expected);
    }

    /** Finite numbers by name; whatever else the object holds is left out. */
    Map<String, Double> numbers() throws IOException, InvalidPayloadException {
        requireObject();
        Map<String, Double> numbers = new HashMap<>();
        String name;
        while ((name = parser.nextFieldName()) != null) {
            parser.nextToken();
            double number = Scalars.number(parser);
            parser.skipChildren();
            if (Double.isFinite(number)) {
                requireId("A metric's name", name);
                numbers.put(name, number);
                requireRoom(numbers.size());
            }
        }
        return numbers;
    }

    /** An object or array as it was sent. */
    String raw() throws IOException {
        int from = start + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int to = start + (int) parser.currentLocation().getByteOffset();
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    /** Members by name: scalars as text, structures as JSON, nulls left out. */
    Map<String, String> texts() throws IOException, InvalidPayloadException {
        requireObject();
        Map<String, String> texts = new HashMap<>();
        String name;
        while ((name = parser.nextFieldName()) != null) {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.VALUE_NULL) {
                requireId("A name in " + field, name);
                texts.put(name, token.isScalarValue() ? parser.getText() : raw());
                requireRoom(texts.size());
            }
        }
        return texts;
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    void requireObject() throws IOException, InvalidPayloadException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType("an object");
        }
    }

    void requireArray() throws IOException, InvalidPayloadException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType("an array");
        }
    }

    InvalidPayloadException wrongType(String expected) throws IOException {
        String sent =
                parser.currentToken().isScalarValue()
                        ? Excerpt.of(parser.getText())
                        : "a structure";
        return new InvalidPayloadException(
                RejectReason.INVALID_FIELD,
                "Field " + field + " is " + sent + ", send " + Excerpt.cut(expected, 80));
    }

    static <T> T require(String field, @Nullable T value) throws InvalidPayloadException {
        if (value == null) {
            throw new InvalidPayloadException(
                    RejectReason.INVALID_FIELD, "Field " + field + " is missing, send it");
        }
        return value;
    }

    private void requireId(String what, String id) throws InvalidPayloadException {
        String violation = IdRules.violation(id, limits.maxIdLength());
        if (violation != null) {
            throw new InvalidPayloadException(RejectReason.INVALID_ID, what + " " + violation);
        }
    }

    private void requireRoom(int size) throws InvalidPayloadException {
        if (size > limits.maxMetrics()) {
            throw new InvalidPayloadException(
                    RejectReason.TOO_MANY_METRICS,
                    "Field " + field + " has more than " + limits.maxMetrics() + " members");
        }
    }
}
