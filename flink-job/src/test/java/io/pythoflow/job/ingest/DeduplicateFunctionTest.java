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
            send(function, List.of(first, copy, other));

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
            send(function, aReading().build());
            send(function, aReading().receivedAt(NOON + 6 * HOUR).build());
            send(function, aReading().at(NOON + 1).build());
            send(function, aReading().with("soil_moisture", 25.1).build());

            assertThat(marks(function)).containsExactly(false, true, false, false);
            assertThat(function.counter("duplicatesByContent")).isEqualTo(1);
        }
    }

    @Test
    void whetherRulesNameTheSensorGoesOnWithTheReading() throws Exception {
        try (var function = open(Backend.HEAP)) {
            Reading reading = aReading().withId("m-1").build();
            function.send(new RoutedReading(reading, true));
            function.send(new RoutedReading(reading, false));

            assertThat(function.output())
                    .containsExactly(
                            new CheckedReading(reading, false, true),
                            new CheckedReading(reading, true, false));
        }
    }

    @Test
    void sensorsAreApart() throws Exception {
        try (var function = open(Backend.HEAP)) {
            send(function, aReading().withId("m-1").of("A1").build());
            send(function, aReading().withId("m-1").of("A2").build());

            assertThat(marks(function)).containsExactly(false, false);
        }
    }

    @Test
    void anIdWithoutATimeIsRecognisedThroughTheTimeToLive() throws Exception {
        try (var function = open(Backend.HEAP)) {
            send(function, aReading().withId("m-1").timedByReceiptAt(NOON).build());
            for (int hour = 1; hour <= 8; hour++) {
                function.clock(hour * HOUR - 1);
                send(
                        function,
                        aReading().withId("m-1").timedByReceiptAt(NOON + hour * HOUR).build());
            }

            assertThat(marks(function)).startsWith(false).doesNotContainSequence(true, false);
            assertThat(function.counter("duplicatesById")).isEqualTo(8);
        }
    }

    @Test
    void anIdWithoutATimeIsRecognisedWhenReceiveTimesRunBackwardsOverABoundary() throws Exception {
        try (var function = open(Backend.HEAP)) {
            send(function, aReading().withId("m-1").timedByReceiptAt(NOON).build());
            send(function, aReading().withId("m-1").timedByReceiptAt(NOON - 1).build());

            assertThat(marks(function)).containsExactly(false, true);
        }
    }

    @Test
    void thePayloadOfTheOriginalFirmwareCountsOncePerHorizon() throws Exception {
        try (var function = open(Backend.HEAP)) {
            for (long seconds : new long[] {0, 30, 89, 120, 150, 240}) {
                send(function, original().timedByReceiptAt(NOON + seconds * 1_000).build());
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
            send(function, aReading().withId("m-1").build());
            function.clock(5 * HOUR);
            send(function, aReading().withId("m-1").build());
            function.clock(13 * HOUR - 1);
            send(function, aReading().withId("m-1").build());
            function.clock(22 * HOUR + 1);
            send(function, aReading().withId("m-1").build());

            assertThat(marks(function)).containsExactly(false, true, true, false);
        }
    }

    @Test
    void stateAndTimersGoToZeroForSensorsThatFellSilent() throws Exception {
        try (var function = open(Backend.HEAP)) {
            for (int sensor = 0; sensor < 100; sensor++) {
                for (int i = 0; i < 20; i++) {
                    ReadingBuilder reading = aReading().of("S" + sensor);
                    send(function, reading.withId("m-" + i).at(NOON + i * HOUR).build());
                    send(function, aReading().of("S" + sensor).at(NOON + i * HOUR).build());
                    send(function, original().of("S" + sensor).timedByReceiptAt(NOON).build());
                    send(
                            function,
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
                send(function, aReading().withId("m-" + minute).at(NOON + minute * MINUTE).build());
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
            send(function, readings.subList(0, half));
            assertThat(marks(function)).isEqualTo(expected.subList(0, half));
            checkpoint = function.checkpoint(1);
        }

        try (var resumed = resume(backend, checkpoint)) {
            send(resumed, readings.subList(half, readings.size()));
            assertThat(marks(resumed)).isEqualTo(expected.subList(half, expected.size()));
            resumed.clock(10 * HOUR);
            assertThat(resumed.processingTimeTimers()).isZero();
            send(resumed, readings.subList(0, 1));
            assertThat(marks(resumed)).endsWith(false);
        }
    }

    @ParameterizedTest
    @EnumSource
    void amongManyIdsOfAnHourOneIsRememberedForTheTimeToLiveSinceItsSetWasHit(Backend backend)
            throws Exception {
        try (var function = open(backend)) {
            for (int i = 0; i < 1_000; i++) {
                send(function, aReading().withId("m-" + i).build());
            }
            function.clock(5 * HOUR);
            send(function, aReading().withId("m-0").build());
            function.clock(13 * HOUR - 1);
            send(function, aReading().withId("m-0").build());
            function.clock(22 * HOUR + 1);
            send(function, aReading().withId("m-0").build());

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
            send(function, readings);
            checkpoint = function.checkpoint(1);
            assertThat(marks(function)).containsOnly(false);
        }

        try (var resumed = resume(backend, checkpoint)) {
            send(resumed, readings);

            assertThat(marks(resumed)).hasSize(4).containsOnly(true);
            resumed.clock(10 * HOUR);
            assertThat(resumed.processingTimeTimers()).isZero();
        }
    }

    @Test
    void aCheckpointHoldsWhatWasSeenWhenItWasTaken() throws Exception {
        OperatorSubtaskState checkpoint;
        try (var function = open(Backend.HEAP)) {
            send(function, aReading().withId("m-1").build());
            checkpoint = function.checkpoint(1);
            send(function, aReading().withId("m-2").build());
        }

        try (var resumed = resume(Backend.HEAP, checkpoint)) {
            send(resumed, aReading().withId("m-2").build());
            send(resumed, aReading().withId("m-1").build());

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

    private static FunctionHarness<RoutedReading, CheckedReading> open(Backend backend)
            throws Exception {
        return FunctionHarness.open(
                new DeduplicateFunction(TIME_TO_LIVE, HORIZON), RoutedReading::sensorId, backend);
    }

    private static FunctionHarness<RoutedReading, CheckedReading> resume(
            Backend backend, OperatorSubtaskState checkpoint) throws Exception {
        return FunctionHarness.resume(
                new DeduplicateFunction(TIME_TO_LIVE, HORIZON),
                RoutedReading::sensorId,
                backend,
                checkpoint);
    }

    private static void send(
            FunctionHarness<RoutedReading, CheckedReading> function, List<Reading> readings)
            throws Exception {
        for (Reading reading : readings) {
            function.send(new RoutedReading(reading, false));
        }
    }

    private static void send(
            FunctionHarness<RoutedReading, CheckedReading> function, Reading reading)
            throws Exception {
        send(function, List.of(reading));
    }

    private static List<Boolean> marks(FunctionHarness<RoutedReading, CheckedReading> function) {
        return function.output().stream().map(CheckedReading::duplicate).toList();
    }
}
