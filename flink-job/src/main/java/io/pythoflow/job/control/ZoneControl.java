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
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

    /** A sensor is missed for so long before people are told. */
    private static final long FAULT_PATIENCE_MS = 60_000;

    /** Reason of a run that a person ordered. */
    private static final String MANUAL = "manual";

    /** Gates that may open again soon enough for a pulse to wait for. */
    private static final Set<Gate> WORTH_WAITING = Set.of(Gate.VALVE_BUSY, Gate.PUMP_CAPACITY);

    private final String zoneId;
    private final ValveLife valve;
    private final ZoneDemand demand;
    private final Thinning thinning;
    private final Map<String, Long> faultySince = new TreeMap<>();
    private final Deque<Integer> pulses = new ArrayDeque<>();
    private long sequence;
    private long nextPulseAt;
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
                new Thinning());
    }

    private ZoneControl(Zone zone, ValveLife valve, ZoneDemand demand, Thinning thinning) {
        this.zoneId = zone.id();
        this.zone = zone;
        this.valve = valve;
        this.demand = demand;
        this.thinning = thinning;
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
        for (String sensor : faultySince.keySet()) {
            farm.clear(
                    Alert.Code.SENSOR_FAULTY,
                    sensorOf(sensor),
                    "Sensor " + sensor + " is not watched any more",
                    now);
        }
        faultySince.clear();
        farm.clear(
                Alert.Code.ZONE_WITHOUT_HEALTHY_SENSOR,
                subject(),
                "Zone " + zoneId + " is not watered any more",
                now);
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
        reportFaults(farm, sensed, now);
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
            farm.out().decided(row(farm, decisionId, evaluations, verdict, reason, run, mode, now));
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
            pulses.clear();
        } else if (asked.bypass() == Bypass.PULSE) {
            pulses.poll();
        } else {
            pulses.clear();
            asked.later().forEach(pulses::add);
        }
        // Until the run has ended, which says when the soil has drunk it.
        nextPulseAt = Long.MAX_VALUE;
        orderedAt = now;
        orderedFor = run.reason();
        orderedAs = label(farm, mode);
        valve.order(run, zone, mode, now, events(farm, now));
    }

    /** A run that was begun, and must not go on. */
    private void interrupt(Farm farm, ControlMode mode, long now) {
        String why = null;
        if (farm.emergencyStop()) {
            why = "emergency_stop";
        } else if (mode == ControlMode.OFF) {
            why = "disabled";
        } else if (farm.isOffline(zone)) {
            why = "gateway_offline";
        } else if (sensed.frost()) {
            why = "frost";
        } else if (!MANUAL.equals(orderedFor)) {
            if (need.enough()) {
                why = "soil_wet";
            } else if (Gates.sensors(sensed) != null) {
                why = "sensors";
            } else if (sensed.raining()) {
                why = "rain";
            } else if (Gates.quietHours(zone, now) != null) {
                why = "quiet_hours";
            }
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
            Deque<Integer> later,
            String reason) {}

    private Asked asked(long now) {
        Manual manual = zone.manual();
        if (manual != null && !manual.id().equals(manualDone) && now < manual.until()) {
            return new Asked(
                    Bypass.MANUAL,
                    Math.min(manual.durationSeconds(), zone.limits().maxRunSeconds()),
                    null,
                    new ArrayDeque<>(),
                    MANUAL);
        }
        if (!pulses.isEmpty() && now >= nextPulseAt) {
            int seconds = fitting(pulses.peek(), now);
            return new Asked(Bypass.PULSE, seconds, depthMm(seconds), new ArrayDeque<>(), "pulse");
        }
        Optional<Dose> dose = Dose.of(zone, need);
        if (dose.isEmpty()) {
            return new Asked(Bypass.NOTHING, 0, null, new ArrayDeque<>(), need.reason());
        }
        Deque<Integer> later = new ArrayDeque<>();
        for (int pulse : dose.get().pulseSeconds()) {
            later.add((int) Math.max(1, Math.round(pulse * valve.doseFactor())));
        }
        int seconds = fitting(later.remove(), now);
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
                new Situation.Stops(
                        farm.emergencyStop(),
                        mode == ControlMode.OFF,
                        holds(farm.pause(), now) || holds(zone.pause(), now),
                        farm.isOffline(zone)),
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

    private @Nullable String busy(long now) {
        if (valve.isBusy(now)) {
            return valve.busyReason(now);
        }
        return !pulses.isEmpty() && now < nextPulseAt
                ? "the soil drinks the last pulse, %d more to come".formatted(pulses.size())
                : null;
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

    private Decision row(
            Farm farm,
            String decisionId,
            long evaluations,
            Verdict verdict,
            String reason,
            @Nullable ValveRun run,
            ControlMode mode,
            long now) {
        return new Decision(
                decisionId,
                zoneId,
                now,
                now,
                localDate(now),
                Decision.EVALUATION,
                trigger,
                label(farm, mode),
                farm.rulesVersion(),
                evaluations,
                inputs(now),
                verdict.gates(),
                run == null ? "NONE" : "OPEN",
                reason,
                run == null ? verdict.why() : need.explanation(),
                run == null ? null : orderOf(run),
                null);
    }

    private String label(Farm farm, ControlMode mode) {
        return switch (mode) {
            case OFF -> "off";
            case ADVISE -> farm.settings().label();
            case ACT -> "act";
        };
    }

    private String localDate(long at) {
        return Instant.ofEpochMilli(at).atZone(zone.timeZone()).toLocalDate().toString();
    }

    private Decision.Inputs inputs(long now) {
        return new Decision.Inputs(
                sensed.moisture(),
                sensed.unit(),
                need.low(),
                need.high(),
                need.depletionMm(),
                need.totalAvailableMm(),
                need.et0Mm(),
                sensed.rainMm(),
                sensed.temperatureC(),
                sensed.newestReadingAt(),
                sensed.healthySensors(),
                sensed.sensors(),
                valve.budget().runSecondsUsed(zone, now),
                valve.budget().volumeLitersUsed(zone, now),
                valve.failures(),
                sensed.faults());
    }

    private static Decision.Order orderOf(ValveRun run) {
        return new Decision.Order(
                run.depthMm(),
                run.durationSeconds(),
                run.volumeLiters(),
                run.commandId(),
                run.deviceId(),
                run.protocol().word());
    }

    private void reportFaults(Farm farm, Sensed seen, long now) {
        Map<String, String> faults = new TreeMap<>(seen.faults());
        faults.keySet().retainAll(zone.sensors());
        for (Iterator<String> known = faultySince.keySet().iterator(); known.hasNext(); ) {
            String sensor = known.next();
            if (!faults.containsKey(sensor)) {
                known.remove();
                farm.clear(
                        Alert.Code.SENSOR_FAULTY,
                        sensorOf(sensor),
                        "Sensor " + sensor + " is healthy again",
                        now);
            }
        }
        boolean patient = false;
        for (var fault : faults.entrySet()) {
            long since = faultySince.computeIfAbsent(fault.getKey(), one -> now);
            if (now - since >= FAULT_PATIENCE_MS) {
                farm.raise(
                        Alert.Code.SENSOR_FAULTY,
                        Severity.WARN,
                        sensorOf(fault.getKey()),
                        "Sensor %s is %s".formatted(fault.getKey(), fault.getValue()),
                        now);
            } else {
                patient = true;
            }
        }
        String complaint = Gates.sensors(seen);
        if (complaint == null) {
            farm.clear(
                    Alert.Code.ZONE_WITHOUT_HEALTHY_SENSOR,
                    subject(),
                    "Enough sensors are healthy again",
                    now);
        } else if (!patient) {
            farm.raise(
                    Alert.Code.ZONE_WITHOUT_HEALTHY_SENSOR,
                    Severity.ERROR,
                    subject(),
                    "Zone %s is not watered by its sensors: %s".formatted(zoneId, complaint),
                    now);
        }
    }

    private Subject subject() {
        return new Subject(zoneId, zone.device().gatewayId(), zone.device().id(), null, null);
    }

    private Subject sensorOf(String sensor) {
        return new Subject(zoneId, zone.device().gatewayId(), null, sensor, null);
    }

    /** What the valve gives rise to, on its way to the outputs. */
    ValveEvents events(Farm farm, long now) {
        return new ValveEvents() {
            @Override
            public void open(DeviceCommand command) {
                farm.out().open(command);
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
                    farm.raise(code, severity, subject(), message, now);
                } else {
                    farm.clear(code, subject(), message, now);
                }
            }
        };
    }

    private void end(ValveRun run, Decision.Outcome outcome, Farm farm, long now) {
        boolean watered = Decision.WATERED.contains(outcome.result());
        if (watered) {
            double volumeLiters =
                    outcome.volumeLiters() == null ? run.volumeLiters() : outcome.volumeLiters();
            demand.watered(volumeLiters * zone.efficiency() / zone.areaM2(), outcome.at());
        }
        boolean goesOn = watered || outcome.result().equals(Decision.ADVISED);
        if (!goesOn) {
            pulses.clear();
        }
        nextPulseAt = outcome.at() + zone.limits().soakSeconds() * 1000L;
        Decision row =
                new Decision(
                        run.decisionId(),
                        zoneId,
                        run.decidedAt(),
                        now,
                        localDate(run.decidedAt()),
                        Decision.OUTCOME,
                        "answer",
                        Objects.requireNonNullElse(orderedAs, farm.settings().label()),
                        run.rulesVersion(),
                        0,
                        sensed == null || need == null ? Decision.Inputs.NONE : inputs(now),
                        Map.of(),
                        "OPEN",
                        run.reason(),
                        outcome.detail() == null ? outcome.result() : outcome.detail(),
                        orderOf(run),
                        outcome);
        farm.out().decided(row);
        look("answer");
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(sequence);
        out.writeLong(nextPulseAt);
        NullableText.write(manualDone, out);
        out.writeLong(orderedAt == null ? NEVER : orderedAt);
        out.writeLong(dismissedAt);
        NullableText.write(orderedFor, out);
        NullableText.write(orderedAs, out);
        out.writeInt(pulses.size());
        for (int seconds : pulses) {
            out.writeInt(seconds);
        }
        out.writeInt(faultySince.size());
        for (var fault : faultySince.entrySet()) {
            out.writeUTF(fault.getKey());
            out.writeLong(fault.getValue());
        }
        valve.write(out);
        demand.write(out);
        thinning.write(out);
    }

    static ZoneControl read(Zone zone, ControlSettings settings, DataInput in) throws IOException {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException(
                    "Zone %s was written in version %d, this reads %d"
                            .formatted(zone.id(), version, VERSION));
        }
        long sequence = in.readLong();
        long nextPulseAt = in.readLong();
        String manualDone = NullableText.read(in);
        long orderedAt = in.readLong();
        long dismissedAt = in.readLong();
        String orderedFor = NullableText.read(in);
        String orderedAs = NullableText.read(in);
        Deque<Integer> pulses = new ArrayDeque<>();
        for (int left = in.readInt(); left > 0; left--) {
            pulses.add(in.readInt());
        }
        Map<String, Long> faultySince = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            faultySince.put(in.readUTF(), in.readLong());
        }
        ZoneControl control =
                new ZoneControl(
                        zone,
                        ValveLife.read(in, settings.timings(), settings.mode()),
                        ZoneDemand.read(in),
                        Thinning.read(in));
        control.sequence = sequence;
        control.nextPulseAt = nextPulseAt;
        control.manualDone = manualDone;
        control.orderedAt = orderedAt == NEVER ? null : orderedAt;
        control.orderedFor = orderedFor;
        control.orderedAs = orderedAs;
        control.dismissedAt = dismissedAt;
        control.pulses.addAll(pulses);
        control.faultySince.putAll(faultySince);
        return control;
    }
}
