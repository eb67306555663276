package io.pythoflow.job.control.sense;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a zone's sensors say at one moment.
 *
 * @param moisture of the healthy sensors, in {@code unit}; null where none is healthy, also given
 *     where they are fewer than the quorum
 * @param unit of the moisture and of the zone's thresholds: that of the demand's metric, or %VWC
 *     where there is a calibration
 * @param healthySensors whose moisture counts
 * @param sensors fitted
 * @param quorum healthy sensors needed
 * @param faults by sensor: {@code never_heard}, {@code stale}, {@code range}, {@code spike}, {@code
 *     flatline}, {@code disagreement}. One single spike and a disagreement without majority leave
 *     the sensor healthy
 * @param observations grows with every round of readings that counted, one of each sensor
 * @param newestReadingAt receipt of the newest moisture that counted, epoch milliseconds
 * @param temperatureC of the air, the coldest sensor's; null where none was heard for two hours
 * @param frost whether it freezes by the zone's rule, or has not been warmer long enough
 * @param rainMm within the rule's time, of the gauge that caught most; null without a gauge
 * @param raining whether rain was reported within the rule's time
 * @param flowLitersPerMinute the flow sensor's newest word; null where it has not spoken
 * @param flowMeasuredAt when, epoch milliseconds, by the earlier of its clock and receipt
 */
public record Sensed(
        @Nullable Double moisture,
        String unit,
        int healthySensors,
        int sensors,
        int quorum,
        Map<String, String> faults,
        long observations,
        @Nullable Long newestReadingAt,
        @Nullable Double temperatureC,
        boolean frost,
        @Nullable Double rainMm,
        boolean raining,
        @Nullable Double flowLitersPerMinute,
        @Nullable Long flowMeasuredAt) {

    public Sensed {
        faults = Map.copyOf(faults);
    }

    /** Whether enough sensors are fresh and healthy. */
    public boolean hasQuorum() {
        return healthySensors >= quorum;
    }
}
