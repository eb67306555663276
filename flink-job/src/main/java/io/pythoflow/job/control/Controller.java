package io.pythoflow.job.control;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.rules.Pause;
import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.contract.rules.PumpGroup;
import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.AlertBook.Subject;
import io.pythoflow.job.control.decision.Gates;
import io.pythoflow.job.control.decision.Gates.Verdict;
import io.pythoflow.job.control.decision.Situation;
import io.pythoflow.job.control.gateway.FirstCopies;
import io.pythoflow.job.control.gateway.FirstCopies.Way;
import io.pythoflow.job.control.gateway.GatewayEvents;
import io.pythoflow.job.control.gateway.GatewayPresence;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import io.pythoflow.job.control.sense.SensorTracks;
import io.pythoflow.job.control.valve.DeviceStops;
import io.pythoflow.job.ingest.GatewayReport;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The control loop of all zones, without Flink and without a clock: it is told what is heard and
 * what time it is, and says what was decided and what devices are to do. Inputs only change what is
 * known; {@link #tick}, several times a second, evaluates and orders. All zones are in one place
 * because pumps, rules and the emergency stop belong to all of them.
 *
 * <p>Equal inputs at equal times give equal outputs. Not thread-safe. Times are epoch milliseconds.
 */
final class Controller {
    private static final byte VERSION = 1;

    private final ControlSettings settings;
    private final ControlOutput out;
    private final Function<Situation, Verdict> gates;
    private final Farm farm = new FarmView();
    private final TreeMap<String, ZoneControl> zones = new TreeMap<>();

    /**
     * Zones that the rules dropped. Their valves are looked after, and what they were given counts
     * if the rules take them back.
     */
    private final TreeMap<String, ZoneControl> dismissed = new TreeMap<>();

    private @Nullable ActiveRules active;
    private @Nullable RulesDocument rules;
    private SensorTracks tracks = new SensorTracks();
    private final PresenceReport presenceReport = new PresenceReport(farm);
    private GatewayPresence presence = new GatewayPresence(presenceReport);
    private final FirstCopies copies = new FirstCopies();
    private DeviceStops stops;
    private AlertBook alerts = new AlertBook();
    private long lastTickAt;
    private Map<String, List<ZoneControl>> zonesOfSensor = new HashMap<>();

    Controller(ControlSettings settings, ControlOutput out) {
        this(settings, out, Gates::pass);
    }

    /** With gates of its own. */
    Controller(ControlSettings settings, ControlOutput out, Function<Situation, Verdict> gates) {
        this.settings = settings;
        this.out = out;
        this.gates = gates;
        this.stops = new DeviceStops(settings.timings());
    }

    /** Takes over the rules; before the first nothing is decided. */
    void obey(ActiveRules newRules, long now) {
        RulesDocument document = newRules.parsed();
        active = newRules;
        boolean stopped = rules != null && rules.emergencyStop();
        rules = document;
        TreeMap<String, ZoneControl> before = new TreeMap<>(zones);
        zones.clear();
        for (Zone zone : document.zones().values()) {
            ZoneControl known = before.remove(zone.id());
            if (known == null) {
                known = dismissed.remove(zone.id());
            }
            if (known == null) {
                known = new ZoneControl(zone, settings);
            } else {
                known.obey(zone, farm, now);
            }
            zones.put(zone.id(), known);
        }
        before.values().forEach(zone -> zone.dismiss(farm, now));
        dismissed.putAll(before);
        index();
        presenceReport.await(gateways(document));
        presence.expect(gateways(document), now);
        tracks.keepOnly(zonesOfSensor.keySet());
        obeyEmergencyStop(document, stopped, now);
    }

    private void obeyEmergencyStop(RulesDocument document, boolean stopped, long now) {
        if (document.emergencyStop()) {
            pressEmergencyStop(now);
        } else if (stopped) {
            stops.release();
            farm.clear(
                    Alert.Code.EMERGENCY_STOP, Subject.FARM, "The emergency stop is lifted", now);
        }
    }

    private void pressEmergencyStop(long now) {
        stops.press(v1Devices(), now, new NoValveEvents(out));
        farm.raise(
                Alert.Code.EMERGENCY_STOP,
                Severity.CRITICAL,
                Subject.FARM,
                "The emergency stop is pressed",
                now);
        for (ZoneControl zone : all()) {
            zone.valve().close("emergency_stop", zone.zone(), now, zone.events(farm, now));
            zone.look("rules");
        }
    }

    /** Takes note of a reading. */
    void hear(SensorReport report, long now) {
        presence.heard(report.gatewayId(), report.receivedAt());
        List<ZoneControl> concerned = zonesOfSensor.get(report.sensorId());
        if (concerned == null) {
            return;
        }
        tracks.accept(report);
        for (ZoneControl zone : concerned) {
            zone.look("reading");
            Double flow = report.value(Metric.FLOW_RATE);
            if (flow != null
                    && report.doubt() == Doubt.NONE
                    && report.sensorId().equals(zone.zone().flowSensor())) {
                zone.valve()
                        .measuredFlow(
                                flow,
                                Math.min(report.timestamp(), report.receivedAt()),
                                zone.zone(),
                                now,
                                zone.events(farm, now));
            }
        }
    }

    /** Takes note of water that somebody else gave a zone, mm at its roots. */
    void watered(String zoneId, double depthMm, long now) {
        zones.get(zoneId).watered(depthMm, now);
    }

    /** Takes note of what a gateway or a device says of itself. */
    void hear(GatewayReport report, long now) {
        out.event(GatewayEvents.of(report));
        if (report.status() != null) {
            presence.reported(report.status());
        } else if (report.acknowledgement() != null || report.valve() != null) {
            hearDevice(report, Way.SURELY, now);
        } else {
            hearGateway(report);
        }
    }

    /** Takes note of what a device says; {@link #hear} makes the row when it hears it, too. */
    void hearEarly(GatewayReport report, long now) {
        hearDevice(report, Way.EARLY, now);
    }

    private void hearDevice(GatewayReport report, Way way, long now) {
        CommandAck ack = report.acknowledgement();
        ValveStatus status = report.valve();
        if (ack != null && copies.isFirst(ack, way)) {
            answered(ack, now);
        } else if (status != null && copies.isFirst(status, way)) {
            reported(way == Way.EARLY ? status : kept(status), now);
        }
    }

    /** The broker may have kept it for long: it is no later than its device says. */
    private static ValveStatus kept(ValveStatus status) {
        return new ValveStatus(
                status.deviceId(),
                status.identifier(),
                status.timestamp(),
                Math.min(status.timestamp(), status.receivedAt()),
                status.state(),
                status.flowLitersPerMinute(),
                status.remainingSeconds(),
                status.lastCommandId());
    }

    private void hearGateway(GatewayReport report) {
        GatewayMessage message =
                report.error() != null
                        ? report.error()
                        : Objects.requireNonNull(report.diagnostics());
        presence.heard(message.sender(), message.receivedAt());
    }

    private void answered(CommandAck ack, long now) {
        stops.answered(ack, now);
        for (ZoneControl zone : all()) {
            Zone rulesOf = zone.zone();
            // To any valve: the device of a run may be another than that of the rules by now.
            zone.valve().answered(ack, rulesOf, now, zone.events(farm, now));
            if (rulesOf.device().id().equals(ack.deviceId())) {
                heardDevice(rulesOf, ack.receivedAt());
                zone.look("answer");
            }
        }
    }

    private void reported(ValveStatus status, long now) {
        for (ZoneControl zone : all()) {
            Zone rulesOf = zone.zone();
            boolean meant =
                    rulesOf.device().id().equals(status.deviceId())
                            && (status.identifier() == null
                                    || status.identifier().equals(rulesOf.device().identifier()));
            if (meant) {
                heardDevice(rulesOf, status.receivedAt());
                zone.valve().reported(status, rulesOf, now, zone.events(farm, now));
                zone.look("answer");
            }
        }
    }

    private void heardDevice(Zone zone, long at) {
        presence.heard(zone.device().gatewayId(), at);
    }

    /** The checkpoint that contains an OPEN has completed: the device may have it from now on. */
    void committed(String commandId, long now) {
        all().forEach(zone -> zone.valve().committed(commandId, now));
    }

    /** Does whatever time asks for. */
    void tick(long now) {
        lastTickAt = now;
        presenceReport.at(now);
        presence.tick(now, settings.gatewaySilence());
        if (rules == null) {
            return;
        }
        stops.tick(now, new NoValveEvents(out));
        for (ZoneControl zone : all()) {
            zone.valve().tick(zone.zone(), now, zone.events(farm, now));
        }
        dismissed.values().removeIf(zone -> zone.isForgettable(now));
        List<ZoneControl> due =
                zones.values().stream().filter(one -> one.isDue(settings, now)).toList();
        due.forEach(zone -> zone.assess(farm, now));
        Pumps pumps = new Pumps(rules.pumpGroups(), all());
        due.stream()
                .sorted(Pumps.NEEDIEST_FIRST)
                .forEach(zone -> zone.decide(farm, pumps.of(zone, now), now));
    }

    /**
     * Called once after a restore, before anything else: what devices did meanwhile is not known.
     */
    void restored(long now) {
        long gapMs = Math.max(0, now - lastTickAt);
        for (ZoneControl zone : all()) {
            zone.valve().restored(now);
            zone.look("restart");
        }
        presence.restored(now);
        announce(
                alerts.once(
                        Alert.Code.STATE_GAP,
                        Alert.State.RAISED,
                        gapMs > 60_000 ? Severity.WARN : Severity.INFO,
                        Subject.FARM,
                        "The job starts again from a state of %d s ago; no valve opens before its device was heard"
                                .formatted(Duration.ofMillis(gapMs).toSeconds()),
                        rulesVersion(),
                        now));
        if (rules != null && rules.emergencyStop()) {
            pressEmergencyStop(now);
        }
    }

    /** Version of the rules in force; -1 before the first. */
    long rulesVersion() {
        return active == null ? -1 : active.version();
    }

    int zoneCount() {
        return zones.size();
    }

    /** Valves that are open, ordered to be, or not known to be shut. */
    int valvesInUse() {
        return (int) all().stream().filter(zone -> zone.valve().holdsPump(lastTickAt)).count();
    }

    int zonesLockedOut() {
        return (int) all().stream().filter(zone -> zone.valve().isLockedOut(zone.zone())).count();
    }

    private List<ZoneControl> all() {
        List<ZoneControl> all = new ArrayList<>(zones.values());
        all.addAll(dismissed.values());
        return all;
    }

    private void index() {
        zonesOfSensor = new HashMap<>();
        for (ZoneControl zone : zones.values()) {
            Set<String> sensors = SensorsOf.zone(zone.zone());
            sensors.addAll(rules.weatherSensors());
            sensors.forEach(
                    sensor ->
                            zonesOfSensor
                                    .computeIfAbsent(sensor, one -> new ArrayList<>())
                                    .add(zone));
        }
    }

    private static Set<String> gateways(RulesDocument document) {
        return document.zones().values().stream()
                .map(zone -> zone.device().gatewayId())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private Set<String> v1Devices() {
        return all().stream()
                .map(zone -> zone.zone().device())
                .filter(device -> device.protocol() == Protocol.V1)
                .map(device -> device.id())
                .collect(Collectors.toSet());
    }

    void write(DataOutput output) throws IOException {
        output.writeByte(VERSION);
        output.writeLong(lastTickAt);
        output.writeBoolean(active != null);
        if (active != null) {
            active.write(output);
        }
        tracks.write(output);
        presence.write(output);
        stops.write(output);
        alerts.write(output);
        output.writeInt(zones.size());
        for (var zone : zones.entrySet()) {
            output.writeUTF(zone.getKey());
            zone.getValue().write(output);
        }
        output.writeInt(dismissed.size());
        for (ZoneControl zone : dismissed.values()) {
            new ActiveRules(rulesVersion(), new RulesCodec().write(alone(zone.zone())), lastTickAt)
                    .write(output);
            zone.write(output);
        }
    }

    /** What {@link #write} wrote, in the hands of a job that has just started. */
    void read(DataInput in) throws IOException {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException(
                    "The control loop was written in version %d, this reads %d"
                            .formatted(version, VERSION));
        }
        lastTickAt = in.readLong();
        if (in.readBoolean()) {
            active = ActiveRules.read(in);
            rules = active.parsed();
        }
        tracks = SensorTracks.read(in);
        presence = GatewayPresence.read(in, presenceReport);
        stops = DeviceStops.read(in, settings.timings());
        alerts = AlertBook.read(in);
        for (int left = in.readInt(); left > 0; left--) {
            String id = in.readUTF();
            zones.put(id, ZoneControl.read(rules.zones().get(id), settings, in));
        }
        for (int left = in.readInt(); left > 0; left--) {
            Zone zone = ActiveRules.read(in).parsed().zones().values().iterator().next();
            dismissed.put(zone.id(), ZoneControl.read(zone, settings, in));
        }
        if (rules != null) {
            presenceReport.await(gateways(rules));
            index();
        }
    }

    /** A zone that the rules do not have any more, as rules. */
    private static RulesDocument alone(Zone zone) {
        String pump = zone.pumpGroup();
        return new RulesDocument(
                false,
                null,
                List.of(),
                pump == null ? Map.of() : Map.of(pump, new PumpGroup(zone.flowLitersPerMinute())),
                Map.of(zone.id(), zone));
    }

    /** How many alerts of each kind are raised and not cleared. */
    Map<Alert.Code, Integer> standingAlerts() {
        return alerts.standing();
    }

    /** Tells people, and the table. */
    void announce(Alert alert) {
        out.alert(alert);
        out.event(GatewayEvents.of(alert, alert.timestamp()));
    }

    private final class FarmView implements Farm {

        @Override
        public ControlSettings settings() {
            return settings;
        }

        @Override
        public ControlOutput out() {
            return out;
        }

        @Override
        public Verdict judge(Situation situation) {
            return gates.apply(situation);
        }

        @Override
        public long rulesVersion() {
            return Controller.this.rulesVersion();
        }

        @Override
        public List<String> weatherSensors() {
            return rules.weatherSensors();
        }

        @Override
        public SensorTracks tracks() {
            return tracks;
        }

        @Override
        public boolean emergencyStop() {
            return rules.emergencyStop();
        }

        @Override
        public @Nullable Pause pause() {
            return rules.pause();
        }

        @Override
        public boolean isOffline(Zone zone) {
            String gatewayId = zone.device().gatewayId();
            // The original firmware says nothing of itself, and its readings do not name it.
            return gatewayId != null
                    && zone.device().protocol() == Protocol.V1
                    && !presence.isOnline(gatewayId);
        }

        @Override
        public void raise(
                Alert.Code code, Severity severity, Subject subject, String message, long now) {
            alerts.raise(code, severity, subject, message, Controller.this.rulesVersion(), now)
                    .ifPresent(Controller.this::announce);
        }

        @Override
        public void clear(Alert.Code code, Subject subject, String message, long now) {
            alerts.clear(code, subject, message, Controller.this.rulesVersion(), now)
                    .ifPresent(Controller.this::announce);
        }
    }
}
