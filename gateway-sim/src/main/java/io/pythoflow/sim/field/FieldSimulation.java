package io.pythoflow.sim.field;

import io.pythoflow.contract.topic.Topics;
import io.pythoflow.sim.field.fault.FaultPlan;
import io.pythoflow.sim.field.fault.SensorFaults;
import io.pythoflow.sim.field.sensor.FieldSensor;
import io.pythoflow.sim.field.sensor.Meter;
import io.pythoflow.sim.field.sensor.SensorKind;
import io.pythoflow.sim.field.soil.FieldPhysics;
import io.pythoflow.sim.field.soil.Watering;
import io.pythoflow.sim.field.soil.Zone;
import io.pythoflow.sim.field.valve.Misbehaviours;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A field and its gateways as a function of time and of commands: the same configuration and start,
 * and the same commands at the same times, give the same messages, byte for byte, however often it
 * is asked. Not for several threads at once.
 */
public final class FieldSimulation {

    private final FieldConfig config;
    private final FieldTime time;
    private final FieldPhysics physics;
    private final FaultPlan faults;
    private final Misbehaviours misbehaviours;
    private final Schedule schedule = new Schedule();
    private final Outbox outbox = new Outbox();
    private final List<SimulatedGateway> gateways = new ArrayList<>();

    /**
     * How a gateway connects.
     *
     * @param id client id and gateway id
     * @param willTopic of its last will
     * @param willPayload status {@code offline}, not retained
     * @param filters what it subscribes to
     */
    public record Connection(
            String id, String willTopic, byte[] willPayload, List<String> filters) {}

    /** A field whose gateways start at {@code startMillis}, epoch ms. */
    public FieldSimulation(FieldConfig config, long startMillis) {
        this(config, startMillis, OptionalLong.empty());
    }

    private FieldSimulation(FieldConfig config, long startMillis, OptionalLong drainedAtMillis) {
        this.config = config;
        this.time = new FieldTime(startMillis, config.timeLapse());
        this.faults = new FaultPlan(config.seed(), config.faults());
        this.misbehaviours = new Misbehaviours(config.seed(), config.misbehaviours());
        this.physics =
                new FieldPhysics(
                        config.seed(),
                        config.site(),
                        config.soil(),
                        config.crop(),
                        config.watering(),
                        zoneIds(config));
        World world =
                new World(
                        config,
                        physics,
                        faults,
                        misbehaviours,
                        schedule,
                        outbox,
                        time,
                        drainedAtMillis);
        for (int gateway = 0; gateway < config.gateways(); gateway++) {
            gateways.add(gateway(world, gateway));
        }
        gateways.forEach(SimulatedGateway::start);
    }

    /** A field whose gateways kept everything that they say until the past is over. */
    static FieldSimulation of(FieldConfig config, Past past) {
        return new FieldSimulation(config, past.startMillis(), OptionalLong.of(past.endMillis()));
    }

    /** One per gateway, in the order of their numbers. */
    public List<Connection> connections() {
        return gateways.stream()
                .map(
                        gateway ->
                                new Connection(
                                        gateway.id(),
                                        Topics.GATEWAY_STATUS,
                                        gateway.lastWill(),
                                        gateway.commandTopics()))
                .toList();
    }

    /** The messages due up to a time that were not handed out yet, in the order to send them. */
    public List<OutgoingMessage> advanceTo(long nowMillis) {
        runUntil(nowMillis);
        return outbox.takeUntil(nowMillis);
    }

    /**
     * A message for a gateway arrives.
     *
     * @param nowMillis not before the last time it was asked or told
     */
    public void receive(String gatewayId, String topic, byte[] payload, long nowMillis) {
        happens(gatewayId, nowMillis, gateway -> gateway.receive(topic, payload, nowMillis));
    }

    /**
     * The connection of a gateway was lost and is back.
     *
     * @param nowMillis not before the last time it was asked or told
     */
    public void reconnected(String gatewayId, long nowMillis) {
        happens(gatewayId, nowMillis, gateway -> gateway.reconnected(nowMillis));
    }

