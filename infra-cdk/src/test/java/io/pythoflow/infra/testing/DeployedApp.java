package io.pythoflow.infra.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/**
 * Values of an app's templates as they are once all stacks are deployed. References are followed
 * through the stacks' exports to the resource they mean, and become what AWS gives such a resource,
 * in its form.
 */
public final class DeployedApp {

    public static final String ACCOUNT = "123456789012";
    public static final String IOT_ADDRESS = "a1b2c3d4e5f6g7-ats.iot.us-east-1.amazonaws.com";

    /** A resource where it is made. */
    public record Place(String stack, String id, JsonNode resource) {}

    private record Export(String stack, JsonNode value) {}

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Synth synth;

    public DeployedApp(Synth synth) {
        this.synth = synth;
    }

    /** A value of a stack's template; a reference that leads nowhere fails the test. */
    public JsonNode value(String stack, JsonNode node) {
        if (node.isArray()) {
            ArrayNode values = JSON.arrayNode();
            node.forEach(element -> values.add(value(stack, element)));
            return values;
        }
        if (!node.isObject()) {
            return node;
        }
        if (node.has("Ref")) {
            return JSON.textNode(ref(stack, node.path("Ref").asText()));
        }
        if (node.has("Fn::GetAtt")) {
            JsonNode parts = node.path("Fn::GetAtt");
            return JSON.textNode(attribute(stack, parts.path(0).asText(), parts.path(1).asText()));
        }
        if (node.has("Fn::Join")) {
            JsonNode parts = value(stack, node.path("Fn::Join").path(1));
            StringBuilder joined = new StringBuilder();
            String separator = "";
            for (JsonNode part : parts) {
                joined.append(separator).append(part.asText());
                separator = node.path("Fn::Join").path(0).asText();
            }
            return JSON.textNode(joined.toString());
        }
        if (node.has("Fn::Sub")) {
            return JSON.textNode(
                    node.path("Fn::Sub").asText().replace("${AWS::AccountId}", ACCOUNT));
        }
        if (node.has("Fn::ImportValue")) {
            return imported(node.path("Fn::ImportValue").asText());
        }
        ObjectNode values = JSON.objectNode();
        node.properties()
                .forEach(entry -> values.set(entry.getKey(), value(stack, entry.getValue())));
        return values;
    }

    /** The one resource of a type in a stack. */
    public JsonNode only(String stack, String type) {
        Map<String, JsonNode> found = synth.resources(stack, type);
        assertThat(found).as("%s in stack %s", type, stack).hasSize(1);
        return value(stack, found.values().iterator().next());
    }

    /** The resource that a {@code Ref}, {@code Fn::GetAtt} or {@code Fn::ImportValue} means. */
    public Place place(String stack, JsonNode node) {
        if (node.has("Fn::ImportValue")) {
            Export export = export(node.path("Fn::ImportValue").asText());
            return place(export.stack(), export.value());
        }
        String id =
                node.has("Ref")
                        ? node.path("Ref").asText()
                        : node.path("Fn::GetAtt").path(0).asText();
        return new Place(stack, id, resource(stack, id));
    }

    private JsonNode imported(String name) {
        Export export = export(name);
        return value(export.stack(), export.value());
    }

    private Export export(String name) {
        for (Map.Entry<String, JsonNode> template : synth.templates().entrySet()) {
            for (JsonNode output : template.getValue().path("Outputs")) {
                if (output.path("Export").path("Name").asText().equals(name)) {
                    return new Export(template.getKey(), output.path("Value"));
                }
            }
        }
        throw new AssertionError("No stack exports " + name);
    }

    private String ref(String stack, String id) {
        return switch (id) {
            case "AWS::AccountId" -> ACCOUNT;
            case "AWS::Partition" -> "aws";
            case "AWS::Region" -> region();
            case "AWS::URLSuffix" -> "amazonaws.com";
            default -> identity(resource(stack, id).path("Type").asText(), stack, id);
        };
    }

    private String identity(String type, String stack, String id) {
        JsonNode properties = resource(stack, id).path("Properties");
        return switch (type) {
            case "AWS::S3::Bucket" -> bucket(stack, id);
            case "AWS::SecretsManager::Secret" ->
                    arn(
                            "secretsmanager",
                            "secret:" + name(stack, properties, "Name", id) + "-a1B2c3");
            case "AWS::EC2::Subnet" -> "subnet-0123456789abcdef0";
            case "AWS::Logs::LogGroup" -> name(stack, properties, "LogGroupName", id);
            case "AWS::Logs::LogStream" -> name(stack, properties, "LogStreamName", id);
            case "AWS::KinesisAnalyticsV2::Application" ->
                    name(stack, properties, "ApplicationName", id);
            default -> id;
        };
    }

    private String attribute(String stack, String id, String attribute) {
        String type = resource(stack, id).path("Type").asText();
        return switch (type + "." + attribute) {
            case "AWS::S3::Bucket.Arn" -> "arn:aws:s3:::" + bucket(stack, id);
            case "AWS::SecretsManager::Secret.Id" -> identity(type, stack, id);
            case "AWS::Logs::LogGroup.Arn" ->
                    arn("logs", "log-group:" + identity(type, stack, id) + ":*");
            case "AWS::EC2::SecurityGroup.GroupId" -> "sg-0123456789abcdef0";
            case "AWS::IAM::Role.Arn" -> "arn:aws:iam::" + ACCOUNT + ":role/" + id;
            case "AWS::Lambda::Function.Arn" -> arn("lambda", "function:" + id);
            case "Custom::IotEndpoint.Address" -> IOT_ADDRESS;
            default -> throw new AssertionError("No value is known of " + type + "." + attribute);
        };
    }

    private String name(String stack, JsonNode properties, String property, String fallback) {
        JsonNode given = properties.path(property);
        return given.isMissingNode() ? fallback : value(stack, given).asText();
    }

    private String bucket(String stack, String id) {
        return name(
                stack,
                resource(stack, id).path("Properties"),
                "BucketName",
                "pythoflow-" + id.toLowerCase(Locale.ROOT) + "-x1y2z3");
    }

    private String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region() + ":" + ACCOUNT + ":" + resource;
    }

    private String region() {
        return synth.config().region();
    }

    private JsonNode resource(String stack, String id) {
        JsonNode resource = synth.template(stack).path("Resources").path(id);
        assertThat(resource.isObject()).as("resource %s of stack %s", id, stack).isTrue();
        return resource;
    }
}
