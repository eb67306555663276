package io.pythoflow.sim.field;

import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.sim.field.soil.FieldPhysics;
import io.pythoflow.sim.field.soil.Valve;
import io.pythoflow.sim.field.soil.Zone;
import io.pythoflow.sim.field.valve.Board;
import java.util.ArrayList;
import java.util.List;

/**
 * The valves of one gateway in a field that waters itself: they are told nothing, and tell what
 * they do, on the topic of their devices, at the moment when it changes.
 */
final class RuledValves {

    private static final MessageEncoder ENCODER = new MessageEncoder();

    private final List<RuledValve> valves = new ArrayList<>();
    private final FieldPhysics physics;
    private final FieldTime time;
    private final Board board;

    /** A valve, and whether it was open when it was looked at last. */
    private static final class RuledValve {
        private final String deviceId;
        private final Valve valve;
        private boolean saidOpen;

        RuledValve(String deviceId, Valve valve) {
            this.deviceId = deviceId;
            this.valve = valve;
        }
    }

    /**
     * @param zones in the order of the gateway's valves
     */
    RuledValves(int gateway, List<Zone> zones, FieldPhysics physics, FieldTime time, Board board) {
        this.physics = physics;
        this.time = time;
        this.board = board;
        for (int i = 0; i < zones.size(); i++) {
            valves.add(new RuledValve(FieldConfig.valveId(gateway, i), zones.get(i).valve()));
        }
    }

    /** Says what the valves do, and from now on what changes. */
    void start(long nowMillis) {
        publishStatus(nowMillis);
        valves.forEach(valve -> foresee(valve, nowMillis));
        expectMorning();
    }

    /** Says what every valve is doing. */
    void publishStatus(long nowMillis) {
        valves.forEach(valve -> publish(valve, state(valve), nowMillis));
    }

    /** Without power a valve is shut; those that were open say so. */
    void shut(long nowMillis) {
        for (RuledValve valve : valves) {
            if (valve.valve.isOpen(physics.nowSeconds())) {
                valve.valve.flow(physics.nowSeconds(), 0);
                publish(valve, state(valve), nowMillis);
            }
        }
    }

    /** What a status message of the gateway says of them. */
    List<GatewayStatus.Valve> states() {
        return valves.stream().map(this::state).toList();
    }

    private void expectMorning() {
        double next = FieldPhysics.nextWateringAfter(physics.nowSeconds());
        board.at(time.millisAt(next), this::look);
    }

    private void look(long nowMillis) {
        valves.forEach(valve -> lookAt(valve, nowMillis));
        expectMorning();
    }

    private void lookAt(RuledValve valve, long nowMillis) {
        if (valve.valve.isOpen(physics.nowSeconds()) != valve.saidOpen) {
            publish(valve, state(valve), nowMillis);
            foresee(valve, nowMillis);
        }
    }

    /** An open valve closes at a time that is known. */
    private void foresee(RuledValve valve, long nowMillis) {
        double seconds = physics.nowSeconds();
        if (valve.valve.isOpen(seconds)) {
            long closes = time.millisAt(valve.valve.closesAtSeconds());
            board.at(Math.max(nowMillis, closes), now -> lookAt(valve, now));
        }
    }

    private GatewayStatus.Valve state(RuledValve ruled) {
        double seconds = physics.nowSeconds();
        boolean open = ruled.valve.isOpen(seconds);
        return new GatewayStatus.Valve(
                ruled.deviceId,
                open ? ValveState.OPEN : ValveState.CLOSED,
                open ? ruled.valve.flowLitersPerMinute() : 0,
                time.clockSeconds(ruled.valve.remainingSeconds(seconds)),
                null);
    }

    private void publish(RuledValve valve, GatewayStatus.Valve state, long nowMillis) {
        valve.saidOpen = state.state() == ValveState.OPEN;
        ValveStatus status =
                new ValveStatus(
                        valve.deviceId,
                        null,
                        board.timestamp(nowMillis),
                        nowMillis,
                        state.state(),
                        state.flowLitersPerMinute(),
                        state.remainingSeconds(),
                        null);
        board.send(Topics.commandAck(valve.deviceId), ENCODER.valveStatus(status), nowMillis);
    }
}
