package io.pythoflow.infra.monitoring;

import static io.pythoflow.infra.monitoring.MonitoringTemplate.TUNED;
import static io.pythoflow.infra.monitoring.MonitoringTemplate.WITH_GIVEN_ROLES;
import static io.pythoflow.infra.monitoring.MonitoringTemplate.stream;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.infra.testing.Synth;
import org.junit.jupiter.api.Test;

class AlarmTopicTest {

    private final MonitoringTemplate template = MonitoringTemplate.of(Synth.DEFAULTS);

    @Test
    void theAlarmsOfTheEnvironmentMayPublish() {
        JsonNode statement = statement("Allow");

        assertThat(statement.path("Principal").path("Service").asText())
                .isEqualTo("cloudwatch.amazonaws.com");
        assertThat(statement.path("Action").asText()).isEqualTo("sns:Publish");
        JsonNode account =
                statement.path("Condition").path("StringEquals").path("aws:SourceAccount");
        assertThat(account.path("Ref").asText()).isEqualTo("AWS::AccountId");
        assertThat(statement.path("Condition").path("ArnLike").path("aws:SourceArn").toString())
                .contains(":cloudwatch:", ":alarm:pythoflow-dev-*");
    }

    @Test
    void nobodyPublishesWithoutTls() {
        JsonNode statement = statement("Deny");

        assertThat(statement.path("Principal").asText()).isEqualTo("*");
        assertThat(statement.path("Condition").path("Bool").path("aws:SecureTransport").asText())
                .isEqualTo("false");
    }

    @Test
    void theTopicHasNoKeyThatAlarmsCannotUse() {
        assertThat(template.only("AWS::SNS::Topic").has("KmsMasterKeyId")).isFalse();
    }

    @Test
    void theMailGoesToWhoeverIsNamed() {
        assertThat(template.resources("AWS::SNS::Subscription")).isEmpty();
        JsonNode subscription = TUNED.only("AWS::SNS::Subscription");
        assertThat(subscription.path("Protocol").asText()).isEqualTo("email");
        assertThat(subscription.path("Endpoint").asText()).isEqualTo("farm@example.org");
        assertThat(TUNED.only("AWS::SNS::Topic").path("DisplayName").asText())
                .isEqualTo("PythoFlow north-field");
    }

    @Test
    void aMonthThatWillCostFourFifthsOfTheBudgetOrHasCostItAllIsMailed() {
        assertThat(template.resources("AWS::Budgets::Budget")).isEmpty();
        JsonNode budget = TUNED.only("AWS::Budgets::Budget");
        assertThat(budget.path("Budget").path("BudgetLimit").path("Amount").asInt()).isEqualTo(250);
        assertThat(stream(budget.path("NotificationsWithSubscribers")))
                .extracting(
                        mail ->
                                mail.path("Notification").path("NotificationType").asText()
                                        + " "
                                        + mail.path("Notification").path("Threshold").asInt()
                                        + " "
                                        + mail.path("Subscribers").path(0).path("Address").asText())
                .containsExactly("FORECASTED 80 farm@example.org", "ACTUAL 100 farm@example.org");
    }

    @Test
    void withGivenRolesNothingOfIamIsMade() {
        assertThat(WITH_GIVEN_ROLES.types())
                .isNotEmpty()
                .noneMatch(type -> type.startsWith("AWS::IAM"));
    }

    private JsonNode statement(String effect) {
        return stream(
                        template.only("AWS::SNS::TopicPolicy")
                                .path("PolicyDocument")
                                .path("Statement"))
                .filter(statement -> statement.path("Effect").asText().equals(effect))
                .findFirst()
                .orElseThrow();
    }
}
