package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Manual;
import io.pythoflow.contract.rules.Pause;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.AlertBook.Subject;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.decision.Gate;
import io.pythoflow.job.control.decision.Gates;
import io.pythoflow.job.control.decision.Gates.Verdict;
import io.pythoflow.job.control.decision.Interruption;
import io.pythoflow.job.control.decision.Situation;
import io.pythoflow.job.control.decision.Situation.Bypass;
import io.pythoflow.job.control.decision.Thinning;
import io.pythoflow.job.control.demand.Dose;
import io.pythoflow.job.control.demand.Need;
import io.pythoflow.job.control.demand.ZoneDemand;
import io.pythoflow.job.control.sense.Sensed;
import io.pythoflow.job.control.sense.Senses;
import io.pythoflow.job.control.valve.CommandIds;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.control.valve.ValveEvents;
import io.pythoflow.job.control.valve.ValveLife;
import io.pythoflow.job.control.valve.ValveRun;
import io.pythoflow.job.state.NullableText;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One zone: what it needs, what its valve is doing, and what was decided last. The {@link
 * Controller} assesses every zone that is due, then lets them decide in the order of their need.
 */
final class ZoneControl {
    private static final byte VERSION = 1;
    private static final long NEVER = Long.MIN_VALUE;

    /** A zone that is not in the rules is remembered for so long: budgets and rests are shorter. */
    private static final long REMEMBERED_MS = 7 * 86_400_000L;

    /** Reason of a run that a person ordered. */
    private static final String MANUAL = "manual";

    /** Gates that may open again soon enough for a pulse to wait for. */
    private static final Set<Gate> WORTH_WAITING = Set.of(Gate.VALVE_BUSY, Gate.PUMP_CAPACITY);

    private final String zoneId;
    private final ValveLife valve;
    private final ZoneDemand demand;
    private final Thinning thinning;
    private final SensorWatch sensors;
    private final Pulses pulses;
    private long sequence;
    private @Nullable String manualDone;

    /** Time, reason and mode of the last run; null before the first. */
    private @Nullable Long orderedAt;

    private @Nullable String orderedFor;
    private @Nullable String orderedAs;

    private Zone zone;
    private @Nullable Sensed sensed;
    private @Nullable Need need;
    private String trigger = "rules";
    private long evaluatedAt;
    private boolean due = true;
    private boolean waitsForPump;

    /** Since when the rules do not have it; {@link #NEVER} where they do. */
    private long dismissedAt = NEVER;

    ZoneControl(Zone zone, ControlSettings settings) {
        this(
                zone,
                new ValveLife(settings.timings(), settings.mode()),
                new ZoneDemand(),
                new Thinning(),
                new SensorWatch(),
                new Pulses());
    }

    private ZoneControl(
            Zone zone,
            ValveLife valve,
            ZoneDemand demand,
            Thinning thinning,
            SensorWatch sensors,
            Pulses pulses) {
        this.zoneId = zone.id();
        this.zone = zone;
        this.valve = valve;
        this.demand = demand;
        this.thinning = thinning;
        this.sensors = sensors;
        this.pulses = pulses;
    }

    Zone zone() {
        return zone;
    }

    ValveLife valve() {
        return valve;
    }

    /** Takes over new rules for the zone. */
    void obey(Zone newRules, Farm farm, long now) {
        if (!newRules.device().equals(zone.device()) && valve.holdsPump(now)) {
            valve.close("device_changed", zone, now, events(farm, now));
        }
        zone = newRules;
        dismissedAt = NEVER;
        look("rules");
    }

    /** The rules do not have it any more: it is closed, and evaluated for the last time. */
    void dismiss(Farm farm, long now) {
        dismissedAt = now;
        pulses.clear();
        valve.close("zone_removed", zone, now, events(farm, now));
        sensors.end(zone, farm, now);
        look("rules");
        sense(farm, now);
        decide(farm, new Situation.Pump(Double.POSITIVE_INFINITY, null), now);
    }

