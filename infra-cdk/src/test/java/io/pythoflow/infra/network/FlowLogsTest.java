package io.pythoflow.infra.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.infra.testing.References;
import io.pythoflow.infra.testing.References.Resource;
import io.pythoflow.infra.testing.Synth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowLogsTest {

    @Test
    void deliveryIsAllowedByTheBucketThatTheLogsGoTo() {
        References references = References.of(Synth.of(Synth.DEFAULTS));
        Resource log = references.only("Network", "AWS::EC2::FlowLog");
        String destination = references.text("Network", log.property("LogDestination"));

        assertThat(log.property("LogDestinationType").asText()).isEqualTo("s3");
        assertThat(log.property("DeliverLogsPermissionArn").isMissingNode()).isTrue();
        assertThat(delivery(references))
                .extracting(
                        statement -> statement.path("Action").toString(),
                        statement -> references.text("Lake", statement.path("Resource")))
                .contains(
                        tuple("\"s3:PutObject\"", destination + "/AWSLogs/{AWS::AccountId}/*"),
                        tuple(
                                "[\"s3:GetBucketAcl\",\"s3:ListBucket\"]",
                                destination.replaceFirst("/.*", "")));
    }

    @Test
    void deliveryIsForThisAccountAlone() {
        References references = References.of(Synth.of(Synth.DEFAULTS));

        assertThat(delivery(references))
                .isNotEmpty()
                .allSatisfy(
                        statement ->
                                assertThat(
                                                statement
                                                        .path("Condition")
                                                        .path("StringEquals")
                                                        .path("aws:SourceAccount")
                                                        .toString())
                                        .isEqualTo("{\"Ref\":\"AWS::AccountId\"}"));
    }

    @Test
    void bucketOfTheLogsKnowsNothingOfTheNetwork() {
        assertThat(Synth.of(Synth.DEFAULTS).template("Lake").toString())
                .doesNotContain("pythoflow-dev-network");
    }

    @Test
    void nothingIsLoggedWhereThatIsTurnedOff() {
        assertThat(Synth.of(Variants.ENDPOINTS).resources("Network", "AWS::EC2::FlowLog"))
                .isEmpty();
    }

    private static List<JsonNode> delivery(References references) {
        List<JsonNode> statements = new ArrayList<>();
        for (Resource policy : references.all("Lake", "AWS::S3::BucketPolicy")) {
            for (JsonNode statement : policy.property("PolicyDocument").path("Statement")) {
                if (statement
                        .path("Principal")
                        .path("Service")
                        .asText()
                        .equals("delivery.logs.amazonaws.com")) {
                    statements.add(statement);
                }
            }
        }
        return statements;
    }
}
