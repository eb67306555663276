package io.pythoflow.sim.field;

import io.pythoflow.contract.topic.Topics;
import io.pythoflow.sim.field.fault.DeliveryFaults;
import io.pythoflow.sim.field.fault.FaultPlan;
import io.pythoflow.sim.field.fault.SensorFaults.Answer;
import io.pythoflow.sim.field.sensor.Measured;
import io.pythoflow.sim.field.soil.FieldPhysics;
import java.util.ArrayList;
import java.util.List;

/**
 * A gateway with the original PythoFlow's firmware: polls all its nodes, then publishes one array
 * of those that answered, even if none did. It has no clock, no buffer, no status, and is told
 * apart from other gateways by nothing but the identifiers of its nodes.
 */
final class OriginalGateway implements SimulatedGateway {

    private static final String FIRMWARE = "original";

    private final String id;
    private final List<SensorNode> nodes;
    private final FieldPhysics physics;
    private final DeliveryFaults delivery;
    private final Outbox outbox;
    private final long firstMillis;
    private final long intervalMillis;

    OriginalGateway(
            FieldConfig config,
            int number,
            List<SensorNode> nodes,
            FieldPhysics physics,
            FaultPlan plan,
            Outbox outbox,
            long startMillis) {
        this.id = FieldConfig.gatewayId(number);
        this.nodes = nodes;
        this.physics = physics;
        this.intervalMillis = config.interval().toMillis();
        this.delivery = new DeliveryFaults(plan, id, intervalMillis);
        this.outbox = outbox;
        this.firstMillis = startMillis + intervalMillis * number / config.gateways();
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
    public void start(Schedule schedule) {
        schedule.every(firstMillis, intervalMillis, this::poll);
    }

    @Override
    public void stop(long nowMillis) {
        // The original says nothing when it goes.
    }

    private void poll(long nowMillis) {
        List<FieldJson.NodeValues> answers = new ArrayList<>();
        for (SensorNode node : nodes) {
            List<Measured> measured = node.sensor().measure(physics.truth(node.zone()));
            if (node.faults().ask() == Answer.ANSWERED) {
                answers.add(
                        new FieldJson.NodeValues(node.sensor().id(), node.faults().pass(measured)));
            }
        }
        for (DeliveryFaults.Delivery sent :
                delivery.deliver(FieldJson.original(answers), nowMillis)) {
            outbox.add(
                    new OutgoingMessage(
                            id, Topics.GATEWAY_STATUS, sent.payload(), sent.sendMillis()));
        }
    }
}