    /** Whether nothing of it matters any more. */
    boolean isForgettable(long now) {
        return now - dismissedAt >= REMEMBERED_MS
                && !valve.holdsPump(now)
                && !valve.isLockedOut(zone);
    }

    /** Has the zone evaluated at the next tick. */
    void look(String why) {
        due = true;
        trigger = why;
    }

    boolean isDue(ControlSettings settings, long now) {
        return due || now - evaluatedAt >= settings.evaluationInterval().toMillis();
    }

    /** Whether it only lacks the pump. */
    boolean waitsForPump() {
        return waitsForPump;
    }

    /** Dr / TAW at the last assessment. */
    double share() {
        return need == null ? 0 : need.share();
    }

    /** Looks at sensors and soil. */
    void assess(Farm farm, long now) {
        sense(farm, now);
        if (sensed.moisture() != null && sensed.newestReadingAt() != null) {
            valve.measuredMoisture(
                    sensed.moisture(), sensed.newestReadingAt(), zone, now, events(farm, now));
        }
        sensors.look(zone, sensed, farm, now);
    }

    private void sense(Farm farm, long now) {
        sensed =
                Senses.of(
                        zone,
                        farm.weatherSensors(),
                        farm.tracks(),
                        valve.isQuietForReadings(now) ? orderedAt : null,
                        valve.lastWateredUntil().isPresent()
                                ? Long.valueOf(valve.lastWateredUntil().getAsLong())
                                : null,
                        now);
        need = demand.assess(zone, sensed, farm.tracks(), farm.weatherSensors(), now);
    }

    /** Interrupts what must not go on, or passes the gates and orders what they let through. */
    void decide(Farm farm, Situation.Pump pump, long now) {
        evaluatedAt = now;
        due = false;
        ControlMode mode = mode(farm);
        if (valve.holdsPump(now)) {
            interrupt(farm, mode, now);
        }
        Asked asked = asked(now);
        Verdict verdict = farm.judge(situation(farm, pump, asked, mode, now));
        waitsForPump = verdict.shut() == Gate.PUMP_CAPACITY && wants(asked);
        if (asked.bypass() == Bypass.PULSE
                && !verdict.opens()
                && !WORTH_WAITING.contains(verdict.shut())) {
            pulses.clear();
        }
        String reason = verdict.opens() ? asked.reason() : Gates.word(verdict.shut());
        String result = reason + " " + farm.rulesVersion() + " " + sensed.faults().keySet();
        boolean standsAlone = verdict.opens() || dismissedAt != NEVER;
        long evaluations =
                thinning.record(
                        standsAlone ? result + " " + now : result,
                        now,
                        farm.settings().decisionInterval().toMillis());
        if (evaluations > 0) {
            sequence++;
            String decisionId = CommandIds.decision(zoneId, sequence, now);
            ValveRun run = verdict.opens() ? run(farm, asked, decisionId, reason, now) : null;
            farm.out()
                    .decided(
                            ZoneRows.evaluation(
                                    decisionId,
                                    zone,
                                    asked.bypass() == Bypass.NOTHING ? trigger : asked.reason(),
                                    ZoneRows.mode(mode, farm.settings()),
                                    farm.rulesVersion(),
                                    evaluations,
                                    inputs(now),
                                    verdict,
                                    reason,
                                    run == null ? verdict.why() : need.explanation(),
                                    run,
                                    now));
            if (run != null) {
                order(run, farm, asked, mode, now);
            }
        }
        trigger = "time";
    }

    private ControlMode mode(Farm farm) {
        return dismissedAt == NEVER ? zone.mode().atMost(farm.settings().mode()) : ControlMode.OFF;
    }

    private void order(ValveRun run, Farm farm, Asked asked, ControlMode mode, long now) {
        if (asked.bypass() == Bypass.MANUAL) {
            manualDone = zone.manual() == null ? null : zone.manual().id();
        }
        if (asked.bypass() == Bypass.PULSE) {
            pulses.next();
        } else {
            pulses.begin(asked.later());
        }
        orderedAt = now;
        orderedFor = run.reason();
        orderedAs = ZoneRows.mode(mode, farm.settings());
        valve.order(run, zone, mode, now, events(farm, now));
    }