    private void happens(String gatewayId, long nowMillis, Consumer<SimulatedGateway> event) {
        runUntil(nowMillis);
        physics.advanceTo(time.fieldSecondsAt(nowMillis));
        gateways.stream().filter(gateway -> gateway.id().equals(gatewayId)).forEach(event);
    }

    private void runUntil(long nowMillis) {
        while (schedule.nextMillis() <= nowMillis) {
            physics.advanceTo(time.fieldSecondsAt(schedule.nextMillis()));
            schedule.runNext();
        }
    }

    /** When something happens next, epoch ms. */
    public long nextMillis() {
        return Math.min(schedule.nextMillis(), outbox.nextMillis());
    }

    /** Everything still on its way, and what gateways keep that would not be heard of again. */
    List<OutgoingMessage> flush(long nowMillis) {
        physics.advanceTo(time.fieldSecondsAt(nowMillis));
        gateways.forEach(gateway -> gateway.sendKept(nowMillis));
        return outbox.takeUntil(Long.MAX_VALUE - 1);
    }

    /** Everything still on its way, and what gateways say when they are switched off in order. */
    public List<OutgoingMessage> stop(long nowMillis) {
        List<OutgoingMessage> last = new ArrayList<>(flush(nowMillis));
        gateways.forEach(gateway -> gateway.stop(nowMillis));
        last.addAll(outbox.takeUntil(nowMillis));
        return last;
    }

    /** The zones and their valves, in the order of gateways. */
    public List<Zone> zones() {
        return physics.zones();
    }

    /** What went wrong so far. */
    public FaultPlan faults() {
        return faults;
    }

    /** What devices did wrong so far. */
    public Misbehaviours misbehaviours() {
        return misbehaviours;
    }

    private SimulatedGateway gateway(World world, int number) {
        List<SensorNode> nodes = nodes(number);
        return switch (config.firmware()) {
            case V1 -> new V1Gateway(world, number, nodes);
            case ORIGINAL -> new OriginalGateway(world, number, nodes);
        };
    }

    private List<SensorNode> nodes(int gateway) {
        List<Zone> zones = physics.zones();
        List<SensorNode> nodes = new ArrayList<>();
        for (int sensor = 0; sensor < config.sensorsPerGateway(); sensor++) {
            String id = config.sensorId(gateway, sensor);
            int zone = gateway * config.zonesPerGateway() + sensor / config.sensorsPerZone();
            nodes.add(
                    new SensorNode(
                            new FieldSensor(
                                    config.seed(), id, kind(), meters(sensor), metersTimeLapse()),
                            zones.get(zone),
                            new SensorFaults(faults, id)));
        }
        return nodes;
    }

    private SensorKind kind() {
        return switch (config.firmware()) {
            case V1 -> SensorKind.CALIBRATED;
            case ORIGINAL -> SensorKind.ORIGINAL;
        };
    }

    /** Who commands valves lives on the clock, and so must the flow that it is told. */
    private double metersTimeLapse() {
        return config.watering() == Watering.COMMANDS ? config.timeLapse() : 1;
    }

    /** A flow meter behind every valve, a rain gauge per gateway; the original knows neither. */
    private Set<Meter> meters(int sensor) {
        Set<Meter> meters = EnumSet.noneOf(Meter.class);
        if (config.firmware() == Firmware.ORIGINAL) {
            return meters;
        }
        if (sensor == 0) {
            meters.add(Meter.RAIN_GAUGE);
        }
        if (sensor % config.sensorsPerZone() == 0) {
            meters.add(Meter.FLOW_METER);
        }
        return meters;
    }

    private static List<String> zoneIds(FieldConfig config) {
        List<String> ids = new ArrayList<>();
        for (int gateway = 0; gateway < config.gateways(); gateway++) {
            for (int zone = 0; zone < config.zonesPerGateway(); zone++) {
                ids.add(config.zoneId(gateway, zone));
            }
        }
        return ids;
    }
}
