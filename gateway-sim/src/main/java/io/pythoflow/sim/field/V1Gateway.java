package io.pythoflow.sim.field;

import io.pythoflow.contract.codec.InvalidPayloadException;
import io.pythoflow.contract.payload.Diagnostics;
import io.pythoflow.contract.payload.GatewayError;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.sim.field.fault.DeliveryFaults;
import io.pythoflow.sim.field.fault.GatewayClock;
import io.pythoflow.sim.field.fault.Outages;
import io.pythoflow.sim.field.fault.SensorFaults.Answer;
import io.pythoflow.sim.field.random.Seeds;
import io.pythoflow.sim.field.sensor.Measured;
import io.pythoflow.sim.field.soil.FieldPhysics;
import io.pythoflow.sim.field.soil.Watering;
import io.pythoflow.sim.field.soil.Zone;
import io.pythoflow.sim.field.valve.Board;
import io.pythoflow.sim.field.valve.Outlet;
import io.pythoflow.sim.field.valve.V1Valves;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * A gateway with today's firmware: one message per reading, a buffer for the time without a broker,
 * status, errors and diagnostics, and valves that obey commands.
 */
final class V1Gateway implements SimulatedGateway {

    private static final String FIRMWARE = "1.4.2";
    private static final int SHORTEST_SEND_MILLIS = 5;
    private static final int SEND_JITTER_MILLIS = 35;

    /** A draining buffer sends one message after the other, not all in one instant. */
    private static final int DRAIN_MILLIS = 2;

    /** From power to the first message. */
    private static final long BOOT_MILLIS = 5000;

    private final FieldConfig config;
    private final int number;
    private final String id;
    private final List<SensorNode> nodes;
    private final List<Zone> zones;
    private final FieldPhysics physics;
    private final Schedule schedule;
    private final Outbox outbox;
    private final long startMillis;
    private final OptionalLong drainedAtMillis;
    private final Random network;
    private final Random electronics;
    private final GatewayClock clock;
    private final Outages outages;
    private final DeliveryFaults delivery;
    private final V1Valves valves;
    private final RuledValves ruledValves;
    private final List<FieldReading> buffer = new ArrayList<>();
    private final List<OutgoingMessage> unsentAnswers = new ArrayList<>();
    private String bootId;
    private int boots;
    private long sequence;
    private long statusSequence;
    private boolean powered = true;
    private boolean connected = true;
    private long reconnects;
    private long silentNodes;

    V1Gateway(World world, int number, List<SensorNode> nodes) {
        this.config = world.config();
        this.number = number;
        this.id = FieldConfig.gatewayId(number);
        this.nodes = nodes;
        this.zones = nodes.stream().map(SensorNode::zone).distinct().toList();
        this.physics = world.physics();
        this.schedule = world.schedule();
        this.outbox = world.outbox();
        this.startMillis = world.startMillis();
        this.drainedAtMillis = world.drainedAtMillis();
        this.network = Seeds.random(config.seed(), "network " + id);
        this.electronics = Seeds.random(config.seed(), "electronics " + id);
        this.clock = new GatewayClock(world.faults(), id, startMillis);
        this.outages = new Outages(world.faults(), id);
        this.delivery = new DeliveryFaults(world.faults(), id, config.interval().toMillis());
        Board board = new OnBoard();
        this.valves = new V1Valves(outlets(), board, world.misbehaviours());
        this.ruledValves = new RuledValves(number, ruledZones(), physics, world.time(), board);
        this.bootId = nextBootId();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] lastWill() {
        return FieldJson.lastWill(id, bootId, FIRMWARE);
    }

    @Override
    public List<String> commandTopics() {
        return valves.topics();
    }

    @Override
    public void start() {
        long statusMillis = config.statusInterval().toMillis();
        schedule.every(startMillis, statusMillis, this::publishOnline);
        schedule.at(startMillis, ruledValves::start);
        schedule.every(startMillis + statusMillis / 2, statusMillis, this::publishDiagnostics);
        long interval = config.interval().toMillis();
        for (int i = 0; i < nodes.size(); i++) {
            SensorNode node = nodes.get(i);
            // Spread over the interval, so a field of any size publishes evenly.
            long offset = interval * (i * (long) config.gateways() + number) / config.sensors();
            schedule.every(startMillis + offset, interval, now -> sample(node, now));
        }
    }

    @Override
    public void receive(String topic, byte[] payload, long nowMillis) {
        if (!isReachable()) {
            return;
        }
        try {
            valves.receive(topic, payload, nowMillis);
        } catch (InvalidPayloadException e) {
            publishRefusal(topic, e, nowMillis);
        }
    }

    @Override
    public void reconnected(long nowMillis) {
        // The broker has told everybody that this gateway is gone.
        publishOnline(nowMillis);
        if (isReachable()) {
            ruledValves.publishStatus(nowMillis);
        }
    }

