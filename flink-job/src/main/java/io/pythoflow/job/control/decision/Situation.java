package io.pythoflow.job.control.decision;

import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.demand.Need;
import io.pythoflow.job.control.sense.Sensed;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Everything the gates look at, of one zone at one time.
 *
 * @param now epoch milliseconds
 * @param stops what is ordered for the farm as a whole
 * @param bypass which gates an order of this kind does not have to pass
 * @param durationSeconds of the run that is asked for; 0 where there is none to ask for
 * @param volumeLiters of the run that is asked for
 * @param valve what the valve allows
 * @param pump what the pump has left
 */
public record Situation(
        long now,
        Zone zone,
        Stops stops,
        Bypass bypass,
        int durationSeconds,
        double volumeLiters,
        Sensed sensed,
        Need need,
        Valve valve,
        Pump pump) {

    /** Why an evaluation need not pass every gate. */
    public enum Bypass {
        NOTHING,
        /** A person orders the run: neither the soil's word nor the hour counts. */
        MANUAL,
        /** The next pulse of a watering that was decided: the rest between waterings is its soak. */
        PULSE
    }

    /** What holds for every zone. */
    public record Stops(boolean emergencyStop, boolean disabled, boolean paused, boolean offline) {}

    /**
     * The valve's say.
     *
     * @param lockedOut until somebody resets it
     * @param busy why it cannot be ordered now; null where it can
     * @param wateredUntil end of the last watering, epoch milliseconds
     * @param runSecondsLeft of the day
     * @param volumeLitersLeft of the day; infinite without a limit
     */
    public record Valve(
            boolean lockedOut,
            @Nullable String busy,
            OptionalLong wateredUntil,
            double runSecondsLeft,
            double volumeLitersLeft) {}

    /**
     * The pump's say.
     *
     * @param litersPerMinuteLeft infinite without a group
     * @param before a zone that waits for the same pump and goes first; null where none does
     */
    public record Pump(
            double litersPerMinuteLeft,
            @Nullable String before) {}
}
