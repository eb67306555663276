package io.pythoflow.infra.monitoring;

import static io.pythoflow.infra.monitoring.MonitoringTemplate.TUNED;
import static io.pythoflow.infra.monitoring.MonitoringTemplate.WITH_GIVEN_ROLES;
import static io.pythoflow.infra.monitoring.MonitoringTemplate.stream;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Alert.Code;
import io.pythoflow.contract.payload.Alert.State;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.infra.testing.Synth;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertMailsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MonitoringTemplate template = MonitoringTemplate.of(Synth.DEFAULTS);

    @Test
    void theMailSaysWhatHappenedWhatToDoAndWhere() throws IOException {
        assertThat(mail(alert(Code.LEAK, State.RAISED, Severity.CRITICAL)))
                .isEqualTo(
                        Map.of(
                                "what_happened", "Zone north: 0.42 L/min through the closed valve",
                                "what_to_do", Code.LEAK.advice(),
                                "zone", "north",
                                "device", "000-A",
                                "gateway", "irrigation-gateway-000",
                                "alert", "leak",
                                "raised_at", "2025-01-01 12:00:00 UTC"));
    }

    @Test
    void everyAlertHasItsAdvice() throws IOException {
        for (Code code : Code.values()) {
            assertThat(mail(alert(code, State.RAISED, Severity.CRITICAL)))
                    .containsEntry("what_to_do", code.advice());
        }
    }

    @Test
    void whatAnAlertDoesNotHaveIsLeftOut() throws IOException {
        Alert alert =
                new Alert(
                        "a",
                        1_735_732_800_000L,
                        Code.EMERGENCY_STOP,
                        State.RAISED,
                        Severity.CRITICAL,
                        "The emergency stop is pressed",
                        null,
                        null,
                        null,
                        null,
                        null,
                        7L);

        assertThat(mail(alert))
                .containsOnlyKeys("what_happened", "what_to_do", "alert", "raised_at");
    }

    @Test
    void onlyCriticalAlertsThatBeginAreMailed() throws IOException {
        for (Severity severity : Severity.values()) {
            for (State state : State.values()) {
                assertThat(rule().selects(json(alert(Code.LEAK, state, severity))))
                        .as("%s %s", severity, state)
                        .isEqualTo(severity == Severity.CRITICAL && state == State.RAISED);
            }
        }
        assertThat(rule().selects(JSON.readTree("{\"schema\":\"pythoflow.system-update/1\"}")))
                .isFalse();
    }

    @Test
    void everyFieldThatTheRuleReadsIsInTheSchema() throws IOException {
        JsonNode schema;
        try (InputStream in =
                Alert.class.getResourceAsStream(
                        "/io/pythoflow/contract/schema/alert-1.schema.json")) {
            schema = JSON.readTree(in).path("properties");
        }

        assertThat(rule().fields()).isNotEmpty().allMatch(schema::has);
    }

    @Test
    void theRuleListensToSystemUpdatesAndHandsOnToTheTopic() {
        JsonNode payload = template.only("AWS::IoT::TopicRule").path("TopicRulePayload");

        assertThat(rule().topic()).isEqualTo(Topics.SYSTEM_UPDATES);
        assertThat(payload.path("AwsIotSqlVersion").asText()).isEqualTo("2016-03-23");
        assertThat(payload.path("RuleDisabled").asBoolean()).isFalse();
        JsonNode sns = payload.path("Actions").path(0).path("Sns");
        assertThat(sns.path("TargetArn").path("Ref").asText()).isEqualTo(template.topic());
        assertThat(sns.path("MessageFormat").asText()).isEqualTo("RAW");
    }

    @Test
    void aMailThatFailsIsLoggedAndRings() {
        JsonNode error =
                template.only("AWS::IoT::TopicRule").path("TopicRulePayload").path("ErrorAction");
        String log = error.path("CloudwatchLogs").path("LogGroupName").path("Ref").asText();

        assertThat(template.resources("AWS::Logs::LogGroup")).containsKey(log);
        JsonNode filter =
                template.resources("AWS::Logs::MetricFilter").values().stream()
                        .map(resource -> resource.path("Properties"))
                        .filter(one -> one.path("LogGroupName").path("Ref").asText().equals(log))
                        .findFirst()
                        .orElseThrow();
        assertThat(filter.path("FilterPattern").asText()).isEmpty();
        assertThat(filter.path("MetricTransformations").path(0).path("MetricName").asText())
                .isEqualTo(template.alarm("mail-failed").path("MetricName").asText());
    }

    @Test
    void theRuleMayPublishAndLogAndNothingElse() {
        JsonNode policy = template.only("AWS::IAM::Policy").path("PolicyDocument");

        assertThat(stream(policy.path("Statement")).flatMap(one -> actions(one).stream()))
                .containsExactlyInAnyOrder(
                        "sns:Publish",
                        "logs:CreateLogStream",
                        "logs:DescribeLogStreams",
                        "logs:PutLogEvents");
        assertThat(
                        template.only("AWS::IAM::Role")
                                .path("AssumeRolePolicyDocument")
                                .findValuesAsText("Service"))
                .containsExactly("iot.amazonaws.com");
    }

    @Test
    void theRuleMayBeGivenItsRole() {
        JsonNode payload = WITH_GIVEN_ROLES.only("AWS::IoT::TopicRule").path("TopicRulePayload");

        assertThat(payload.findValuesAsText("RoleArn"))
                .hasSize(2)
                .containsOnly("arn:aws:iam::123456789012:role/LabRole");
    }

    @Test
    void theRulesNameCarriesTheEnvironmentAndNoHyphen() {
        assertThat(TUNED.only("AWS::IoT::TopicRule").path("RuleName").asText())
                .isEqualTo("pythoflow_north_field_critical_alerts")
                .matches("[a-zA-Z0-9_]+");
    }

    private static List<String> actions(JsonNode statement) {
        JsonNode actions = statement.path("Action");
        return actions.isTextual()
                ? List.of(actions.asText())
                : stream(actions).map(JsonNode::asText).toList();
    }

    private IotRule rule() {
        return IotRule.parse(
                template.only("AWS::IoT::TopicRule").path("TopicRulePayload").path("Sql").asText());
    }

    private Map<String, String> mail(Alert alert) throws IOException {
        JsonNode message = json(alert);
        assertThat(rule().selects(message)).isTrue();
        return rule().select(message);
    }

    private static JsonNode json(Alert alert) throws IOException {
        return JSON.readTree(new MessageEncoder().alert(alert));
    }

    private static Alert alert(Code code, State state, Severity severity) {
        return new Alert(
                "a",
                1_735_732_800_000L,
                code,
                state,
                severity,
                "Zone north: 0.42 L/min through the closed valve",
                "north",
                "irrigation-gateway-000",
                "000-A",
                null,
                "c-1",
                7L);
    }
}
