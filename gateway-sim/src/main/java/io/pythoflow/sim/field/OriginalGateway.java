package io.pythoflow.sim.field;

import io.pythoflow.contract.topic.Topics;
import io.pythoflow.sim.field.fault.DeliveryFaults;
import io.pythoflow.sim.field.fault.SensorFaults.Answer;
import io.pythoflow.sim.field.sensor.Measured;
import io.pythoflow.sim.field.soil.FieldPhysics;
import io.pythoflow.sim.field.soil.Watering;
import io.pythoflow.sim.field.soil.Zone;
import io.pythoflow.sim.field.valve.OriginalNode;
import io.pythoflow.sim.field.valve.OriginalPacket;
import io.pythoflow.sim.field.valve.Outlet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A gateway with the original PythoFlow's firmware: polls all its nodes, then publishes one array
 * of those that answered, even if none did. It has no clock, no buffer, no status, and is told
 * apart from other gateways by nothing but the identifiers of its nodes. Commands it passes on to
 * its nodes; the first node of each zone has the zone's valve on its relay.
 */
final class OriginalGateway implements SimulatedGateway {

    private static final String FIRMWARE = "original";

    private final World world;
    private final int number;
    private final String id;
    private final List<Node> nodes = new ArrayList<>();
    private final FieldPhysics physics;
    private final DeliveryFaults delivery;

    /** A node's two halves: what it measures and what it waters. */
    private record Node(SensorNode senses, OriginalNode waters) {}

    OriginalGateway(World world, int number, List<SensorNode> nodes) {
        this.world = world;
        this.number = number;
        this.id = FieldConfig.gatewayId(number);
        this.physics = world.physics();
        this.delivery = new DeliveryFaults(world.faults(), id, intervalMillis());
        Set<Zone> fitted = new HashSet<>();
        for (SensorNode node : nodes) {
            Outlet outlet = fitted.add(node.zone()) ? outlet(node.zone()) : null;
            this.nodes.add(new Node(node, relay(node.sensor().id(), outlet)));
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] lastWill() {
        return FieldJson.lastWill(id, FIRMWARE, FIRMWARE);
    }

    @Override
    public List<String> commandTopics() {
        return world.config().watering() == Watering.COMMANDS
                ? List.of(Topics.command(FieldConfig.originalDeviceId(number)))
                : List.of();
    }

    @Override
    public void start() {
        long offset = intervalMillis() * number / world.config().gateways();
        world.schedule().every(world.startMillis() + offset, intervalMillis(), this::poll);
    }

    @Override
    public void receive(String topic, byte[] payload, long nowMillis) {
        OriginalPacket packet = OriginalPacket.read(topic, payload).orElse(null);
        if (packet == null) {
            return;
        }
        for (Node node : nodes) {
            if (node.senses().sensor().id().equals(packet.identifier())) {
                node.waters().water(packet.millis(), nowMillis);
            }
        }
    }

    @Override
    public void reconnected(long nowMillis) {
        // It goes on as if nothing had been.
    }

    @Override
    public void sendKept(long nowMillis) {
        // It has no buffer.
    }

    @Override
    public void stop(long nowMillis) {
        // The original says nothing when it goes.
    }

    private void poll(long nowMillis) {
        List<FieldJson.NodeValues> answers = new ArrayList<>();
        for (Node node : nodes) {
            if (node.waters().poll()) {
                measure(node.senses(), answers);
            }
        }
        for (DeliveryFaults.Delivery sent :
                delivery.deliver(FieldJson.original(answers), nowMillis)) {
            world.outbox()
                    .add(
                            new OutgoingMessage(
                                    id, Topics.GATEWAY_STATUS, sent.payload(), sent.sendMillis()));
        }
    }

    private void measure(SensorNode node, List<FieldJson.NodeValues> answers) {
        List<Measured> measured = node.sensor().measure(physics.truth(node.zone()));
        if (node.faults().ask() == Answer.ANSWERED) {
            answers.add(new FieldJson.NodeValues(node.sensor().id(), node.faults().pass(measured)));
        }
    }

    private OriginalNode relay(String identifier, @Nullable Outlet outlet) {
        return new OriginalNode(identifier, outlet, world.schedule()::at, world.misbehaviours());
    }

    private Outlet outlet(Zone zone) {
        return new ZoneOutlet(zone, physics, world.config().timeLapse());
    }

    private long intervalMillis() {
        return world.config().interval().toMillis();
    }
}
