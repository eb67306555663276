package io.pythoflow.job.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.rules.SystemMessage;
import io.pythoflow.job.testing.FunctionHarness.TaskMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesOperatorTest {
    private static final long NOON = 1_735_732_800_000L;

    @TempDir private Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private InterceptingOperatorMetricGroup metrics;
    private OneInputStreamOperatorTestHarness<SystemMessage, ActiveRules> operator;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable harness : open) {
            harness.close();
        }
    }

    @Test
    void beforeTheFirstRulesThereIsNothingToObey() throws Exception {
        start(null, null);

        assertThat(versions()).isEmpty();
        assertThat(version()).isEqualTo(-1);
    }

    @Test
    void everyChangeIsToldOnce() throws Exception {
        start(null, null);
        receive(RulesMessages.whole(1, RulesMessages.RUNNING));
        receive(RulesMessages.whole(1, RulesMessages.RUNNING));
        receive(RulesMessages.emergencyStop(2));

        assertThat(versions()).containsExactly(1L, 2L);
        assertThat(text(1)).contains("\"emergency_stop\":true");
        assertThat(version()).isEqualTo(2);
        assertThat(count("rulesApplied")).isEqualTo(2);
        assertThat(alerts()).isEmpty();
    }

    @Test
    void whatIsInForceIsToldAgainAfterEveryStart() throws Exception {
        start(null, null);
        receive(RulesMessages.whole(7, RulesMessages.RUNNING));
        start(null, operator.snapshot(1, NOON));

        assertThat(versions()).containsExactly(7L);
        assertThat(version()).isEqualTo(7);
        receive(RulesMessages.whole(7, RulesMessages.RUNNING));
        assertThat(versions()).containsExactly(7L);
    }

    @Test
    void beginsWithAFileThatAnyDocumentOfTheBrokerReplaces() throws Exception {
        start(file(RulesMessages.RUNNING), null);
        receive(RulesMessages.whole(1, RulesMessages.STOPPED));

        assertThat(versions()).containsExactly(0L, 1L);
        assertThat(version()).isEqualTo(1);
    }

    @Test
    void rulesOfTheBrokerGoBeforeTheFileAfterARestart() throws Exception {
        start(file(RulesMessages.RUNNING), null);
        receive(RulesMessages.whole(1, RulesMessages.STOPPED));
        start("no/such/file", operator.snapshot(1, NOON));

        assertThat(versions()).containsExactly(1L);
        assertThat(text(0)).contains("\"emergency_stop\":true");
    }

    @Test
    void aFileThatChangedIsReadAgainWhileTheBrokerHasSaidNothing() throws Exception {
        start(file(RulesMessages.RUNNING), null);
        OperatorSubtaskState checkpoint = operator.snapshot(1, NOON);
        start(file(RulesMessages.STOPPED), checkpoint);

        assertThat(versions()).containsExactly(0L);
        assertThat(text(0)).contains("\"emergency_stop\":true");
    }

    @Test
    void aFileThatIsNoLongerNamedStaysInForce() throws Exception {
        start(file(RulesMessages.STOPPED), null);
        start(null, operator.snapshot(1, NOON));

        assertThat(versions()).containsExactly(0L);
        assertThat(text(0)).contains("\"emergency_stop\":true");
    }

    @Test
    void aFileThatCannotBeObeyedFailsTheStartWithEveryProblem() throws Exception {
        String invalid =
                file("{\"schema\":\"pythoflow.rules/2\",\"emergency_stop\":\"yes\",\"zones\":{}}");

        assertThatThrownBy(() -> start(invalid, null))
                .hasMessageStartingWith("Cannot begin with the rules in " + invalid)
                .hasMessageContaining("schema")
                .hasMessageContaining("emergency_stop");
    }

    @Test
    void aFileThatIsNotThereFailsTheStart() {
        String missing = folder.resolve("missing.json").toString();

        assertThatThrownBy(() -> start(missing, null))
                .hasMessageStartingWith("Cannot read the rules to begin with from " + missing)
                .hasMessageContaining("Check rules.initial");
    }

    @Test
    void whatCannotBeAppliedChangesNothingAndIsTold() throws Exception {
        start(null, null);
        receive(RulesMessages.whole(1, RulesMessages.RUNNING));
        receive(new SystemMessage("not json".getBytes(UTF_8), false, NOON));

        assertThat(versions()).containsExactly(1L);
        assertThat(count("rulesRejected")).isEqualTo(1);
        assertThat(alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.code()).isEqualTo(Alert.Code.RULES_REJECTED));
    }

    @Test
    void aGapIsToldAndClearedAlsoAcrossARestart() throws Exception {
        start(null, null);
        receive(RulesMessages.whole(1, RulesMessages.RUNNING));
        receive(RulesMessages.part(5));
        assertThat(count("rulesGaps")).isEqualTo(1);
        Alert raised = alerts().get(0);
        start(null, operator.snapshot(1, NOON));
        receive(RulesMessages.whole(5, RulesMessages.STOPPED));

        assertThat(raised.code()).isEqualTo(Alert.Code.RULES_GAP);
        assertThat(raised.state()).isEqualTo(Alert.State.RAISED);
        assertThat(versions()).containsExactly(1L, 5L);
        assertThat(alerts())
                .singleElement()
                .satisfies(
                        cleared -> {
                            assertThat(cleared.state()).isEqualTo(Alert.State.CLEARED);
                            assertThat(cleared.alertId()).isEqualTo(raised.alertId());
                        });
    }

    /** Starts an operator, with the state of a checkpoint if there is one. */
    private void start(@Nullable String initialRules, @Nullable OperatorSubtaskState checkpoint)
            throws Exception {
        metrics = new InterceptingOperatorMetricGroup();
        operator =
                new OneInputStreamOperatorTestHarness<>(
                        new RulesOperator(initialRules),
                        new MockEnvironmentBuilder()
                                .setMetricGroup(new TaskMetrics(metrics))
                                .build());
        open.add(operator);
        operator.setProcessingTime(NOON);
        if (checkpoint != null) {
            operator.initializeState(checkpoint);
        }

        operator.open();
        operator.setProcessingTime(NOON + 1);
    }

    private void receive(SystemMessage message) throws Exception {
        operator.processElement(message, NOON);
    }

    private String file(String document) throws Exception {
        return Files.writeString(folder.resolve("rules.json"), document).toString();
    }

    private List<Long> versions() {
        return operator.extractOutputValues().stream().map(ActiveRules::version).toList();
    }

    private String text(int index) {
        return new String(operator.extractOutputValues().get(index).document(), UTF_8);
    }

    private List<Alert> alerts() {
        Queue<StreamRecord<Alert>> alerts = operator.getSideOutput(RulesOperator.ALERTS);
        return alerts == null ? List.of() : alerts.stream().map(StreamRecord::getValue).toList();
    }

    private long count(String name) {
        return ((Counter) metrics.get(name)).getCount();
    }

    private long version() {
        return (Long) ((Gauge<?>) metrics.get("rulesVersion")).getValue();
    }
}
