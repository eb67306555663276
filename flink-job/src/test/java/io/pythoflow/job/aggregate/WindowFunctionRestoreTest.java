package io.pythoflow.job.aggregate;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import io.pythoflow.job.ingest.CheckedReading;
import io.pythoflow.job.testing.FunctionHarness;
import io.pythoflow.job.testing.FunctionHarness.Backend;
import java.time.Duration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Flink keeps windows in a checkpoint and no watermark: what comes in between must not matter. */
class WindowFunctionRestoreTest {
    private static final Duration LENGTH = Duration.ofMinutes(10);
    private static final long FIRST_END = NOON + LENGTH.toMillis();
    private static final Duration LATENESS = Duration.ofHours(24);

    @ParameterizedTest
    @EnumSource
    void lateReadingsAreRevisedAlsoBeforeTheFirstWatermarkAfterARestore(Backend backend)
            throws Exception {
        OperatorSubtaskState checkpoint;
        try (var function = open(backend)) {
            function.send(unique(aReading().at(NOON).with("rain", 1).build()));
            function.watermark(FIRST_END);
            checkpoint = function.checkpoint(1);
        }

        try (var resumed = resume(backend, checkpoint)) {
            resumed.clock(1_000);
            resumed.send(unique(aReading().at(NOON + 1).with("rain", 2).build()));
            resumed.watermark(FIRST_END + 1);
            assertThat(resumed.output()).isEmpty();

            resumed.clock(30_000);
            assertThat(resumed.output())
                    .extracting(SensorAggregate::count, SensorAggregate::revision)
                    .containsExactly(tuple(2L, 1));
            assertThat(resumed.counter("lateWithinLateness")).isEqualTo(1);
        }
    }

    @Test
    void aReadingBeyondTheLatenessStaysOutAlsoBeforeTheFirstWatermarkAfterARestore()
            throws Exception {
        OperatorSubtaskState checkpoint;
        try (var function = open(Backend.HEAP)) {
            function.send(unique(aReading().at(NOON).with("rain", 1).build()));
            function.watermark(FIRST_END + 2 * LATENESS.toMillis());
            function.send(unique(aReading().at(NOON + 2).with("rain", 2).build()));
            assertThat(function.counter("lateBeyondLateness")).isEqualTo(1);
            checkpoint = function.checkpoint(1);
        }

        try (var resumed = resume(Backend.HEAP, checkpoint)) {
            resumed.send(unique(aReading().at(NOON + 3).with("rain", 3).build()));
            resumed.watermark(FIRST_END + 2 * LATENESS.toMillis());
            resumed.clock(60_000);

            assertThat(resumed.output()).isEmpty();
            assertThat(resumed.counter("lateBeyondLateness")).isEqualTo(1);
        }
    }

    @Test
    void theEndOfInputMakesNothingLateThatComesAfterARestore() throws Exception {
        OperatorSubtaskState checkpoint;
        try (var function = open(Backend.HEAP)) {
            function.send(unique(aReading().at(NOON).with("rain", 1).build()));
            function.endInput();
            checkpoint = function.checkpoint(1);
        }

        try (var resumed = resume(Backend.HEAP, checkpoint)) {
            resumed.send(unique(aReading().at(FIRST_END).with("rain", 3).build()));
            resumed.watermark(FIRST_END + LENGTH.toMillis());

            assertThat(resumed.output()).extracting(SensorAggregate::sum).containsExactly(3.0);
        }
    }

    private static CheckedReading unique(Reading reading) {
        return new CheckedReading(reading, false);
    }

    private static WindowFunction windows() {
        return new WindowFunction(
                new WindowSettings(LENGTH, LATENESS, Duration.ofSeconds(30), 1_024, Origin.LIVE));
    }

    private static FunctionHarness<CheckedReading, SensorAggregate> open(Backend backend)
            throws Exception {
        return FunctionHarness.open(windows(), checked -> checked.reading().sensorId(), backend);
    }

    private static FunctionHarness<CheckedReading, SensorAggregate> resume(
            Backend backend, OperatorSubtaskState checkpoint) throws Exception {
        return FunctionHarness.resume(
                windows(), checked -> checked.reading().sensorId(), backend, checkpoint);
    }
}
