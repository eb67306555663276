package io.pythoflow.job.control;

import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.decision.Gate;
import io.pythoflow.job.control.decision.Gates;
import io.pythoflow.job.control.decision.Gates.Verdict;
import io.pythoflow.job.control.decision.Situation;
import io.pythoflow.job.control.decision.Situation.Pump;
import io.pythoflow.job.control.decision.Situation.Stops;
import io.pythoflow.job.control.decision.Situation.Valve;
import io.pythoflow.job.control.sense.Sensed;
import java.util.List;
import java.util.OptionalLong;

/** A control loop that has forgotten one of its gates. */
final class Loosened extends Tampering {
    private final Gate forgotten;

    Loosened(Gate forgotten) {
        this.forgotten = forgotten;
    }

    @Override
    Verdict judge(Situation situation) {
        Verdict verdict = Gates.pass(situation);
        return verdict.shut() == forgotten ? Gates.pass(without(situation)) : verdict;
    }

    private Situation without(Situation at) {
        Stops stops = at.stops();
        Valve valve = at.valve();
        double unlimited = Double.POSITIVE_INFINITY;
        return new Situation(
                at.now(),
                forgotten == Gate.QUIET_HOURS ? always(at.zone()) : at.zone(),
                new Stops(
                        stops.emergencyStop() && forgotten != Gate.EMERGENCY_STOP,
                        stops.disabled() && forgotten != Gate.DISABLED,
                        stops.paused() && forgotten != Gate.PAUSED,
                        stops.offline() && forgotten != Gate.GATEWAY_OFFLINE),
                at.bypass(),
                at.durationSeconds(),
                at.volumeLiters(),
                sensed(at.sensed()),
                at.need(),
                new Valve(
                        valve.lockedOut() && forgotten != Gate.MAINTENANCE_LOCKOUT,
                        valve.busy(),
                        forgotten == Gate.MIN_REST ? OptionalLong.empty() : valve.wateredUntil(),
                        forgotten == Gate.DAILY_RUN_CAP ? unlimited : valve.runSecondsLeft(),
                        forgotten == Gate.DAILY_VOLUME_CAP ? unlimited : valve.volumeLitersLeft()),
                forgotten == Gate.PUMP_CAPACITY ? new Pump(unlimited, null) : at.pump());
    }

    private Sensed sensed(Sensed at) {
        boolean rainCounts = forgotten != Gate.RAIN;
        return new Sensed(
                at.moisture(),
                at.unit(),
                forgotten == Gate.SENSORS ? at.quorum() : at.healthySensors(),
                at.sensors(),
                at.quorum(),
                at.faults(),
                at.observations(),
                at.newestReadingAt(),
                at.temperatureC(),
                at.frost() && forgotten != Gate.FROST,
                rainCounts ? at.rainMm() : null,
                at.raining() && rainCounts,
                at.flowLitersPerMinute(),
                at.flowMeasuredAt());
    }

    private static Zone always(Zone at) {
        return new Zone(
                at.id(),
                at.mode(),
                at.sensors(),
                at.weatherSensors(),
                at.flowSensor(),
                at.device(),
                at.crop(),
                at.plantedOn(),
                at.soil(),
                at.rootDepthM(),
                at.areaM2(),
                at.flowLitersPerMinute(),
                at.efficiency(),
                at.pumpGroup(),
                at.priority(),
                at.timeZone(),
                at.site(),
                at.demand(),
                List.of(),
                at.limits(),
                at.sensing(),
                at.rain(),
                at.frost(),
                at.manual(),
                at.pause(),
                at.maintenanceResetAt());
    }
}
