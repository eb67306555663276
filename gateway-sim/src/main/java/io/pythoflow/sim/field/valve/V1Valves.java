package io.pythoflow.sim.field.valve;

import io.pythoflow.contract.codec.ControlDecoder;
import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.InvalidPayloadException;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.topic.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The valves of one gateway with protocol v1. */
public final class V1Valves {

    private static final ControlDecoder DECODER = new ControlDecoder(DecodeLimits.defaults());

    private final Map<String, V1Valve> byDevice = new LinkedHashMap<>();

    /**
     * @param outlets by device id, in the order of the valves
     */
    public V1Valves(Map<String, Outlet> outlets, Board board, Misbehaviours misbehaviours) {
        outlets.forEach(
                (deviceId, outlet) ->
                        byDevice.put(
                                deviceId, new V1Valve(deviceId, outlet, board, misbehaviours)));
    }

    /** What their commands arrive on. */
    public List<String> topics() {
        return byDevice.keySet().stream().map(Topics::command).toList();
    }

    /**
     * Obeys a command, or says why not, on the topic of acknowledgements.
     *
     * @throws InvalidPayloadException if it is no command of protocol v1: there is no id to answer
     */
    public void receive(String topic, byte[] payload, long nowMillis)
            throws InvalidPayloadException {
        V1Valve addressed = Topics.commandDeviceIdOf(topic).map(byDevice::get).orElse(null);
        if (addressed == null) {
            return;
        }
        Command command = DECODER.command(payload);
        if (addressed.receive(command, nowMillis)) {
            byDevice.values().forEach(valve -> valve.stop(nowMillis));
        }
    }

    /** Tells what every valve is doing. */
    public void publishStatus(long nowMillis) {
        byDevice.values().forEach(valve -> valve.publishStatus(nowMillis));
    }

    /** Power is gone. */
    public void losePower() {
        byDevice.values().forEach(V1Valve::losePower);
    }

    /** Power is back; what was cut off is called aborted. */
    public void start(long nowMillis) {
        byDevice.values().forEach(valve -> valve.start(nowMillis));
    }

    /** What a status message of the gateway says of them. */
    public List<GatewayStatus.Valve> states(long nowMillis) {
        List<GatewayStatus.Valve> states = new ArrayList<>();
        byDevice.values().forEach(valve -> states.add(valve.state(nowMillis)));
        return states;
    }
}
