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
import io.pythoflow.job.testing.ReadingBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WindowFunctionTest {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long LENGTH = 10 * MINUTE;
    private static final long FIRST_END = NOON + LENGTH;
    private static final Duration LATENESS = Duration.ofHours(24);
    private static final Duration REVISION_INTERVAL = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void aWindowFiresOnceWhenTheWatermarkPassesItsEnd(Backend backend) throws Exception {
        try (var function = open(backend)) {
            function.clock(1_234);
            function.send(unique(aReading().at(NOON).with("rain", 1).with("humidity", 60).build()));
            function.send(unique(aReading().at(FIRST_END - 1).with("rain", 3).build()));
            function.send(unique(aReading().at(FIRST_END).with("rain", 9).build()));
            function.watermark(FIRST_END - 2);
            assertThat(function.output()).isEmpty();

            function.watermark(FIRST_END - 1);
            List<SensorAggregate> rows = function.output();
            assertThat(rows)
                    .extracting(
                            SensorAggregate::metric,
                            SensorAggregate::windowStart,
                            SensorAggregate::windowEnd,
                            SensorAggregate::count,
                            SensorAggregate::sum,
                            SensorAggregate::revision,
                            SensorAggregate::emittedAt,
                            SensorAggregate::origin)
                    .containsExactly(
                            tuple("humidity", NOON, FIRST_END, 1L, 60.0, 0, 1_234L, Origin.LIVE),
                            tuple("rain", NOON, FIRST_END, 2L, 4.0, 0, 1_234L, Origin.LIVE));

            function.watermark(FIRST_END + LENGTH - 2);
            function.clock(HOUR);
            assertThat(function.output()).isEmpty();
            assertThat(function.counter("windowsEmitted")).isEqualTo(1);
            assertThat(function.counter("rowsEmitted")).isEqualTo(2);
            assertThat(function.counter("revisionsEmitted")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void lateReadingsMakeOneRevisionPerInterval(Backend backend) throws Exception {
        try (var function = open(backend)) {
            function.clock(1_000);
            function.send(unique(aReading().with("rain", 1).with("humidity", 60).build()));
            function.watermark(FIRST_END);
            function.output();

            for (int i = 1; i <= 5; i++) {
                function.clock(1_000 + i * 5_000);
                function.send(unique(aReading().at(NOON + i).with("rain", i).build()));
            }
            assertThat(function.output()).isEmpty();
            assertThat(function.processingTimeTimers()).isEqualTo(1);

            function.clock(30_000);
            assertThat(function.output())
                    .extracting(
                            SensorAggregate::metric,
                            SensorAggregate::count,
                            SensorAggregate::lateCount,
                            SensorAggregate::revision,
                            SensorAggregate::emittedAt)
                    .containsExactly(
                            tuple("humidity", 1L, 0L, 1, 30_000L),
                            tuple("rain", 6L, 5L, 1, 30_000L));

            function.clock(60_000);
            assertThat(function.output()).isEmpty();
            assertThat(function.processingTimeTimers()).isZero();

            function.send(unique(aReading().at(NOON + 9).with("rain", 9).build()));
            function.clock(90_000);
            assertThat(function.output())
                    .extracting(SensorAggregate::revision, SensorAggregate::readingCount)
                    .containsExactly(tuple(2, 7L), tuple(2, 7L));
            assertThat(function.counter("lateWithinLateness")).isEqualTo(6);
            assertThat(function.counter("revisionsEmitted")).isEqualTo(2);
            assertThat(function.counter("windowsEmitted")).isEqualTo(1);
        }
    }

    @Test
    void aBacklogOpensItsWindowsAndEmitsThemGathered() throws Exception {
        try (var function = open(Backend.HEAP)) {
            function.watermark(NOON + 6 * HOUR);
            for (int minute = 0; minute < 60; minute++) {
                function.send(
                        unique(aReading().at(NOON + minute * MINUTE).with("rain", 1).build()));
                function.watermark(NOON + 6 * HOUR + minute);
            }
            assertThat(function.output()).isEmpty();

            function.clock(30_000);
            assertThat(function.output())
                    .hasSize(6)
                    .allMatch(row -> row.count() == 10 && row.revision() == 0)
                    .allMatch(row -> row.lateCount() == 0);
            assertThat(function.counter("lateWithinLateness")).isEqualTo(60);
            assertThat(function.counter("windowsEmitted")).isEqualTo(6);
        }
    }

    @Test
    void aReadingBeyondTheLatenessIsCountedAndLeftOut() throws Exception {
        try (var function = open(Backend.HEAP)) {
            long lastMoment = FIRST_END - 1 + LATENESS.toMillis();
            function.watermark(lastMoment - 1);
            function.send(unique(aReading().build()));
            function.clock(30_000);
            assertThat(function.output()).hasSize(1);

            function.watermark(lastMoment);
            function.send(unique(aReading().at(NOON + 1).build()));
            function.clock(60_000);
            function.endInput();

            assertThat(function.output()).isEmpty();
            assertThat(function.counter("lateBeyondLateness")).isEqualTo(1);
            assertThat(function.counter("lateWithinLateness")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDuplicateIsOnlyCounted(Backend backend) throws Exception {
        try (var function = open(backend)) {
            Reading reading = aReading().with("rain", 1).build();
            function.send(duplicate(aReading().at(NOON + HOUR).build()));
            function.send(unique(reading));
            function.send(duplicate(reading));
            function.watermark(FIRST_END);
            assertThat(function.output())
                    .extracting(SensorAggregate::count, SensorAggregate::duplicateCount)
                    .containsExactly(tuple(1L, 1L));

            function.send(duplicate(reading));
            function.clock(HOUR);
            assertThat(function.output()).as("no revision for a duplicate").isEmpty();

            function.send(unique(aReading().at(NOON + 1).with("rain", 1).build()));
            function.clock(HOUR + 30_000);
            assertThat(function.output())
                    .extracting(
                            SensorAggregate::count,
                            SensorAggregate::duplicateCount,
                            SensorAggregate::lateCount)
                    .containsExactly(tuple(2L, 2L, 1L));

            function.send(duplicate(reading));
            function.endInput();
            assertThat(function.output()).as("no window was opened for a duplicate").isEmpty();
            assertThat(function.counter("windowsEmitted")).isEqualTo(1);
            assertThat(function.counter("lateWithinLateness")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfInputEmitsOpenAndRevisedWindowsAndNothingElse(Backend backend) throws Exception {
        try (var function = open(backend)) {
            function.send(unique(aReading().at(NOON).with("rain", 1).build()));
            function.send(unique(aReading().at(NOON + LENGTH).with("rain", 1).build()));
            function.send(unique(aReading().at(NOON + 2 * LENGTH).with("rain", 1).build()));
            function.watermark(NOON + 2 * LENGTH);
            assertThat(function.output()).hasSize(2);
            function.send(unique(aReading().at(NOON + 1).with("rain", 2).build()));
            function.endInput();

            assertThat(function.output())
                    .extracting(
                            SensorAggregate::windowStart,
                            SensorAggregate::count,
                            SensorAggregate::revision)
                    .containsExactlyInAnyOrder(tuple(NOON, 2L, 1), tuple(NOON + 2 * LENGTH, 1L, 0));
            function.clock(HOUR);
            assertThat(function.output()).isEmpty();
        }
    }

    @Test
    void whatIsMarkedComesOutBeforeItIsDropped() throws Exception {
        try (var function = open(Backend.HEAP)) {
            function.send(unique(aReading().with("rain", 1).build()));
            function.watermark(FIRST_END);
            function.output();
            function.send(unique(aReading().at(NOON + 1).with("rain", 2).build()));
            function.watermark(FIRST_END + LATENESS.toMillis() + HOUR);

            assertThat(function.output())
                    .extracting(SensorAggregate::count, SensorAggregate::revision)
                    .containsExactly(tuple(2L, 1));
            function.clock(30_000);
            assertThat(function.output()).isEmpty();
        }
    }

    @Test
    void stateAndTimersGoToZero() throws Exception {
        try (var function = open(Backend.HEAP)) {
            for (int sensor = 0; sensor < 20; sensor++) {
                for (int i = 0; i < 100; i++) {
                    function.send(
                            unique(aReading().of("S" + sensor).at(NOON + i * LENGTH).build()));
                }
            }
            function.watermark(NOON + 99 * LENGTH);
            function.send(unique(aReading().of("S0").at(NOON + 1).build()));
            assertThat(function.stateEntries()).isEqualTo(21);

            function.clock(30_000);
            assertThat(function.stateEntries()).isEqualTo(20);
            function.watermark(NOON + 100 * LENGTH + LATENESS.toMillis() + HOUR);

            assertThat(function.stateEntries()).isZero();
            assertThat(function.eventTimeTimers()).isZero();
            assertThat(function.processingTimeTimers()).isZero();
            assertThat(function.output()).hasSize(20 * 100 + 1);
        }
    }

    @Test
    void stateIsDroppedAtMostAnHourAfterTheLateness() throws Exception {
        try (var function = open(Backend.HEAP)) {
            function.send(unique(aReading().build()));
            function.watermark(FIRST_END - 2 + LATENESS.toMillis());
            assertThat(function.stateEntries()).isEqualTo(1);

            function.watermark(FIRST_END - 1 + LATENESS.toMillis() + HOUR);
            assertThat(function.stateEntries()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWindowIsDroppedAlsoAfterOthersOfItsHourWhenTheWatermarkLeaps(Backend backend)
            throws Exception {
        long hour = NOON + HOUR;
        long ofTheHourBefore = NOON - LENGTH;
        long firstOfTheHour = NOON;
        long lastOfTheHour = hour - LENGTH;
        try (var function = open(backend)) {
            for (long start : List.of(ofTheHourBefore, firstOfTheHour, lastOfTheHour)) {
                function.send(unique(aReading().at(start).build()));
            }
            function.watermark(NOON + HOUR / 2 + LATENESS.toMillis());
            assertThat(function.output()).hasSize(3);
            assertThat(function.eventTimeTimers()).isEqualTo(1);

            function.send(unique(aReading().at(firstOfTheHour).build()));
            assertThat(function.counter("lateBeyondLateness")).isEqualTo(1);
            function.send(unique(aReading().at(lastOfTheHour).build()));
            assertThat(function.counter("lateWithinLateness")).isEqualTo(1);

            function.watermark(hour + LATENESS.toMillis());
            assertThat(function.eventTimeTimers()).isZero();
            assertThat(function.output())
                    .extracting(SensorAggregate::count, SensorAggregate::revision)
                    .containsExactly(tuple(2L, 1));
        }
    }

    @Test
    void aSensorHasFewTimersHoweverManyWindowsItKeeps() throws Exception {
        try (var function = open(Backend.HEAP)) {
            for (int i = 0; i < 3 * 144; i++) {
                function.send(unique(aReading().at(NOON + i * LENGTH).build()));
                function.watermark(NOON + i * LENGTH);
                assertThat(function.eventTimeTimers()).isLessThanOrEqualTo(27);
            }
        }
    }

    @Test
    void withoutLatenessAWindowIsDroppedSoonAfterItsEnd() throws Exception {
        try (FunctionHarness<CheckedReading, SensorAggregate> function =
                open(settings(LENGTH, Duration.ZERO))) {
            function.send(unique(aReading().build()));
            function.watermark(FIRST_END - 1);
            assertThat(function.output()).hasSize(1);

            function.send(unique(aReading().at(NOON + 1).build()));
            assertThat(function.counter("lateBeyondLateness")).isEqualTo(1);
            function.watermark(FIRST_END);
            assertThat(function.stateEntries()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCheckpointInTheMiddleLosesAndRepeatsNothing(Backend backend) throws Exception {
        OperatorSubtaskState checkpoint;
        try (var function = open(backend)) {
            // 1. One window has fired and waits for its revision, one is open.
            function.send(unique(aReading().at(NOON).with("rain", 1).build()));
            function.watermark(FIRST_END);
            function.send(unique(aReading().at(NOON + 1).with("rain", 2).build()));
            function.send(unique(aReading().at(FIRST_END + 1).with("rain", 3).build()));
            assertThat(function.output()).hasSize(1);
            // 2. The checkpoint.
            checkpoint = function.checkpoint(1);
            // 3. What comes after it is lost with the process.
            function.send(unique(aReading().at(NOON + 2).with("rain", 4).build()));
            function.send(unique(aReading().at(FIRST_END + 2).with("rain", 5).build()));
        }

        try (FunctionHarness<CheckedReading, SensorAggregate> resumed =
                FunctionHarness.resume(
                        new WindowFunction(settings(LENGTH, LATENESS)),
                        checked -> checked.reading().sensorId(),
                        backend,
                        checkpoint)) {
            // 4. The revision and the open window come out, with what came before the checkpoint.
            resumed.clock(30_000);
            resumed.watermark(FIRST_END + LENGTH);
            assertThat(resumed.output())
                    .extracting(
                            SensorAggregate::windowStart,
                            SensorAggregate::sum,
                            SensorAggregate::revision,
                            SensorAggregate::lateCount)
                    .containsExactly(tuple(NOON, 3.0, 1, 1L), tuple(FIRST_END, 3.0, 0, 0L));
            resumed.endInput();
            assertThat(resumed.output()).isEmpty();
        }
    }

    @Test
    void windowsOfAnEarlierLengthComeOutToo() throws Exception {
        OperatorSubtaskState checkpoint;
        try (var function = open(Backend.HEAP)) {
            function.send(unique(aReading().at(NOON + 1).with("rain", 1).build()));
            function.send(unique(aReading().at(NOON + LENGTH + 1).with("rain", 2).build()));
            checkpoint = function.checkpoint(1);
        }

        try (FunctionHarness<CheckedReading, SensorAggregate> resumed =
                FunctionHarness.resume(
                        new WindowFunction(settings(3 * LENGTH, LATENESS)),
                        checked -> checked.reading().sensorId(),
                        Backend.HEAP,
                        checkpoint)) {
            resumed.send(unique(aReading().at(NOON + 2).with("rain", 4).build()));
            assertThat(resumed.output())
                    .extracting(
                            SensorAggregate::windowStart,
                            SensorAggregate::windowEnd,
                            SensorAggregate::sum)
                    .containsExactly(tuple(NOON, NOON + LENGTH, 1.0));

            resumed.watermark(NOON + 3 * LENGTH);
            assertThat(resumed.output())
                    .extracting(
                            SensorAggregate::windowStart,
                            SensorAggregate::windowEnd,
                            SensorAggregate::sum)
                    .containsExactly(
                            tuple(NOON + LENGTH, NOON + 2 * LENGTH, 2.0),
                            tuple(NOON, NOON + 3 * LENGTH, 4.0));

            resumed.endInput();
            assertThat(resumed.output()).isEmpty();
            assertThat(resumed.stateEntries()).isZero();
        }
    }

    @Test
    void theNewestRowsAreThoseOfAStreamInOrder() throws Exception {
        List<CheckedReading> readings = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            ReadingBuilder reading = aReading().at(NOON + i * 6_000L);
            reading.receivedAt(NOON + i * 7_000L).with("humidity", 50 + i % 7);
            readings.add(unique(reading.build()));
        }
        Map<Long, String> expected;
        try (var function = open(Backend.HEAP)) {
            function.send(readings);
            function.endInput();
            expected = newest(function.output());
        }

        try (var function = open(Backend.HEAP)) {
            List<SensorAggregate> rows = new ArrayList<>();
            // Every third reading comes two hours late, with the watermark far ahead.
            for (int i = 0; i < readings.size(); i++) {
                if (i % 3 > 0) {
                    function.send(readings.get(i));
                    function.watermark(readings.get(i).reading().timestamp());
                }
            }
            function.watermark(NOON + 3 * HOUR);
            for (int i = 0; i < readings.size(); i += 3) {
                function.clock(i * 200L);
                function.send(readings.get(i));
                rows.addAll(function.output());
            }
            function.endInput();
            rows.addAll(function.output());

            assertThat(newest(rows)).isEqualTo(expected).hasSize(6);
        }
    }

    @Test
    void timesBeforeTheEpochHaveWindowsToo() throws Exception {
        try (var function = open(Backend.HEAP)) {
            function.send(unique(aReading().at(-1).build()));
            function.endInput();

            assertThat(function.output())
                    .extracting(SensorAggregate::windowStart, SensorAggregate::windowEnd)
                    .containsExactly(tuple(-LENGTH, 0L));
        }
    }

    private static Map<Long, String> newest(List<SensorAggregate> rows) {
        return rows.stream()
                .collect(
                        Collectors.toMap(
                                SensorAggregate::windowStart,
                                row ->
                                        row.toString()
                                                .replaceAll(
                                                        "(lateCount|revision|emittedAt)=\\d+", ""),
                                (older, newer) -> newer));
    }

    private static CheckedReading unique(Reading reading) {
        return new CheckedReading(reading, false);
    }

    private static CheckedReading duplicate(Reading reading) {
        return new CheckedReading(reading, true);
    }

    private static WindowSettings settings(long lengthMillis, Duration lateness) {
        return new WindowSettings(
                Duration.ofMillis(lengthMillis), lateness, REVISION_INTERVAL, 1_024, Origin.LIVE);
    }

    private static FunctionHarness<CheckedReading, SensorAggregate> open(Backend backend)
            throws Exception {
        return FunctionHarness.open(
                new WindowFunction(settings(LENGTH, LATENESS)),
                checked -> checked.reading().sensorId(),
                backend);
    }

    private static FunctionHarness<CheckedReading, SensorAggregate> open(WindowSettings settings)
            throws Exception {
        return FunctionHarness.open(
                new WindowFunction(settings),
                checked -> checked.reading().sensorId(),
                Backend.HEAP);
    }
}