    @Override
    public void sendKept(long nowMillis) {
        if (drainedAtMillis.isPresent() && !connected) {
            comeBack(nowMillis);
        }
    }

    @Override
    public void stop(long nowMillis) {
        if (isReachable()) {
            ruledValves.shut(nowMillis);
            publishStatus(GatewayStatus.State.OFFLINE, nowMillis);
        }
    }

    private void sample(SensorNode node, long nowMillis) {
        if (!powered) {
            return;
        }
        List<Measured> measured = node.sensor().measure(physics.truth(node.zone()));
        Answer answer = node.faults().ask();
        if (answer != Answer.ANSWERED) {
            silentNodes++;
            if (answer == Answer.FELL_SILENT) {
                publishSilence(node, nowMillis);
            }
            return;
        }
        if (clock.restartsBeforeMessageAt(nowMillis)) {
            valves.losePower();
            startOver(nowMillis);
        }
        FieldReading reading = reading(node, node.faults().pass(measured), nowMillis);
        switch (outages.next()) {
            case UP -> publishLive(reading, nowMillis);
            case DOWN -> {
                connected = false;
                buffer.add(reading);
            }
            case BACK -> {
                comeBack(nowMillis);
                publishLive(reading, nowMillis);
            }
        }
    }

    private void comeBack(long nowMillis) {
        connected = true;
        reconnects++;
        publishStatus(GatewayStatus.State.ONLINE, nowMillis);
        sendAnswers(nowMillis);
        valves.publishStatus(nowMillis);
        ruledValves.publishStatus(nowMillis);
        drainBuffer(nowMillis);
    }

    private FieldReading reading(SensorNode node, List<Measured> values, long nowMillis) {
        sequence++;
        long interval = config.interval().toMillis();
        return new FieldReading(
                "gw-%03d-%s:%d".formatted(number, bootId, sequence),
                id,
                node.sensor().id(),
                node.zone().id(),
                sequence,
                clock.stamp(nowMillis),
                clock.isSet() ? "ntp" : clock.stamp(nowMillis).isPresent() ? "boot" : "none",
                interval % 1000 == 0 ? interval / 1000 : 0,
                values);
    }

    private void publishLive(FieldReading reading, long nowMillis) {
        long sendMillis = nowMillis + SHORTEST_SEND_MILLIS + network.nextInt(SEND_JITTER_MILLIS);
        publishReading(
                reading,
                FieldJson.reading(
                        reading, sentAt(sendMillis), drainedAtMillis.isPresent(), FIRMWARE),
                sendMillis);
    }

    private void drainBuffer(long nowMillis) {
        long sendMillis = nowMillis + SHORTEST_SEND_MILLIS;
        for (FieldReading reading : buffer) {
            sendMillis += DRAIN_MILLIS;
            publishReading(
                    reading,
                    FieldJson.reading(reading, sentAt(sendMillis), true, FIRMWARE),
                    sendMillis);
        }
        buffer.clear();
    }

    private OptionalLong sentAt(long sendMillis) {
        return drainedAtMillis.isPresent() ? drainedAtMillis : clock.stamp(sendMillis);
    }

    private void publishReading(FieldReading reading, byte[] payload, long sendMillis) {
        String topic = Topics.sensorData(reading.sensorId());
        for (DeliveryFaults.Delivery sent : delivery.deliver(payload, sendMillis)) {
            outbox.add(new OutgoingMessage(id, topic, sent.payload(), sent.sendMillis()));
        }
    }

    private void publishOnline(long nowMillis) {
        if (isReachable()) {
            publishStatus(GatewayStatus.State.ONLINE, nowMillis);
            valves.publishStatus(nowMillis);
        }
    }

    private void sendAnswers(long nowMillis) {
        unsentAnswers.forEach(answer -> publish(answer.topic(), answer.payload(), nowMillis));
        unsentAnswers.clear();
    }

    private void losePower(long nowMillis) {
        if (connected) {
            publish(Topics.GATEWAY_STATUS, lastWill(), nowMillis);
        }
        powered = false;
        valves.losePower();
        schedule.at(nowMillis + BOOT_MILLIS, this::powerUp);
    }

    private void powerUp(long nowMillis) {
        powered = true;
        clock.restart(nowMillis);
        startOver(nowMillis);
    }

    /** The first seconds of a new life of the gateway. */
    private void startOver(long nowMillis) {
        bootId = nextBootId();
        sequence = 0;
        statusSequence = 0;
        if (connected) {
            publishStatus(GatewayStatus.State.ONLINE, nowMillis);
        }
        valves.start(nowMillis);
        ruledValves.publishStatus(nowMillis);
    }

