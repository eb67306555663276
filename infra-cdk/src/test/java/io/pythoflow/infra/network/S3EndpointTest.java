package io.pythoflow.infra.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pythoflow.infra.testing.S3Access;
import io.pythoflow.infra.testing.S3Access.Call;
import io.pythoflow.infra.testing.Synth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3EndpointTest {

    private final S3Access access = new S3Access(Synth.of(Synth.DEFAULTS).templates());
    private final String data = access.dataBucketArn();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3:GetObject",
                "s3:PutObject",
                "s3:DeleteObject",
                "s3:AbortMultipartUpload",
                "s3:ListMultipartUploadParts"
            })
    void whatAFileSystemDoesWithObjectsIsLetThrough(String action) {
        assertThat(access.refused(List.of(new Call(action, data + "/readings/*")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3:ListBucket", "s3:ListBucketMultipartUploads"})
    void whatAFileSystemListsIsLetThrough(String action) {
        assertThat(access.refused(List.of(new Call(action, data)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3:PutBucketPolicy", "s3:DeleteBucket", "s3:PutLifecycleConfiguration"})
    void nothingChangesTheDataBucketItself(String action) {
        assertThat(access.refused(List.of(new Call(action, data)))).isNotEmpty();
    }

    @Test
    void patternsAreLetThroughOnlyAsAWhole() {
        assertThat(access.refused(List.of(new Call("s3:GetObject*", data + "/*")))).isNotEmpty();
        assertThat(access.refused(List.of(new Call("s3:GetObject", "*")))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:s3:::cdk-hnb659fds-assets-123456789012-us-east-1/0a1b.jar",
                "arn:aws:s3:::a-bucket-of-the-service/snapshot"
            })
    void bucketsOfTheServiceAreNotDenied(String object) {
        assertThat(
                        access.refused(
                                List.of(
                                        new Call("s3:GetObject", object),
                                        new Call("s3:GetObjectVersion", object))))
                .isEmpty();
    }

    @Test
    void everyS3ActionOfTheJobIsAllowedByTheEndpoint() {
        S3Access.everyS3ActionOfTheJobIsAllowedByTheEndpoint(access.templates());
    }

    @Test
    void jobWhoseActionsTheEndpointLetsThroughPasses() {
        S3Access.everyS3ActionOfTheJobIsAllowedByTheEndpoint(
                withJobRole("[\"s3:GetObject\", \"s3:DeleteObject\"]"));
    }

    @Test
    void actionOfTheJobThatTheEndpointRefusesIsReported() {
        Map<String, JsonNode> templates =
                withJobRole("[\"s3:GetObject\", \"s3:PutObjectTagging\"]");

        assertThatThrownBy(() -> S3Access.everyS3ActionOfTheJobIsAllowedByTheEndpoint(templates))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("s3:PutObjectTagging")
                .hasMessageNotContaining("s3:GetObject");
    }

    @Test
    void roleWithoutS3ActionsIsReported() {
        Map<String, JsonNode> templates = withJobRole("\"glue:GetTable\"");

        assertThatThrownBy(() -> S3Access.everyS3ActionOfTheJobIsAllowedByTheEndpoint(templates))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no S3 actions");
    }

    /** The app with a role of the Flink service that may do something with the data bucket. */
    private Map<String, JsonNode> withJobRole(String actions) {
        String bucket = data.replaceFirst(".*\\{Lake\\.", "").replace("}", "");
        String export = "data-bucket";
        Map<String, JsonNode> templates = new HashMap<>(access.templates());
        templates.put(
                "Processing",
                json(
                        """
                        {"Resources": {
                          "JobRole": {
                            "Type": "AWS::IAM::Role",
                            "Properties": {"AssumeRolePolicyDocument": {"Statement": [{
                              "Principal": {"Service": "kinesisanalytics.amazonaws.com"}}]}}},
                          "JobPolicy": {
                            "Type": "AWS::IAM::Policy",
                            "Properties": {
                              "Roles": [{"Ref": "JobRole"}],
                              "PolicyDocument": {"Statement": [{
                                "Effect": "Allow",
                                "Action": %s,
                                "Resource": {"Fn::Join": ["", [
                                  "arn:", {"Ref": "AWS::Partition"}, ":s3:::",
                                  {"Fn::ImportValue": "%s"}, "/*"]]}}]}}}}}
                        """
                                .formatted(actions, export)));
        templates.put(
                "Export",
                json(
                        """
                        {"Outputs": {"Data": {"Export": {"Name": "%s"}, "Value": "{Lake.%s}"}}}
                        """
                                .formatted(export, bucket)));
        return templates;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
