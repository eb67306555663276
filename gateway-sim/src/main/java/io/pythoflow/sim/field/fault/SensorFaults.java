package io.pythoflow.sim.field.fault;

import io.pythoflow.sim.field.fault.Episode.Phase;
import io.pythoflow.sim.field.sensor.Measured;
import java.util.List;
import java.util.Random;

/** What goes wrong at one sensor: gaps, stuck values, spikes. */
public final class SensorFaults {

    private static final double SMALLEST_SPIKE = 20;
    private static final double LARGEST_SPIKE = 60;

    /** What became of a reading. */
    public enum Answer {
        /** The sensor answered. */
        ANSWERED,
        /** It did not, for the first time in a row. */
        FELL_SILENT,
        /** It still does not. */
        SILENT
    }

    private final FaultPlan plan;
    private final Episode gaps;
    private final Episode stuck;
    private final Random spikes;
    private double lastMoisture;

    public SensorFaults(FaultPlan plan, String sensorId) {
        this.plan = plan;
        this.gaps = plan.episodes(Fault.GAPS, sensorId);
        this.stuck = plan.episodes(Fault.STUCK, sensorId);
        this.spikes = plan.random(Fault.SPIKES, sensorId);
    }

    /** Whether the sensor answers when it is asked next. */
    public Answer ask() {
        Phase phase = gaps.next();
        if (!phase.strikes()) {
            return Answer.ANSWERED;
        }
        plan.struck(Fault.GAPS);
        return phase == Phase.BEGINS ? Answer.FELL_SILENT : Answer.SILENT;
    }

    /** What arrives of the values that the sensor measured. */
    public List<Measured> pass(List<Measured> measured) {
        return measured.stream()
                .map(value -> value.isSoilMoisture() ? passMoisture(value) : value)
                .toList();
    }

    private Measured passMoisture(Measured moisture) {
        Phase phase = stuck.next();
        if (phase.strikes()) {
            plan.struck(Fault.STUCK);
        }
        if (phase == Phase.LASTS) {
            return moisture.withValue(lastMoisture);
        }
        lastMoisture = moisture.value();
        if (spikes.nextDouble() < plan.rate(Fault.SPIKES)) {
            plan.struck(Fault.SPIKES);
            return moisture.withValue(Math.rint((moisture.value() + spike()) * 10) / 10);
        }
        return moisture;
    }

    private double spike() {
        double height = SMALLEST_SPIKE + (LARGEST_SPIKE - SMALLEST_SPIKE) * spikes.nextDouble();
        return spikes.nextBoolean() ? height : -height;
    }
}
