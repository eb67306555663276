package io.pythoflow.job.ingest;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.testing.FunctionHarness;
import io.pythoflow.job.testing.FunctionHarness.Backend;
import io.pythoflow.job.testing.ReadingBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeduplicateFunctionTest {
    private static final Duration TIME_TO_LIVE = Duration.ofHours(8);
    private static final Duration HORIZON = Duration.ofSeconds(90);
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @ParameterizedTest
    @EnumSource
    void aRedeliveredIdIsADuplicateAndGoesOnMarked(Backend backend) throws Exception {
        try (var function = open(backend)) {
            Reading first = aReading().withId("m-1").build();
            Reading copy = aReading().withId("m-1").receivedAt(NOON + MINUTE).build();
            Reading other = aReading().withId("m-2").build();
            function.send(List.of(first, copy, other));

            assertThat(function.output())
                    .containsExactly(
                            new CheckedReading(first, false),
                            new CheckedReading(copy, true),
                            new CheckedReading(other, false));
            assertThat(function.counter("duplicatesDropped")).isEqualTo(1);
            assertThat(function.counter("duplicatesById")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnIdEqualTimeAndContentIsADuplicate(Backend backend) throws Exception {
        try (var function = open(backend)) {
            function.send(aReading().build());
            function.send(aReading().receivedAt(NOON + 6 * HOUR).build());
            function.send(aReading().at(NOON + 1).build());
            function.send(aReading().with("soil_moisture", 25.1).build());

            assertThat(marks(function)).containsExactly(false, true, false, false);
            assertThat(function.counter("duplicatesByContent")).isEqualTo(1);
        }
    }

    @Test
    void sensorsAreApart() throws Exception {
        try (var function = open(Backend.HEAP)) {
            function.send(aReading().withId("m-1").of("A1").build());
            function.send(aReading().withId("m-1").of("A2").build());

            assertThat(marks(function)).containsExactly(false, false);
        }
    }

    @Test
    void anIdWithoutATimeIsRecognisedThroughTheTimeToLive() throws Exception {
        try (var function = open(Backend.HEAP)) {
            function.send(aReading().withId("m-1").timedByReceiptAt(NOON).build());
            for (int hour = 1; hour <= 8; hour++) {
                function.clock(hour * HOUR - 1);
                function.send(
                        aReading().withId("m-1").timedByReceiptAt(NOON + hour * HOUR).build());
            }

            assertThat(marks(function)).startsWith(false).doesNotContainSequence(true, false);
            assertThat(function.counter("duplicatesById")).isEqualTo(8);
        }
    }

    @Test
    void anIdWithoutATimeIsRecognisedWhenReceiveTimesRunBackwardsOverABoundary() throws Exception {
        try (var function = open(Backend.HEAP)) {
            function.send(aReading().withId("m-1").timedByReceiptAt(NOON).build());
            function.send(aReading().withId("m-1").timedByReceiptAt(NOON - 1).build());

            assertThat(marks(function)).containsExactly(false, true);
        }
    }

    @Test
    void thePayloadOfTheOriginalFirmwareCountsOncePerHorizon() throws Exception {
        try (var function = open(Backend.HEAP)) {
            for (long seconds : new long[] {0, 30, 89, 120, 150, 240}) {
                function.send(original().timedByReceiptAt(NOON + seconds * 1_000).build());
            }

            assertThat(marks(function)).containsExactly(false, true, true, false, true, false);
            assertThat(function.counter("duplicatesByHorizon")).isEqualTo(3);
            assertThat(function.counter("duplicatesDropped")).isEqualTo(3);
            assertThat(function.counter("repeatedBeyondHorizon")).isEqualTo(2);
        }
    }

    @Test
    void idsWithOwnTimesAreForgottenWhenTheyWereNotHitForTheTimeToLive() throws Exception {
        try (var function = open(Backend.HEAP)) {
            function.send(aReading().withId("m-1").build());
            function.clock(5 * HOUR);
            function.send(aReading().withId("m-1").build());
            function.clock(13 * HOUR - 1);
            function.send(aReading().withId("m-1").build());
            function.clock(22 * HOUR + 1);
            function.send(aReading().withId("m-1").build());

            assertThat(marks(function)).containsExactly(false, true, true, false);
        }
    }

    @Test
    void stateAndTimersGoToZeroForSensorsThatFellSilent() throws Exception {
        try (var function = open(Backend.HEAP)) {
            for (int sensor = 0; sensor < 100; sensor++) {
                for (int i = 0; i < 20; i++) {
                    ReadingBuilder reading = aReading().of("S" + sensor);
                    function.send(reading.withId("m-" + i).at(NOON + i * HOUR).build());
                    function.send(aReading().of("S" + sensor).at(NOON + i * HOUR).build());
                    function.send(original().of("S" + sensor).timedByReceiptAt(NOON).build());
                    function.send(
                            original()
                                    .of("S" + sensor)
                                    .withId("i-" + i)
                                    .timedByReceiptAt(NOON)
                                    .build());
                }
            }
            assertThat(function.stateEntries()).isEqualTo(300);

            function.clock(20 * MINUTE);
            assertThat(function.stateEntries()).as("contents gone").isEqualTo(200);

            function.clock(9 * HOUR);
            assertThat(function.stateEntries()).isZero();
            assertThat(function.processingTimeTimers()).isZero();
        }
    }

    @Test
    void aBusySensorHasFewTimers() throws Exception {
        try (var function = open(Backend.HEAP)) {
            for (long minute = 0; minute < 24 * 60; minute++) {
                function.clock(minute * MINUTE);
                function.send(aReading().withId("m-" + minute).at(NOON + minute * MINUTE).build());
                assertThat(function.processingTimeTimers()).isLessThanOrEqualTo(9);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachOfManyIdsOfAnHourIsRecognisedAlsoAfterACheckpoint(Backend backend) throws Exception {
        Random random = new Random(7);
        Set<String> seen = new HashSet<>();
        List<Reading> readings = new ArrayList<>();
        List<Boolean> expected = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            // Mostly of one hour, and some of the one before.
            int hour = random.nextInt(10) / 9;
            String id = "m-" + random.nextInt(4_000);
            readings.add(aReading().withId(id).at(NOON - hour * HOUR).build());
            expected.add(!seen.add(hour + id));
        }
        int half = readings.size() / 2;
        OperatorSubtaskState checkpoint;
        try (var function = open(backend)) {
            function.send(readings.subList(0, half));
            assertThat(marks(function)).isEqualTo(expected.subList(0, half));
            checkpoint = function.checkpoint(1);
        }

        try (var resumed = resume(backend, checkpoint)) {
            resumed.send(readings.subList(half, readings.size()));
            assertThat(marks(resumed)).isEqualTo(expected.subList(half, expected.size()));
            resumed.clock(10 * HOUR);
            assertThat(resumed.processingTimeTimers()).isZero();
            resumed.send(readings.subList(0, 1));
            assertThat(marks(resumed)).endsWith(false);
        }
    }

    @ParameterizedTest
    @EnumSource
    void amongManyIdsOfAnHourOneIsRememberedForTheTimeToLiveSinceItsSetWasHit(Backend backend)
            throws Exception {
        try (var function = open(backend)) {
            for (int i = 0; i < 1_000; i++) {
                function.send(aReading().withId("m-" + i).build());
            }
            function.clock(5 * HOUR);
            function.send(aReading().withId("m-0").build());
            function.clock(13 * HOUR - 1);
            function.send(aReading().withId("m-0").build());
            function.clock(22 * HOUR + 1);
            function.send(aReading().withId("m-0").build());

            assertThat(marks(function)).endsWith(false, true, true, false);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSeenSurvivesACheckpoint(Backend backend) throws Exception {
        List<Reading> readings =
                List.of(
                        aReading().withId("m-1").build(),
                        aReading().build(),
                        aReading().withId("m-2").timedByReceiptAt(NOON).build(),
                        original().timedByReceiptAt(NOON).build());
        OperatorSubtaskState checkpoint;
        try (var function = open(backend)) {
            function.send(readings);
            checkpoint = function.checkpoint(1);
            assertThat(marks(function)).containsOnly(false);
        }

        try (var resumed = resume(backend, checkpoint)) {
            resumed.send(readings);

            assertThat(marks(resumed)).hasSize(4).containsOnly(true);
            resumed.clock(10 * HOUR);
            assertThat(resumed.processingTimeTimers()).isZero();
        }
    }

    @Test
    void aCheckpointHoldsWhatWasSeenWhenItWasTaken() throws Exception {
        OperatorSubtaskState checkpoint;
        try (var function = open(Backend.HEAP)) {
            function.send(aReading().withId("m-1").build());
            checkpoint = function.checkpoint(1);
            function.send(aReading().withId("m-2").build());
        }

        try (var resumed = resume(Backend.HEAP, checkpoint)) {
            resumed.send(aReading().withId("m-2").build());
            resumed.send(aReading().withId("m-1").build());

            assertThat(marks(resumed)).containsExactly(false, true);
        }
    }

    @Test
    void durationsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> new DeduplicateFunction(Duration.ZERO, HORIZON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Time-to-live of deduplication is PT0S");
        assertThatThrownBy(() -> new DeduplicateFunction(TIME_TO_LIVE, Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Redelivery horizon is PT-1S");
    }

    private static ReadingBuilder original() {
        return aReading().on("irrigation/gateway/status").with("soil_moisture_relative", 45.1);
    }

    private static FunctionHarness<Reading, CheckedReading> open(Backend backend) throws Exception {
        return FunctionHarness.open(
                new DeduplicateFunction(TIME_TO_LIVE, HORIZON), Reading::sensorId, backend);
    }

    private static FunctionHarness<Reading, CheckedReading> resume(
            Backend backend, OperatorSubtaskState checkpoint) throws Exception {
        return FunctionHarness.resume(
                new DeduplicateFunction(TIME_TO_LIVE, HORIZON),
                Reading::sensorId,
                backend,
                checkpoint);
    }

    private static List<Boolean> marks(FunctionHarness<Reading, CheckedReading> function) {
        return function.output().stream().map(CheckedReading::duplicate).toList();
    }
}
