package io.pythoflow.infra.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Values of a template as they are once it is deployed: {@code Ref} and {@code Fn::GetAtt} of what
 * a test gives a name to, and {@code Fn::Join} of those.
 */
public final class Deployed {

    public static final String ACCOUNT = "123456789012";

    private final Map<String, String> names = new HashMap<>();

    private Deployed() {
        names.put("AWS::AccountId", ACCOUNT);
        names.put("AWS::Partition", "aws");
        names.put("AWS::Region", "us-east-1");
    }

    /** Where only the account, the partition and the region are known. */
    public static Deployed account() {
        return new Deployed();
    }

    /** Gives what {@code Ref} of a logical id is, or {@code Fn::GetAtt} of {@code id.attribute}. */
    public Deployed with(String reference, String value) {
        names.put(reference, value);
        return this;
    }

    /** The value; a reference to what has no name fails the test. */
    public JsonNode value(JsonNode template) {
        if (template.isArray()) {
            ArrayNode values = JsonNodeFactory.instance.arrayNode();
            template.forEach(element -> values.add(value(element)));
            return values;
        }
        if (!template.isObject()) {
            return template;
        }
        if (template.has("Ref")) {
            return JsonNodeFactory.instance.textNode(named(template.get("Ref").asText()));
        }
        if (template.has("Fn::GetAtt")) {
            JsonNode parts = template.get("Fn::GetAtt");
            return JsonNodeFactory.instance.textNode(
                    named(parts.get(0).asText() + "." + parts.get(1).asText()));
        }
        if (template.has("Fn::Join")) {
            StringBuilder joined = new StringBuilder();
            String separator = "";
            for (JsonNode part : template.get("Fn::Join").get(1)) {
                joined.append(separator).append(value(part).asText());
                separator = template.get("Fn::Join").get(0).asText();
            }
            return JsonNodeFactory.instance.textNode(joined.toString());
        }
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        template.properties().forEach(e -> values.set(e.getKey(), value(e.getValue())));
        return values;
    }

    private String named(String reference) {
        assertThat(names).as("names of the deployment").containsKey(reference);
        return names.get(reference);
    }
}
