package io.pythoflow.contract.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A view as a table of the Glue catalogue that Athena and Trino take for a view of their own.
 *
 * <p>To be stored with {@link #TABLE_TYPE}, {@link #PARAMETERS}, {@link #EXPANDED_TEXT}, the
 * columns in Hive's words, and a storage descriptor with an empty SerDe description: without one
 * Athena says "Table storage descriptor is missing SerDe info".
 *
 * <p>The JSON (what Trino 476 does with others, measured on a Glue catalogue):
 *
 * <ul>
 *   <li>{@code catalog} and {@code schema} resolve the names in the query, and there is no value
 *       that every engine resolves alike. Without them Trino says "Schema must be specified when
 *       session schema is not set", whatever the session has; with a catalogue it does not have,
 *       "Catalog … not found". Unless told otherwise it is {@link #ATHENA_CATALOG}, the one name
 *       that cannot be chosen; a Trino beside Athena gives its catalogue the same name ({@code
 *       etc/catalog/awsdatacatalog.properties}). Where there is a Trino alone, its own name may be
 *       stored instead, in lower case: Trino finds no other.
 *   <li>{@code runAsInvoker} is true and {@code owner} left out: Trino takes one of both, and an
 *       owner would have to be a user of every engine.
 *   <li>{@code columns} are in Trino's words, with names, types and order of the query: else the
 *       view is stale.
 *   <li>{@code path} is there as Trino writes it, though 476 also reads a view without.
 * </ul>
 *
 * @param name of the view
 * @param originalText {@code /* Presto View: <base64 of JSON> *}{@code /}; the JSON has the columns
 *     in Trino's words
 * @param columns of the result
 */
public record PrestoView(String name, String originalText, List<Column> columns) {

    /** What Athena calls the Glue catalogue of its account. */
    public static final String ATHENA_CATALOG = "awsdatacatalog";

    public static final String TABLE_TYPE = "VIRTUAL_VIEW";

    /** Trino looks at both: with one alone the table is no view, or a Hive view. */
    public static final Map<String, String> PARAMETERS =
            Map.of("presto_view", "true", "comment", "Presto View");

    public static final String EXPANDED_TEXT = "/* Presto View */";

    private static final Pattern TEXT = Pattern.compile("/\\* Presto View: (\\S*) \\*/");

    public PrestoView {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(originalText, "originalText");
        columns = List.copyOf(columns);
    }

    /**
     * Encodes a view of a database.
     *
     * @param catalog what the engine calls the catalogue, {@link #ATHENA_CATALOG} unless only a
     *     Trino reads that calls it otherwise
     * @param database of the tables and the views
     */
    public static PrestoView of(View view, String catalog, String database) {
        byte[] json = json(view, catalog, database);
        String text = "/* Presto View: " + Base64.getEncoder().encodeToString(json) + " */";
        return new PrestoView(view.name(), text, view.columns());
    }

    /**
     * The catalogue in which the names of a stored text are looked up.
     *
     * @param originalText as in {@link #originalText()}, of whatever origin
     * @return empty if the text is none of a view, or names no catalogue
     */
    public static Optional<String> catalogOf(@Nullable String originalText) {
        Matcher text = TEXT.matcher(originalText == null ? "" : originalText);
        if (!text.matches()) {
            return Optional.empty();
        }
        try {
            return catalogIn(Base64.getDecoder().decode(text.group(1)));
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> catalogIn(byte[] bytes) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("catalog")) {
                    return Optional.ofNullable(json.getValueAsString());
                }
                json.skipChildren();
            }
            return Optional.empty();
        }
    }

    private static byte[] json(View view, String catalog, String database) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("originalSql", view.sql());
            json.writeStringField("catalog", catalog);
            json.writeStringField("schema", database);
            json.writeArrayFieldStart("columns");
            for (Column column : view.columns()) {
                json.writeStartObject();
                json.writeStringField("name", column.name());
                json.writeStringField("type", column.type().trinoName());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeBooleanField("runAsInvoker", true);
            json.writeArrayFieldStart("path");
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write JSON into memory", e);
        }
        return bytes.toByteArray();
    }
}
