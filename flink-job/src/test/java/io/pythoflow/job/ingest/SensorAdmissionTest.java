package io.pythoflow.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SensorAdmissionTest {

    private static final long NOON = Instant.parse("2026-06-01T12:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    private final SensorAdmission admission = new SensorAdmission(2);

    @Test
    void newSensorsPassUpToTheHoursNumber() {
        assertThat(admission.admits(1, NOON)).isTrue();
        assertThat(admission.admits(2, NOON)).isTrue();
        assertThat(admission.admits(3, NOON)).isFalse();
    }

    @Test
    void knownSensorsAlwaysPass() {
        admission.admits(1, NOON);
        admission.admits(2, NOON);

        assertThat(admission.admits(1, NOON + 1)).isTrue();
        assertThat(admission.admits(3, NOON + 2)).isFalse();
        assertThat(admission.admits(2, NOON + 3)).isTrue();
    }

    @Test
    void theNextHourLetsInAsManyAgain() {
        admission.admits(1, NOON);
        admission.admits(2, NOON);

        assertThat(admission.admits(3, NOON + HOUR)).isTrue();
        assertThat(admission.admits(4, NOON + HOUR)).isTrue();
        assertThat(admission.admits(5, NOON + HOUR)).isFalse();
    }

    @Test
    void aSensorHeardOfYesterdayIsNotNew() {
        admission.admits(1, NOON);
        admission.admits(2, NOON + DAY);
        admission.admits(3, NOON + DAY);

        assertThat(admission.admits(1, NOON + DAY)).isTrue();
    }

    @Test
    void memoryForgetsSensorsThatAreSilentForTwoDays() {
        for (int day = 0; day < 30; day++) {
            admission.admits(1000 + day, NOON + day * DAY);
            admission.admits(7, NOON + day * DAY);
        }

        assertThat(admission.size()).isEqualTo(4);
    }

    @Test
    void aClockThatStepsBackOpensNoNewHour() {
        admission.admits(1, NOON + HOUR);
        admission.admits(2, NOON + HOUR);

        assertThat(admission.admits(3, NOON)).isFalse();
    }

    @Test
    void everySensorOfTwoDaysIsToldOnce() {
        SensorAdmission wide = new SensorAdmission(1_000);
        for (long sensor = 0; sensor < 500; sensor++) {
            wide.admits(sensor, NOON);
        }
        for (long sensor = 400; sensor < 700; sensor++) {
            wide.admits(sensor, NOON + DAY);
        }
        List<Long> told = new ArrayList<>();
        wide.forEachKnown(told::add);

        // 0 marks a free slot, so that sensor shares the place of sensor 1.
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(LongStream.range(1, 700).boxed().toList());
    }

    @Test
    void restoredSensorsAreKnown() {
        SensorAdmission restored = new SensorAdmission(1);
        admission.admits(1, NOON);
        admission.admits(2, NOON);
        admission.forEachKnown(restored::restore);

        assertThat(restored.admits(1, NOON + DAY)).isTrue();
        assertThat(restored.admits(2, NOON + DAY)).isTrue();
        assertThat(restored.admits(3, NOON + DAY)).isTrue();
        assertThat(restored.admits(4, NOON + DAY)).isFalse();
    }
}
