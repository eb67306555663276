package io.pythoflow.infra.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a template's values refer to, across the stacks of an app. Two values that CloudFormation
 * makes the same give the same text here.
 */
public final class References {

    private final Map<String, JsonNode> templates;

    /**
     * @param templates by the stack's id
     */
    public References(Map<String, JsonNode> templates) {
        this.templates = templates;
    }

    public static References of(Synth synth) {
        return new References(synth.templates());
    }

    /** A resource of a stack. */
    public record Resource(String stack, String id, JsonNode body) {

        public String type() {
            return body.path("Type").asText();
        }

        public JsonNode property(String name) {
            return body.path("Properties").path(name);
        }

        /** Whether CloudFormation makes it after another one of the stack. */
        public boolean dependsOn(String other) {
            JsonNode others = body.path("DependsOn");
            if (others.isTextual()) {
                return others.asText().equals(other);
            }
            for (JsonNode one : others) {
                if (one.asText().equals(other)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Resources of a type in a stack. */
    public List<Resource> all(String stack, String type) {
        List<Resource> found = new ArrayList<>();
        templates
                .get(stack)
                .path("Resources")
                .properties()
                .forEach(
                        entry -> {
                            if (entry.getValue().path("Type").asText().equals(type)) {
                                found.add(new Resource(stack, entry.getKey(), entry.getValue()));
                            }
                        });
        return found;
    }

    /** The only resource of a type in a stack. */
    public Resource only(String stack, String type) {
        List<Resource> found = all(stack, type);
        if (found.size() != 1) {
            throw new AssertionError(
                    stack + " has " + found.size() + " resources of type " + type + ", not one");
        }
        return found.get(0);
    }

    /** The resource that a value is the id or an attribute of. */
    public Resource resource(String stack, JsonNode value) {
        if (value.has("Fn::ImportValue")) {
            Export export = export(value.get("Fn::ImportValue").asText());
            return resource(export.stack(), export.value());
        }
        JsonNode attribute = value.path("Fn::GetAtt");
        String id =
                value.has("Ref")
                        ? value.get("Ref").asText()
                        : attribute.isArray() ? attribute.get(0).asText() : "";
        JsonNode body = templates.get(stack).path("Resources").path(id);
        if (body.isMissingNode()) {
            throw new AssertionError(stack + " has no resource for " + value);
        }
        return new Resource(stack, id, body);
    }

    /** Resources that the elements of a list refer to. */
    public List<Resource> resources(String stack, JsonNode list) {
        List<Resource> found = new ArrayList<>();
        list.forEach(value -> found.add(resource(stack, value)));
        return found;
    }

    /**
     * A value as text: literals as they are, references as {@code {Stack.Id}} or {@code
     * {Stack.Id.Attribute}}, pseudo parameters as {@code {AWS::Region}}.
     */
    public String text(String stack, JsonNode value) {
        if (value.isValueNode()) {
            return value.asText();
        }
        if (value.has("Ref")) {
            String id = value.get("Ref").asText();
            return id.startsWith("AWS::") ? "{" + id + "}" : "{" + stack + "." + id + "}";
        }
        if (value.has("Fn::GetAtt")) {
            return attribute(stack, value.get("Fn::GetAtt"));
        }
        if (value.has("Fn::ImportValue")) {
            Export export = export(value.get("Fn::ImportValue").asText());
            return text(export.stack(), export.value());
        }
        if (value.has("Fn::Join")) {
            JsonNode join = value.get("Fn::Join");
            List<String> parts = new ArrayList<>();
            join.get(1).forEach(part -> parts.add(text(stack, part)));
            return String.join(join.get(0).asText(), parts);
        }
        if (value.has("Fn::Sub") && value.get("Fn::Sub").isTextual()) {
            return value.get("Fn::Sub").asText().replace("${", "{");
        }
        throw new AssertionError("Cannot tell what " + value + " of " + stack + " is");
    }

    /** Values as texts; one that stands alone is a list of one. */
    public List<String> texts(String stack, JsonNode values) {
        if (!values.isArray()) {
            return values.isMissingNode() ? List.of() : List.of(text(stack, values));
        }
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(text(stack, value)));
        return texts;
    }

    private String attribute(String stack, JsonNode attribute) {
        String id = attribute.get(0).asText();
        String name = attribute.get(1).asText();
        String type = templates.get(stack).path("Resources").path(id).path("Type").asText();
        // A bucket's ARN may also be put together from its name.
        return type.equals("AWS::S3::Bucket") && name.equals("Arn")
                ? "arn:{AWS::Partition}:s3:::{" + stack + "." + id + "}"
                : "{" + stack + "." + id + "." + name + "}";
    }

    private record Export(String stack, JsonNode value) {}

    private Export export(String name) {
        List<Export> found =
                templates.entrySet().stream()
                        .flatMap(
                                entry ->
                                        entry.getValue().path("Outputs").properties().stream()
                                                .map(Map.Entry::getValue)
                                                .filter(
                                                        output ->
                                                                output.path("Export")
                                                                        .path("Name")
                                                                        .asText()
                                                                        .equals(name))
                                                .map(
                                                        output ->
                                                                new Export(
                                                                        entry.getKey(),
                                                                        output.get("Value"))))
                        .collect(Collectors.toList());
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " stacks export " + name + ", not one");
        }
        return found.get(0);
    }
}
