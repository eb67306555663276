package io.pythoflow.infra.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.infra.testing.Synth;
import org.junit.jupiter.api.Test;

class GivenRolesTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/LabRole";

    private static final LakeTemplate TEMPLATE =
            LakeTemplate.of(
                    Synth.of(
                            """
                            existing_role_arns = { "default" = "%s" }
                            asset_bucket       = "our-assets"
                            """
                                    .formatted(ROLE)));

    @Test
    void whereNoRoleMayBeMadeNothingOfIamIs() {
        for (String type :
                new String[] {"AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"}) {
            assertThat(TEMPLATE.of(type)).as(type).isEmpty();
        }
    }

    @Test
    void crawlerFirehoseAndRuleTakeTheGivenRole() {
        for (String role :
                new String[] {
                    TEMPLATE.resource("AWS::Glue::Crawler").at("/Properties/Role").asText(),
                    TEMPLATE.resource("AWS::KinesisFirehose::DeliveryStream")
                            .at("/Properties/ExtendedS3DestinationConfiguration/RoleARN")
                            .asText(),
                    TEMPLATE.resource("AWS::IoT::TopicRule")
                            .at("/Properties/TopicRulePayload/Actions/0/Firehose/RoleArn")
                            .asText(),
                    TEMPLATE.resource("AWS::IoT::TopicRule")
                            .at("/Properties/TopicRulePayload/ErrorAction/CloudwatchLogs/RoleArn")
                            .asText()
                }) {
            assertThat(role).isEqualTo(ROLE);
        }
    }
}
