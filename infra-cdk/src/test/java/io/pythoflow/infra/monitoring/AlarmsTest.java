package io.pythoflow.infra.monitoring;

import static io.pythoflow.infra.monitoring.MonitoringTemplate.expression;
import static io.pythoflow.infra.monitoring.MonitoringTemplate.metrics;
import static io.pythoflow.infra.monitoring.MonitoringTemplate.stream;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.infra.monitoring.MonitoringTemplate.Seen;
import io.pythoflow.infra.testing.Synth;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlarmsTest {

    /** CloudWatch takes no longer description. */
    private static final int DESCRIPTION_LIMIT = 1024;

    private final MonitoringTemplate template = MonitoringTemplate.of(Synth.DEFAULTS);

    @Test
    void everyAlarmTellsTheTopicWhatHappenedWhatItMeansAndWhatToDo() {
        template.alarms()
                .forEach(
                        (name, alarm) -> {
                            assertThat(alarm.path("AlarmActions"))
                                    .as(name)
                                    .singleElement()
                                    .extracting(action -> action.path("Ref").asText())
                                    .isEqualTo(template.topic());
                            assertThat(alarm.path("AlarmDescription").asText())
                                    .as(name)
                                    .contains("For the field: ", "What to do: ")
                                    .hasSizeLessThanOrEqualTo(DESCRIPTION_LIMIT);
                        });
    }

    @Test
    void everyMetricOfAnAlarmExists() {
        template.alarms()
                .forEach(
                        (name, alarm) ->
                                assertThat(metrics(alarm)).as(name).allMatch(this::exists));
    }

    @Test
    void everyMetricOfTheDashboardExists() {
        assertThat(template.shown()).isNotEmpty().allMatch(this::exists);
    }

    @Test
    void noMetricThatFlinkTwoHasNotIsUsed() {
        assertThat(used())
                .extracting(Seen::name)
                .doesNotContain("fullRestarts", "downtime", "uptime");
    }

    @Test
    void everyMetricThatTheJobReportsIsLookedAt() {
        Set<String> names = used().stream().map(Seen::name).collect(Collectors.toSet());

        assertThat(names)
                .containsAll(Arrays.stream(ServiceMetric.values()).map(ServiceMetric::id).toList());
    }

    @Test
    void noMetricNamesAUnit() {
        assertThat(template.alarms().values())
                .allSatisfy(
                        alarm -> {
                            assertThat(alarm.has("Unit")).isFalse();
                            assertThat(alarm.findValues("Unit")).isEmpty();
                        });
    }

    @Test
    void totalsAreComparedWithThemselves() {
        for (String name : List.of("job-restarted", "checkpoints-fail")) {
            assertThat(expression(template.alarm(name))).as(name).isEqualTo("DIFF(total)");
        }
    }

    @Test
    void aJobThatSaysNothingRings() {
        for (String name : List.of("job-silent", "no-data")) {
            assertThat(unknown(template, name)).as(name).isEqualTo("breaching");
        }
    }

    @Test
    void aJobThatNobodyStartsWakesNobody() {
        for (String name : List.of("job-silent", "no-data")) {
            assertThat(unknown(MonitoringTemplate.TUNED, name)).as(name).isEqualTo("missing");
        }
    }

    @Test
    void aTroubleIsNotOverBecauseTheJobFellSilent() {
        template.alarms()
                .forEach(
                        (name, alarm) -> {
                            boolean ours =
                                    metrics(alarm).stream()
                                            .allMatch(
                                                    metric ->
                                                            metric.namespace()
                                                                            .equals(
                                                                                    ServiceMetric
                                                                                            .NAMESPACE)
                                                                    && isOurs(metric));
                            if (ours && !unknown(template, name).equals("breaching")) {
                                assertThat(unknown(template, name)).as(name).isEqualTo("ignore");
                            }
                        });
    }

    @Test
    void everyAlertThatSomebodyShouldGetUpForHasAnAlarmThatTellsItsEndToo() {
        for (Alert.Code code : Alert.Code.values()) {
            JsonNode alarm = template.alarm(code.word().replace('_', '-'));
            assertThat(alarm != null).as(code.word()).isEqualTo(ServiceMetric.of(code).isPresent());
            if (alarm != null) {
                assertThat(alarm.path("AlarmDescription").asText()).contains(code.advice());
                assertThat(alarm.path("OKActions")).as(code.word()).hasSize(1);
                assertThat(alarm.path("Threshold").asDouble()).isZero();
                assertThat(alarm.path("EvaluationPeriods").asInt()).isEqualTo(1);
            }
        }
    }

    @Test
    void whatIsSlowIsMeasuredByTheCheckpointInterval() {
        MonitoringTemplate slow = MonitoringTemplate.TUNED;

        assertThat(threshold(template, "checkpoints-slow")).isEqualTo(2_500);
        assertThat(threshold(slow, "checkpoints-slow")).isEqualTo(7_500);
        assertThat(threshold(template, "checkpoints-old")).isEqualTo(60_000);
        assertThat(threshold(slow, "checkpoints-old")).isEqualTo(90_000);
    }

    @Test
    void lagIsWhatTheBrokerTakesForAnAcknowledgementThatGotLost() {
        assertThat(threshold(template, "lag")).isEqualTo(30_000);
        assertThat(threshold(MonitoringTemplate.TUNED, "lag")).isEqualTo(30_000);
    }

    @Test
    void fullSlotsAreAShareOfAllSlots() {
        assertThat(expression(MonitoringTemplate.TUNED.alarm("slots-full")))
                .isEqualTo("full / samples / 80");
    }

    private static String unknown(MonitoringTemplate template, String name) {
        return template.alarm(name).path("TreatMissingData").asText();
    }

    private static double threshold(MonitoringTemplate template, String name) {
        return template.alarm(name).path("Threshold").asDouble();
    }

    private Set<Seen> used() {
        Set<Seen> used = new HashSet<>(template.shown());
        template.alarms().values().forEach(alarm -> used.addAll(metrics(alarm)));
        return used;
    }

    private static boolean isOurs(Seen metric) {
        return Arrays.stream(ServiceMetric.values())
                .anyMatch(ours -> ours.id().equals(metric.name()));
    }

    /** Reported by the job, by AWS, or counted from a log of this stack. */
    private boolean exists(Seen metric) {
        if (metric.namespace().equals(ServiceMetric.NAMESPACE) && isOurs(metric)) {
            return metric.dimensions().equals(List.of(ServiceMetric.DIMENSION));
        }
        boolean ofAws =
                Arrays.stream(AwsMetric.values())
                        .anyMatch(
                                known ->
                                        known.namespace().equals(metric.namespace())
                                                && known.id().equals(metric.name()));
        return ofAws ? !metric.dimensions().isEmpty() : counted().anyMatch(metric::equals);
    }

    private Stream<Seen> counted() {
        return template.resources("AWS::Logs::MetricFilter").values().stream()
                .flatMap(filter -> stream(filter.path("Properties").path("MetricTransformations")))
                .map(
                        counted ->
                                new Seen(
                                        counted.path("MetricNamespace").asText(),
                                        counted.path("MetricName").asText(),
                                        List.of()));
    }
}
