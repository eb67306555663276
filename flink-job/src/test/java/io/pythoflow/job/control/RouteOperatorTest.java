package io.pythoflow.job.control;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.ingest.RoutedReading;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithNonKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouteOperatorTest {

    private final List<AutoCloseable> open = new ArrayList<>();
    private TwoInputStreamOperatorTestHarness<Reading, ActiveRules, RoutedReading> operator;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable harness : open) {
            harness.close();
        }
    }

    @Test
    void beforeTheFirstRulesNobodyIsNamed() throws Exception {
        start(null);
        measure("A1", "B1");

        assertThat(named()).isEmpty();
    }

    @Test
    void everyReadingGoesOnWithItsTimeAndThoseThatRulesNameAreMarked() throws Exception {
        start(null);
        obey(1, "A1");
        Reading first = aReading().of("A1").build();
        Reading second = aReading().of("B1").build();
        operator.processElement1(new StreamRecord<>(first, NOON));
        operator.processElement1(new StreamRecord<>(second, NOON + 1));

        assertThat(operator.getOutput())
                .containsExactly(
                        new StreamRecord<>(new RoutedReading(first, true), NOON),
                        new StreamRecord<>(new RoutedReading(second, false), NOON + 1));
    }

    @Test
    void newRulesTakeThePlaceOfTheFormer() throws Exception {
        start(null);
        obey(1, "A1");
        measure("A1", "B1");
        obey(2, "B1");
        measure("A1", "B1");

        assertThat(named()).containsExactly("A1", "B1");
        assertThat(operator.getOutput()).hasSize(4);
    }

    @Test
    void afterARestoreTheRulesOfTheStateCountFromTheFirstReadingOn() throws Exception {
        start(null);
        obey(1, "A1");
        obey(2, "B1");
        start(operator.snapshot(1, NOON));
        measure("A1", "B1");

        assertThat(named()).containsExactly("B1");
    }

    /** It was a function once, under the same id. */
    @Test
    void rulesThatTheFormerFunctionKeptCount() throws Exception {
        var former = new CoBroadcastWithNonKeyedOperator<>(new Former(), List.of(Former.RULES));
        start(former, null);
        obey(1, "A1");
        start(operator.snapshot(1, NOON));
        measure("A1", "B1");

        assertThat(named()).containsExactly("A1");
    }

    @Test
    void timeIsTheReadingsThoughRulesHaveNone() throws Exception {
        start(null);
        operator.processWatermark1(new Watermark(NOON));
        obey(1, "A1");
        operator.processWatermark1(Watermark.MAX_WATERMARK);

        assertThat(operator.getOutput())
                .containsExactly(new Watermark(NOON), Watermark.MAX_WATERMARK);
    }

    @Test
    void theEndOfTheRulesIsNotTheEndOfTheReadings() throws Exception {
        start(null);
        operator.processWatermark2(Watermark.MAX_WATERMARK);
        operator.endInput2();
        operator.processWatermark1(new Watermark(NOON));

        assertThat(operator.getOutput()).containsExactly(new Watermark(NOON));
    }

    @Test
    void itIsIdleWhereReadingsAre() throws Exception {
        start(null);
        operator.processWatermarkStatus2(WatermarkStatus.IDLE);
        operator.processWatermarkStatus2(WatermarkStatus.ACTIVE);
        operator.processWatermarkStatus1(WatermarkStatus.IDLE);
        operator.processWatermarkStatus2(WatermarkStatus.IDLE);
        operator.processWatermarkStatus1(WatermarkStatus.ACTIVE);

        assertThat(operator.getOutput())
                .containsExactly(WatermarkStatus.IDLE, WatermarkStatus.ACTIVE);
    }

    private void start(@Nullable OperatorSubtaskState checkpoint) throws Exception {
        start(new RouteOperator(), checkpoint);
    }

    private void start(
            TwoInputStreamOperator<Reading, ActiveRules, RoutedReading> started,
            @Nullable OperatorSubtaskState checkpoint)
            throws Exception {
        operator = new TwoInputStreamOperatorTestHarness<>(started);
        open.add(operator);
        if (checkpoint != null) {
            operator.initializeState(checkpoint);
        }
        operator.open();
    }

    private void obey(long version, String sensor) throws Exception {
        String document =
                """
                {"schema":"pythoflow.rules/1","emergency_stop":false,
                 "weather_sensors":["%s"],"zones":{}}"""
                        .formatted(sensor);
        operator.processElement2(
                new StreamRecord<>(new ActiveRules(version, document.getBytes(UTF_8), NOON)));
    }

    private void measure(String... sensors) throws Exception {
        for (String sensor : sensors) {
            operator.processElement1(new StreamRecord<>(aReading().of(sensor).build()));
        }
    }

    private List<String> named() {
        return operator.extractOutputValues().stream()
                .filter(RoutedReading::named)
                .map(RoutedReading::sensorId)
                .toList();
    }

    /** What it was made of then. */
    private static final class Former
            extends BroadcastProcessFunction<Reading, ActiveRules, RoutedReading> {
        private static final long serialVersionUID = 1L;

        static final MapStateDescriptor<String, ActiveRules> RULES =
                new MapStateDescriptor<>("rules", Types.STRING, Types.POJO(ActiveRules.class));

        @Override
        public void processElement(
                Reading reading, ReadOnlyContext context, Collector<RoutedReading> out) {}

        @Override
        public void processBroadcastElement(
                ActiveRules rules, Context context, Collector<RoutedReading> out) throws Exception {
            context.getBroadcastState(RULES).put("in-force", rules);
        }
    }
}