    private boolean isReachable() {
        return powered && connected;
    }

    private void publishStatus(GatewayStatus.State state, long nowMillis) {
        statusSequence++;
        GatewayStatus status =
                new GatewayStatus(
                        id,
                        stampOrUptime(nowMillis),
                        nowMillis,
                        state,
                        bootId,
                        statusSequence,
                        clock.uptimeSeconds(nowMillis),
                        FIRMWARE,
                        Math.rint(-58 + 4 * electronics.nextGaussian()),
                        (long) (182_000 + 1500 * electronics.nextGaussian()),
                        (long) buffer.size(),
                        clock.isSet(),
                        null,
                        null,
                        config.watering() == Watering.COMMANDS
                                ? valves.states(nowMillis)
                                : ruledValves.states());
        publish(Topics.GATEWAY_STATUS, FieldJson.status(status), nowMillis);
    }

    private void publishDiagnostics(long nowMillis) {
        if (!isReachable()) {
            return;
        }
        Diagnostics diagnostics =
                new Diagnostics(
                        id,
                        stampOrUptime(nowMillis),
                        nowMillis,
                        Map.of(
                                "wifi_reconnects", (double) reconnects,
                                "queue_depth", (double) buffer.size(),
                                "sensor_timeouts", (double) silentNodes,
                                "cpu_c", Math.rint(10 * (48 + electronics.nextGaussian())) / 10),
                        Math.max(1, config.statusInterval().toSeconds()));
        reconnects = 0;
        silentNodes = 0;
        publish(Topics.DIAGNOSTICS, FieldJson.diagnostics(diagnostics), nowMillis);
    }

    private void publishSilence(SensorNode node, long nowMillis) {
        if (!connected) {
            return;
        }
        GatewayError error =
                new GatewayError(
                        id,
                        null,
                        node.sensor().id(),
                        stampOrUptime(nowMillis),
                        nowMillis,
                        "SENSOR_READ_FAIL",
                        GatewayError.Severity.WARN,
                        "Sensor %s did not answer within 5 s".formatted(node.sensor().id()),
                        Map.of("zone_id", node.zone().id()));
        publish(Topics.ERRORS, FieldJson.error(error), nowMillis);
    }

    private void publishRefusal(String topic, InvalidPayloadException problem, long nowMillis) {
        GatewayError error =
                new GatewayError(
                        id,
                        Topics.commandDeviceIdOf(topic).orElse(null),
                        null,
                        stampOrUptime(nowMillis),
                        nowMillis,
                        "CMD_REJECTED",
                        GatewayError.Severity.WARN,
                        String.valueOf(problem.getMessage()),
                        Map.of("reason", problem.reason().name().toLowerCase(Locale.ROOT)));
        publish(Topics.ERRORS, FieldJson.error(error), nowMillis);
    }

    private void publish(String topic, byte[] payload, long nowMillis) {
        outbox.add(new OutgoingMessage(id, topic, payload, nowMillis));
    }

    private Map<String, Outlet> outlets() {
        Map<String, Outlet> outlets = new LinkedHashMap<>();
        if (config.watering() == Watering.COMMANDS) {
            for (int i = 0; i < zones.size(); i++) {
                outlets.put(
                        FieldConfig.valveId(number, i),
                        new ZoneOutlet(zones.get(i), physics, config.timeLapse()));
            }
        }
        return outlets;
    }

    /** The zones that water themselves: all or none. */
    private List<Zone> ruledZones() {
        return config.watering() == Watering.RULE ? zones : List.of();
    }

    private long stampOrUptime(long nowMillis) {
        return clock.stamp(nowMillis).orElse(clock.uptimeSeconds(nowMillis) * 1000);
    }

    /** Start time and number of the start make two runs of one field two lives of its gateways. */
    private String nextBootId() {
        boots++;
        long bits = Seeds.of(config.seed(), "boot %s %d %d".formatted(id, startMillis, boots));
        return "%08x".formatted(bits & 0xFFFF_FFFFL);
    }

    /** What the valves get from the gateway. */
    private final class OnBoard implements Board {

        @Override
        public OptionalLong clock(long nowMillis) {
            return clock.isSet() ? clock.stamp(nowMillis) : OptionalLong.empty();
        }

        @Override
        public long timestamp(long nowMillis) {
            return stampOrUptime(nowMillis);
        }

        @Override
        public void at(long millis, LongConsumer action) {
            schedule.at(millis, action);
        }

        @Override
        public void send(String topic, byte[] payload, long sendMillis) {
            if (connected) {
                publish(topic, payload, sendMillis);
            } else {
                unsentAnswers.add(new OutgoingMessage(id, topic, payload, sendMillis));
            }
        }

        @Override
        public void restart(long nowMillis) {
            losePower(nowMillis);
        }
    }
}
