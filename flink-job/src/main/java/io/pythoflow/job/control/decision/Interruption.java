package io.pythoflow.job.control.decision;

import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.decision.Situation.Stops;
import io.pythoflow.job.control.demand.Need;
import io.pythoflow.job.control.sense.Sensed;
import org.jspecify.annotations.Nullable;

/** Why a run that was begun must not go on. A pause is no reason: what is open runs to its end. */
public final class Interruption {

    private Interruption() {}

    /** Of any run; null where it may go on. */
    public static @Nullable String ofAnyRun(Stops stops, Sensed sensed) {
        if (stops.emergencyStop()) {
            return "emergency_stop";
        }
        if (stops.disabled()) {
            return "disabled";
        }
        if (stops.offline()) {
            return "gateway_offline";
        }
        return sensed.frost() ? "frost" : null;
    }

    /** Of a run that the soil asked for, beside the reasons of any; null where it may go on. */
    public static @Nullable String ofSoilsRun(Zone zone, Sensed sensed, Need need, long now) {
        if (need.enough()) {
            return "soil_wet";
        }
        if (Gates.sensors(sensed) != null) {
            return "sensors";
        }
        if (sensed.raining()) {
            return "rain";
        }
        return Gates.quietHours(zone, now) == null ? null : "quiet_hours";
    }
}
