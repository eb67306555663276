package io.pythoflow.infra.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.infra.testing.Deployed;
import io.pythoflow.infra.testing.Synth;
import java.util.List;
import java.util.Map;

/** The lake's template, with the buckets under names of the tests. */
final class LakeTemplate {

    static final String DATA = "the-data";
    static final String RESULTS = "the-results";
    static final String LOGS = "the-logs";

    private static final Map<String, String> BUCKETS =
            Map.of("BucketsData", DATA, "BucketsResults", RESULTS, "BucketsLogs", LOGS);

    private final Synth synth;
    private final Deployed deployed = Deployed.account();

    private LakeTemplate(Synth synth) {
        this.synth = synth;
        of("AWS::S3::Bucket")
                .keySet()
                .forEach(
                        id -> {
                            deployed.with(id, bucket(id));
                            deployed.with(id + ".Arn", "arn:aws:s3:::" + bucket(id));
                        });
        of("AWS::Glue::Database")
                .keySet()
                .forEach(id -> deployed.with(id, synth.config().lake().glueDatabase()));
    }

    static LakeTemplate of(Synth synth) {
        return new LakeTemplate(synth);
    }

    private static String bucket(String id) {
        return BUCKETS.entrySet().stream()
                .filter(bucket -> id.startsWith(bucket.getKey()))
                .map(Map.Entry::getValue)
                .findAny()
                .orElseThrow();
    }

    /** Gives further references a value. */
    LakeTemplate with(String reference, String value) {
        deployed.with(reference, value);
        return this;
    }

    /** Resources of a type, by their logical ids, as they are in the template. */
    Map<String, JsonNode> of(String type) {
        return synth.resources("Lake", type);
    }

    /** Properties of every resource of a type, with the values of a deployment. */
    List<JsonNode> properties(String type) {
        return of(type).values().stream()
                .map(resource -> deployed.value(resource.path("Properties")))
                .toList();
    }

    /** The only resource of a type, as it is in the template. */
    JsonNode resource(String type) {
        Map<String, JsonNode> found = of(type);
        assertThat(found).as(type).hasSize(1);
        return found.values().iterator().next();
    }

    /** Properties of the only resource of a type, with the values of a deployment. */
    JsonNode only(String type) {
        return deployed.value(resource(type).path("Properties"));
    }

    /** A resource as it is in the template, by the beginning of its id. */
    JsonNode resource(String type, String id) {
        return of(type).entrySet().stream()
                .filter(found -> found.getKey().startsWith(id))
                .map(Map.Entry::getValue)
                .findAny()
                .orElseThrow();
    }

    /** A bucket as it is in the template, by the beginning of its id, such as Data. */
    JsonNode bucketResource(String name) {
        return resource("AWS::S3::Bucket", "Buckets" + name);
    }

    /** What a bucket's policy says. */
    JsonNode statements(String bucket) {
        return properties("AWS::S3::BucketPolicy").stream()
                .filter(policy -> policy.path("Bucket").asText().equals(bucket))
                .map(policy -> policy.path("PolicyDocument").path("Statement"))
                .findAny()
                .orElseThrow();
    }

    JsonNode value(JsonNode template) {
        return deployed.value(template);
    }
}
