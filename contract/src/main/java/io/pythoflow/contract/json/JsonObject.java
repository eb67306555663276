package io.pythoflow.contract.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as a tree. A value is a {@code JsonObject}, a {@link List} of values, a {@link
 * String}, a {@link BigDecimal} (so that a number keeps its digits), a {@link Boolean} or null.
 * Immutable.
 *
 * @param members in the order they were written
 */
public record JsonObject(Map<String, @Nullable Object> members) {

    /** No members. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    /** Reading is recursive, so what is deeper is refused. */
    private static final int MAX_DEPTH = 32;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    // Of two members with one name, readers would take now the one, now the other.
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Senders choose names, so they must not fill the JVM's table of strings.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build();

    public JsonObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /**
     * Reads one object, and nothing behind it.
     *
     * @param json UTF-8
     * @throws InvalidJsonException saying what is wrong, in which line and column
     */
    public static JsonObject read(byte[] json) throws InvalidJsonException {
        try (JsonParser parser = JSON.createParser(json)) {
            return readWhole(parser);
        } catch (JsonProcessingException e) {
            throw invalid(e);
        } catch (IOException e) {
            throw new InvalidJsonException("No JSON: " + e.getMessage());
        }
    }

    /** The same of a text. */
    public static JsonObject read(String json) throws InvalidJsonException {
        try (JsonParser parser = JSON.createParser(json)) {
            return readWhole(parser);
        } catch (JsonProcessingException e) {
            throw invalid(e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read memory", e);
        }
    }

    /** One member alone. */
    public static JsonObject of(String name, @Nullable Object value) {
        return new JsonObject(Collections.singletonMap(name, value));
    }

    /** Null where there is none, or it is null. */
    public @Nullable Object get(String name) {
        return members.get(name);
    }

    /** Whether there is a member, be it null. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /**
     * This object with a merge patch laid over it, as RFC 7396 says: null removes a member, objects
     * are merged member by member, everything else takes the old value's place.
     */
    public JsonObject mergedWith(JsonObject patch) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(members);
        patch.members.forEach(
                (name, value) -> {
                    if (value == null) {
                        merged.remove(name);
                    } else if (value instanceof JsonObject change) {
                        JsonObject old = merged.get(name) instanceof JsonObject o ? o : EMPTY;
                        merged.put(name, old.mergedWith(change));
                    } else {
                        merged.put(name, value);
                    }
                });
        return new JsonObject(merged);
    }

    /** In one line, without blanks. */
    public String text() {
        return textOf(this);
    }

    /** Over several lines, for people. */
    public String indentedText() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(lines);
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.setPrettyPrinter(printer);
            write(out, this);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to memory", e);
        }
        return text.toString();
    }

    /** A value in one line, without blanks. */
    public static String textOf(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to memory", e);
        }
        return text.toString();
    }

    private static JsonObject readWhole(JsonParser parser)
            throws IOException, InvalidJsonException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidJsonException("Not a JSON object");
        }
        JsonObject object = readObject(parser);
        if (parser.nextToken() != null) {
            throw new InvalidJsonException("Content after the end of the object");
        }
        return object;
    }

    private static JsonObject readObject(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        String name;
        while ((name = parser.nextFieldName()) != null) {
            parser.nextToken();
            members.put(name, readValue(parser));
        }
        return new JsonObject(members);
    }

    private static @Nullable Object readValue(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(readValue(parser));
                }
                yield Collections.unmodifiableList(elements);
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            default -> parser.getText();
        };
    }

    private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
        if (value instanceof JsonObject object) {
            out.writeStartObject();
            for (var member : object.members.entrySet()) {
                out.writeFieldName(member.getKey());
                write(out, member.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof List<?> elements) {
            out.writeStartArray();
            for (Object element : elements) {
                write(out, element);
            }
            out.writeEndArray();
        } else if (value instanceof BigDecimal number) {
            out.writeNumber(number);
        } else if (value instanceof Boolean bool) {
            out.writeBoolean(bool);
        } else if (value == null) {
            out.writeNull();
        } else {
            out.writeString((String) value);
        }
    }

    private static InvalidJsonException invalid(JsonProcessingException e) {
        JsonLocation place = e.getLocation();
        return new InvalidJsonException(
                place == null
                        ? "No JSON: " + e.getOriginalMessage()
                        : "No JSON in line %d, column %d: %s"
                                .formatted(
                                        place.getLineNr(),
                                        place.getColumnNr(),
                                        e.getOriginalMessage()));
    }
}