    /** A run that was begun, and must not go on. */
    private void interrupt(Farm farm, ControlMode mode, long now) {
        String why = Interruption.ofAnyRun(stops(farm, mode, now), sensed);
        if (why == null && !MANUAL.equals(orderedFor)) {
            why = Interruption.ofSoilsRun(zone, sensed, need, now);
        }
        if (why != null) {
            pulses.clear();
            valve.close(why, zone, now, events(farm, now));
        }
    }

    /** What there is to ask the gates for. */
    private record Asked(
            Bypass bypass,
            int seconds,
            @Nullable Double depthMm,
            List<Integer> later,
            String reason) {}

    private Asked asked(long now) {
        Manual manual = zone.manual();
        if (manual != null && !manual.id().equals(manualDone) && now < manual.until()) {
            return new Asked(
                    Bypass.MANUAL,
                    Math.min(manual.durationSeconds(), zone.limits().maxRunSeconds()),
                    null,
                    List.of(),
                    MANUAL);
        }
        if (!pulses.isEmpty() && now >= soakedAt()) {
            int seconds = fitting(pulses.seconds(), now);
            return new Asked(Bypass.PULSE, seconds, depthMm(seconds), List.of(), "pulse");
        }
        Optional<Dose> dose = Dose.of(zone, need);
        if (dose.isEmpty()) {
            return new Asked(Bypass.NOTHING, 0, null, List.of(), need.reason());
        }
        List<Integer> later = new ArrayList<>();
        for (int pulse : dose.get().pulseSeconds()) {
            later.add((int) Math.max(1, Math.round(pulse * valve.doseFactor())));
        }
        int seconds = fitting(later.remove(0), now);
        return new Asked(Bypass.NOTHING, seconds, depthMm(seconds), later, need.reason());
    }

    /** Shortened to what is left of the day, as long as the rest is worth opening the valve for. */
    private int fitting(int seconds, long now) {
        double left =
                Math.min(
                        valve.budget().runSecondsLeft(zone, now),
                        valve.budget().volumeLitersLeft(zone, now)
                                / zone.flowLitersPerMinute()
                                * 60);
        return left < seconds && left >= Math.max(1, zone.limits().minRunSeconds())
                ? (int) left
                : seconds;
    }

    private double depthMm(int seconds) {
        return liters(seconds) * zone.efficiency() / zone.areaM2();
    }

    private double liters(int seconds) {
        return seconds * zone.flowLitersPerMinute() / 60;
    }

    private boolean wants(Asked asked) {
        return asked.seconds() > 0 && (asked.bypass() != Bypass.NOTHING || need.thirsty());
    }

    private Situation situation(
            Farm farm, Situation.Pump pump, Asked asked, ControlMode mode, long now) {
        return new Situation(
                now,
                zone,
                stops(farm, mode, now),
                asked.bypass(),
                asked.seconds(),
                liters(asked.seconds()),
                sensed,
                need,
                new Situation.Valve(
                        valve.isLockedOut(zone),
                        busy(now),
                        valve.lastWateredUntil(),
                        valve.budget().runSecondsLeft(zone, now),
                        valve.budget().volumeLitersLeft(zone, now)),
                pump);
    }

    private Situation.Stops stops(Farm farm, ControlMode mode, long now) {
        return new Situation.Stops(
                farm.emergencyStop(),
                mode == ControlMode.OFF,
                holds(farm.pause(), now) || holds(zone.pause(), now),
                farm.isOffline(zone));
    }

    private @Nullable String busy(long now) {
        if (valve.isBusy(now)) {
            return valve.busyReason(now);
        }
        return !pulses.isEmpty() && now < soakedAt()
                ? "the soil drinks the last pulse, %d more to come".formatted(pulses.left())
                : null;
    }

    /** A valve that stuck was open for longer than its run's outcome says. */
    private long soakedAt() {
        long soakMs = zone.limits().soakSeconds() * 1000L;
        return Math.max(pulses.soakedAt(), valve.lastWateredUntil().orElse(NEVER) + soakMs);
    }

