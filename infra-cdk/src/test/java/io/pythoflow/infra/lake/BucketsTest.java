package io.pythoflow.infra.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.infra.testing.Deployed;
import io.pythoflow.infra.testing.Synth;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class BucketsTest {

    private static final Synth DEFAULTS = Synth.of(Synth.DEFAULTS);
    private static final LakeTemplate KEPT = LakeTemplate.of(DEFAULTS);
    private static final LakeTemplate DELETED =
            LakeTemplate.of(
                    Synth.of(
                            """
                            on_destroy          = "delete"
                            table_expiry_days   = 400
                            archive_expiry_days = 90
                            """));

    @Test
    void everyBucketIsPrivateAndEncryptedAndTakesNoAccessControlLists() {
        assertThat(KEPT.properties("AWS::S3::Bucket"))
                .hasSize(3)
                .allSatisfy(
                        bucket -> {
                            assertThat(bucket.path("PublicAccessBlockConfiguration"))
                                    .hasSize(4)
                                    .allMatch(JsonNode::asBoolean);
                            assertThat(bucket.at("/OwnershipControls/Rules/0/ObjectOwnership"))
                                    .hasToString("\"BucketOwnerEnforced\"");
                            assertThat(bucket.has("AccessControl")).isFalse();
                            assertThat(bucket.toString()).contains("AES256");
                        });
    }

    @Test
    void nothingIsReadOrWrittenWithoutTls() {
        for (String bucket : List.of(LakeTemplate.DATA, LakeTemplate.RESULTS, LakeTemplate.LOGS)) {
            assertThat(KEPT.statements(bucket))
                    .filteredOn(statement -> statement.path("Effect").asText().equals("Deny"))
                    .anySatisfy(
                            statement -> {
                                assertThat(
                                                statement
                                                        .at("/Condition/Bool/aws:SecureTransport")
                                                        .asText())
                                        .isEqualTo("false");
                                assertThat(statement.path("Principal").path("AWS").asText())
                                        .isEqualTo("*");
                                assertThat(statement.path("Resource").toString())
                                        .contains(
                                                "\"arn:aws:s3:::%s\"".formatted(bucket),
                                                "\"arn:aws:s3:::%s/*\"".formatted(bucket));
                            });
        }
    }

    @Test
    void anUploadOutlivesEverySnapshotThatMayBeRestored() {
        JsonNode rule = rule(KEPT, "leftovers");

        assertThat(rule.at("/AbortIncompleteMultipartUpload/DaysAfterInitiation").asInt())
                .isEqualTo(30);
        assertThat(rule.at("/NoncurrentVersionExpiration/NoncurrentDays").asInt()).isEqualTo(7);
        assertThat(rule.path("ExpiredObjectDeleteMarker").asBoolean()).isTrue();
        assertThat(rule.has("Prefix")).as("a rule for all of the bucket").isFalse();
        assertThat(KEPT.bucketResource("Data").at("/Properties/VersioningConfiguration/Status"))
                .hasToString("\"Enabled\"");
    }

    @Test
    void withoutExpiryConfiguredNoRowAndNoMessageIsEverDeleted() {
        assertThat(rules(KEPT)).hasSize(1).noneMatch(rule -> rule.has("ExpirationInDays"));
    }

    @Test
    void nothingMovesToAClassThatAthenaPassesOver() {
        assertThat(KEPT.bucketResource("Data").toString()).doesNotContain("Transition");
        assertThat(DELETED.bucketResource("Data").toString()).doesNotContain("Transition");
    }

    @Test
    void expiryOfTablesLeavesTheArchiveAloneAndTheOtherWayRound() {
        for (TableDefinition table : Tables.ALL) {
            JsonNode rule = rule(DELETED, table.name());

            assertThat(rule.path("ExpirationInDays").asInt()).isEqualTo(400);
            assertThat(rule.path("Prefix").asText()).endsWith("/" + table.name() + "/");
        }
        assertThat(rule(DELETED, "archive").path("ExpirationInDays").asInt()).isEqualTo(90);
        assertThat(rule(DELETED, "archive").path("Prefix").asText()).isEqualTo("archive/");
        assertThat(rules(DELETED)).hasSize(Tables.ALL.size() + 2);
    }

    @Test
    void keptDataOutlivesTheStackAndTheStackIsNotDeletedByMistake() throws Exception {
        for (String bucket : List.of("Data", "Logs")) {
            assertThat(KEPT.bucketResource(bucket).path("DeletionPolicy").asText())
                    .isEqualTo("Retain");
            assertThat(KEPT.bucketResource(bucket).path("UpdateReplacePolicy").asText())
                    .isEqualTo("Retain");
        }
        assertThat(Files.readString(DEFAULTS.output().resolve("manifest.json")))
                .contains("\"terminationProtection\": true");
    }

    @Test
    void whatIsToBeDeletedGoesWithTheStackWithoutAFunctionThatNeedsARole() {
        for (String bucket : List.of("Data", "Results", "Logs")) {
            assertThat(DELETED.bucketResource(bucket).path("DeletionPolicy").asText())
                    .isEqualTo("Delete");
        }
        assertThat(DELETED.of("AWS::Lambda::Function")).isEmpty();
    }

    @Test
    void accessesAreLoggedByPolicyForWhichNewBucketsHaveNoAccessControlList() {
        for (String bucket : List.of(LakeTemplate.DATA, LakeTemplate.RESULTS)) {
            assertThat(KEPT.statements(LakeTemplate.LOGS))
                    .anySatisfy(
                            statement -> {
                                assertThat(statement.at("/Principal/Service").asText())
                                        .isEqualTo("logging.s3.amazonaws.com");
                                assertThat(
                                                statement
                                                        .at("/Condition/ArnLike/aws:SourceArn")
                                                        .asText())
                                        .isEqualTo("arn:aws:s3:::" + bucket);
                                assertThat(
                                                statement
                                                        .at(
                                                                "/Condition/StringEquals/aws:SourceAccount")
                                                        .asText())
                                        .isEqualTo(Deployed.ACCOUNT);
                            });
        }
        assertThat(KEPT.bucketResource("Data").at("/Properties/LoggingConfiguration").isObject())
                .isTrue();
    }

    @Test
    void flowLogsOfThisAccountAreDeliveredWithoutDependingOnTheNetwork() {
        JsonNode write = statement(LakeTemplate.LOGS, "AWSLogDeliveryWrite");
        JsonNode look = statement(LakeTemplate.LOGS, "AWSLogDeliveryAclCheck");

        assertThat(write.path("Resource").asText())
                .isEqualTo("arn:aws:s3:::the-logs/vpc-flow-logs/AWSLogs/123456789012/*");
        assertThat(write.at("/Condition/StringEquals/s3:x-amz-acl").asText())
                .isEqualTo("bucket-owner-full-control");
        assertThat(look.path("Resource").asText()).isEqualTo("arn:aws:s3:::the-logs");
        for (JsonNode statement : List.of(write, look)) {
            assertThat(statement.at("/Principal/Service").asText())
                    .isEqualTo("delivery.logs.amazonaws.com");
            assertThat(statement.at("/Condition/StringEquals/aws:SourceAccount").asText())
                    .isEqualTo(Deployed.ACCOUNT);
            assertThat(statement.at("/Condition/ArnLike/aws:SourceArn").asText())
                    .isEqualTo("arn:aws:logs:us-east-1:123456789012:*");
        }
    }

    @Test
    void noPolicyNamesTwoStatementsAlikeWhichS3Refuses() {
        for (String bucket : List.of(LakeTemplate.DATA, LakeTemplate.RESULTS, LakeTemplate.LOGS)) {
            assertThat(KEPT.statements(bucket))
                    .filteredOn(statement -> statement.has("Sid"))
                    .extracting(statement -> statement.path("Sid").asText())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void theBucketOfTheOriginalIsAnOutput() {
        assertThat(DEFAULTS.template("Lake").at("/Outputs/S3BucketName/Value/Ref").asText())
                .startsWith("BucketsData");
    }

    private static JsonNode statement(String bucket, String sid) {
        return StreamSupport.stream(KEPT.statements(bucket).spliterator(), false)
                .filter(statement -> statement.path("Sid").asText().equals(sid))
                .findAny()
                .orElseThrow();
    }

    private static JsonNode rules(LakeTemplate template) {
        return template.bucketResource("Data").at("/Properties/LifecycleConfiguration/Rules");
    }

    private static JsonNode rule(LakeTemplate template, String id) {
        return StreamSupport.stream(rules(template).spliterator(), false)
                .filter(rule -> rule.path("Id").asText().equals(id))
                .findAny()
                .orElseThrow();
    }
}
