package io.pythoflow.infra.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.infra.testing.References.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the job's role may do with S3, held against what the VPC's endpoint lets through: both must
 * allow a call. A pattern is let through only as a whole: {@code s3:GetObject*} is refused where
 * the endpoint allows {@code s3:GetObject}.
 */
public final class S3Access {

    private static final String FLINK = "kinesisanalytics.amazonaws.com";

    private final Map<String, JsonNode> templates;
    private final References references;

    /**
     * @param templates by the stack's id
     */
    public S3Access(Map<String, JsonNode> templates) {
        this.templates = templates;
        references = new References(templates);
    }

    /** An action on a resource, either of them perhaps a pattern. */
    public record Call(String action, String resource) {}

    private record Statement(List<String> actions, List<String> resources, List<String> others) {

        boolean allows(Call call) {
            boolean action = actions.stream().anyMatch(one -> covers(one, call.action()));
            boolean resource =
                    others.isEmpty()
                            ? resources.stream().anyMatch(one -> covers(one, call.resource()))
                            : others.stream().allMatch(one -> apart(one, call.resource()));
            return action && resource;
        }
    }

    /**
     * Asserts that the endpoint lets through every S3 action of the role that the Flink service
     * takes.
     */
    public static void everyS3ActionOfTheJobIsAllowedByTheEndpoint(
            Map<String, JsonNode> templates) {
        S3Access access = new S3Access(templates);
        List<Call> calls = access.callsOfTheJob();
        if (calls.isEmpty()) {
            throw new AssertionError("The job's role has no S3 actions: nothing was compared");
        }
        List<Call> refused = access.refused(calls);
        if (!refused.isEmpty()) {
            throw new AssertionError("The S3 endpoint refuses " + refused);
        }
    }

    /** Those of the calls that the endpoint does not let through. */
    public List<Call> refused(List<Call> calls) {
        Resource endpoint =
                references.all("Network", "AWS::EC2::VPCEndpoint").stream()
                        .filter(one -> one.property("VpcEndpointType").asText().equals("Gateway"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("There is no gateway endpoint"));
        List<Statement> statements = new ArrayList<>();
        for (JsonNode one : endpoint.property("PolicyDocument").path("Statement")) {
            if (!one.path("Effect").asText().equals("Allow") || one.has("Condition")) {
                throw new AssertionError("Statement is not understood: " + one);
            }
            statements.add(
                    new Statement(
                            references.texts("Network", one.path("Action")),
                            references.texts("Network", one.path("Resource")),
                            references.texts("Network", one.path("NotResource"))));
        }
        return calls.stream()
                .filter(call -> statements.stream().noneMatch(one -> one.allows(call)))
                .toList();
    }

    /** What statements of S3 of the job's role allow, each action with each resource. */
    public List<Call> callsOfTheJob() {
        List<Call> calls = new ArrayList<>();
        for (Resource role : references.all("Processing", "AWS::IAM::Role")) {
            if (!role.property("AssumeRolePolicyDocument").toString().contains(FLINK)) {
                continue;
            }
            for (JsonNode policy : role.property("Policies")) {
                add(policy, calls);
            }
            for (String type : List.of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")) {
                for (Resource policy : references.all("Processing", type)) {
                    if (references.resources("Processing", policy.property("Roles")).stream()
                            .anyMatch(one -> one.id().equals(role.id()))) {
                        add(policy.body().path("Properties"), calls);
                    }
                }
            }
        }
        return calls;
    }

    private void add(JsonNode policy, List<Call> calls) {
        for (JsonNode statement : policy.path("PolicyDocument").path("Statement")) {
            for (String action : references.texts("Processing", statement.path("Action"))) {
                if (action.startsWith("s3:")) {
                    references
                            .texts("Processing", statement.path("Resource"))
                            .forEach(resource -> calls.add(new Call(action, resource)));
                }
            }
        }
    }

    /** The data bucket's ARN as {@link References#text} has it. */
    public String dataBucketArn() {
        JsonNode name = templates.get("Lake").path("Outputs").path("S3BucketName").path("Value");
        return "arn:{AWS::Partition}:s3:::" + references.text("Lake", name);
    }

    /** Every stack of the app. */
    public Map<String, JsonNode> templates() {
        return templates;
    }

    private static boolean covers(String pattern, String other) {
        String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E[^*]\\Q");
        return other.matches(regex);
    }

    /** Whether they name objects of two buckets. */
    private static boolean apart(String one, String other) {
        String bucket = other.replaceFirst("/.*", "");
        return !bucket.contains("*")
                && !bucket.contains("?")
                && !bucket.equals(one.replaceFirst("/.*", ""));
    }
}