    private static boolean holds(@Nullable Pause pause, long now) {
        return pause != null && pause.holdsAt(now);
    }

    private ValveRun run(Farm farm, Asked asked, String decisionId, String reason, long now) {
        return new ValveRun(
                CommandIds.command(zoneId, sequence, now),
                decisionId,
                zoneId,
                now,
                farm.rulesVersion(),
                zone.device().id(),
                zone.device().identifier(),
                zone.device().protocol(),
                asked.seconds(),
                liters(asked.seconds()),
                asked.depthMm(),
                sensed.moisture(),
                reason);
    }

    private Decision.Inputs inputs(long now) {
        return ZoneRows.inputs(zone, sensed, need, valve, now);
    }

    /** What the valve gives rise to, on its way to the outputs. */
    ValveEvents events(Farm farm, long now) {
        return new ValveEvents() {
            @Override
            public void open(DeviceCommand command) {
                farm.out().open(command);
            }

            @Override
            public void prepare(DeviceCommand command) {
                farm.out().prepare(command);
            }

            @Override
            public void publish(DeviceCommand command) {
                farm.out().publish(command);
            }

            @Override
            public void ended(ValveRun run, Decision.Outcome outcome) {
                end(run, outcome, farm, now);
            }

            @Override
            public void alert(
                    Alert.Code code, Alert.State state, Severity severity, String message) {
                if (state == Alert.State.RAISED) {
                    farm.raise(code, severity, Subject.zone(zone), message, now);
                } else {
                    farm.clear(code, Subject.zone(zone), message, now);
                }
            }
        };
    }

    /** Water that somebody else gave it. */
    void watered(double depthMm, long now) {
        demand.watered(depthMm, now);
    }

    private void end(ValveRun run, Decision.Outcome outcome, Farm farm, long now) {
        boolean advised = outcome.result().equals(Decision.ADVISED);
        boolean watered =
                advised
                        ? farm.settings().advice() == ControlSettings.Advice.TAKEN
                        : Decision.WATERED.contains(outcome.result());
        if (watered) {
            double volumeLiters =
                    outcome.volumeLiters() == null ? run.volumeLiters() : outcome.volumeLiters();
            demand.watered(volumeLiters * zone.efficiency() / zone.areaM2(), outcome.at());
        }
        if (!watered && !advised) {
            pulses.clear();
        }
        pulses.ended(outcome.at() + zone.limits().soakSeconds() * 1000L);
        String mode = Objects.requireNonNullElse(orderedAs, farm.settings().label());
        farm.out().decided(ZoneRows.outcome(zone, mode, inputs(now), run, outcome, now));
        look("answer");
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(sequence);
        NullableText.write(manualDone, out);
        out.writeLong(orderedAt == null ? NEVER : orderedAt);
        out.writeLong(dismissedAt);
        NullableText.write(orderedFor, out);
        NullableText.write(orderedAs, out);
        valve.write(out);
        demand.write(out);
        thinning.write(out);
        sensors.write(out);
        pulses.write(out);
    }

    static ZoneControl read(Zone zone, ControlSettings settings, DataInput in) throws IOException {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException(
                    "Zone %s was written in version %d, this reads %d"
                            .formatted(zone.id(), version, VERSION));
        }
        long sequence = in.readLong();
        String manualDone = NullableText.read(in);
        long orderedAt = in.readLong();
        long dismissedAt = in.readLong();
        String orderedFor = NullableText.read(in);
        String orderedAs = NullableText.read(in);
        ZoneControl control =
                new ZoneControl(
                        zone,
                        ValveLife.read(in, settings.timings(), settings.mode()),
                        ZoneDemand.read(in),
                        Thinning.read(in),
                        SensorWatch.read(in),
                        Pulses.read(in));
        control.sequence = sequence;
        control.manualDone = manualDone;
        control.orderedAt = orderedAt == NEVER ? null : orderedAt;
        control.orderedFor = orderedFor;
        control.orderedAs = orderedAs;
        control.dismissedAt = dismissedAt;
        return control;
    }
}
