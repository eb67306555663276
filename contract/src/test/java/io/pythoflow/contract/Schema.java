package io.pythoflow.contract;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One of the JSON Schemas that the contract publishes. */
public final class Schema {

    private static final String FOLDER = "io/pythoflow/contract/schema/";
    private static final ObjectMapper STRICT_JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonSchema schema;

    private Schema(JsonSchema schema) {
        this.schema = schema;
    }

    /** By file name without its ending, for example {@code reading-1}. */
    public static Schema named(String name) {
        SchemaLocation location = SchemaLocation.of("classpath:" + FOLDER + name + ".schema.json");
        return new Schema(
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(location));
    }

    /** The schema document itself. */
    public JsonNode document() {
        return schema.getSchemaNode();
    }

    /** What is wrong with a payload; empty where nothing is. */
    public Set<String> violations(byte[] payload) {
        JsonNode json;
        try {
            json = STRICT_JSON.readTree(payload);
        } catch (IOException e) {
            return Set.of("no JSON: " + e.getMessage());
        }
        if (json == null || json.isMissingNode()) {
            return Set.of("no JSON");
        }
        return violations(json);
    }

    /** The same for each element of an array; a payload that is none is its own element. */
    public Set<String> violationsOfElements(byte[] payload) {
        try {
            JsonNode json = STRICT_JSON.readTree(payload);
            if (json != null && json.isArray() && !"array".equals(type())) {
                Set<String> violations = new TreeSet<>();
                json.forEach(element -> violations.addAll(violations(element)));
                return violations;
            }
        } catch (IOException e) {
            return Set.of("no JSON: " + e.getMessage());
        }
        return violations(payload);
    }

    private Set<String> violations(JsonNode json) {
        return schema.validate(json).stream()
                .map(Object::toString)
                .collect(Collectors.toUnmodifiableSet());
    }

    private String type() {
        return document().path("type").asText();
    }
}
