package io.pythoflow.sim.field;

import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.ElementBytes;
import io.pythoflow.contract.codec.MessageDecoder;
import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.codec.MessageHandler;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.GatewayError;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.sim.field.fault.FaultSelection;
import io.pythoflow.sim.field.soil.Watering;
import io.pythoflow.sim.field.soil.Zone;
import io.pythoflow.sim.field.valve.MisbehaviourSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A field that obeys commands, on a clock that tests move. What it says is read with the decoder of
 * the contract, so whatever that refuses fails the test.
 */
final class CommandedField implements MessageHandler {

    static final long START = 1_764_000_000_000L;

    /** Of an open valve, at the usual time lapse of 720. */
    static final double LITERS_PER_SECOND = 1.25 * 720 / 60;

    private final FieldSimulation simulation;
    private final MessageDecoder decoder = new MessageDecoder(DecodeLimits.defaults());
    private final List<OutgoingMessage> messages = new ArrayList<>();
    private final List<CommandAck> acks = new ArrayList<>();
    private final List<ValveStatus> valves = new ArrayList<>();
    private final List<GatewayStatus> gateways = new ArrayList<>();
    private final List<GatewayError> errors = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private long nowMillis = START;

    CommandedField(FieldConfig config) {
        simulation = new FieldSimulation(config, START);
        advance(0);
    }

    /** The usual field, whose devices obey. */
    static FieldConfig config() {
        return config(Firmware.V1, FaultSelection.none());
    }

    /** The usual field with misbehaviours as on the command line. */
    static FieldConfig misbehaving(Firmware firmware, String... misbehaviours) {
        return config(firmware, FaultSelection.none(), 1, misbehaviours);
    }

    static FieldConfig config(Firmware firmware, FaultSelection faults) {
        return config(firmware, faults, 1);
    }

    static FieldConfig config(
            Firmware firmware, FaultSelection faults, double share, String... misbehaviours) {
        FieldConfig usual = FieldConfig.DEFAULT;
        return new FieldConfig(
                usual.gateways(),
                usual.sensorsPerGateway(),
                usual.sensorsPerZone(),
                usual.interval(),
                usual.statusInterval(),
                usual.seed(),
                usual.timeLapse(),
                usual.site(),
                usual.soil(),
                usual.crop(),
                firmware,
                faults,
                Watering.COMMANDS,
                MisbehaviourSelection.parse(List.of(misbehaviours), share));
    }

    /** Lets time pass. */
    CommandedField advance(double seconds) {
        nowMillis += Math.round(seconds * 1000);
        take(simulation.advanceTo(nowMillis));
        return this;
    }

    /** Sends a command for a device to its gateway and lets it answer. */
    CommandedField send(Command command) {
        return send(command.deviceId(), command);
    }

    /** Sends a command to a device for whom it may not be. */
    CommandedField send(String deviceId, Command command) {
        return send(Topics.command(deviceId), new MessageEncoder().command(command));
    }

    /** Sends bytes to whichever gateway listens. */
    CommandedField send(String topic, byte[] payload) {
        for (FieldSimulation.Connection gateway : simulation.connections()) {
            if (gateway.filters().contains(topic)) {
                simulation.receive(gateway.id(), topic, payload, nowMillis);
            }
        }
        return advance(0);
    }

    /** An OPEN as of now, for two minutes, of the valve 000-A. */
    Command open(String id, int durationSeconds) {
        return open("000-A", id, durationSeconds, null);
    }

    Command open(String deviceId, String id, int durationSeconds, Double maxVolumeLiters) {
        return command(deviceId, id, Command.Action.OPEN, durationSeconds, maxVolumeLiters);
    }

    Command close(String id) {
        return command("000-A", id, Command.Action.CLOSE, null, null);
    }

    Command command(
            String deviceId,
            String id,
            Command.Action action,
            Integer durationSeconds,
            Double maxVolumeLiters) {
        return new Command(
                id,
                deviceId,
                null,
                null,
                action,
                durationSeconds,
                maxVolumeLiters,
                nowMillis,
                nowMillis + 120_000,
                null,
                null,
                null);
    }

    /** A command that has just expired. */
    Command expired(Command command) {
        return new Command(
                command.commandId(),
                command.deviceId(),
                null,
                null,
                command.action(),
                command.durationSeconds(),
                null,
                nowMillis - 1000,
                nowMillis - 1,
                null,
                null,
                null);
    }

    /** All acknowledgements so far: id, state, code, seconds, litres. */
    List<String> answers() {
        return acks.stream().map(CommandedField::line).toList();
    }

    /** Forgets what was said so far. */
    CommandedField clear() {
        Stream.of(messages, acks, valves, gateways, errors, readings).forEach(List::clear);
        return this;
    }

    List<CommandAck> acks() {
        return acks;
    }

    List<ValveStatus> valves(String deviceId) {
        return valves.stream().filter(valve -> valve.deviceId().equals(deviceId)).toList();
    }

    /** The last status of a valve. */
    ValveStatus valve(String deviceId) {
        List<ValveStatus> all = valves(deviceId);
        return all.get(all.size() - 1);
    }

    List<GatewayStatus> gateways() {
        return gateways;
    }

    List<GatewayError> errors() {
        return errors;
    }

    List<Reading> readings(String sensorId) {
        return readings.stream().filter(reading -> reading.sensorId().equals(sensorId)).toList();
    }

    List<OutgoingMessage> messages() {
        return messages;
    }

    Zone zone(String id) {
        return simulation.zones().stream()
                .filter(zone -> zone.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    FieldSimulation simulation() {
        return simulation;
    }

    long nowMillis() {
        return nowMillis;
    }

    @Override
    public void onReading(Reading reading, ElementBytes origin) {
        readings.add(reading);
    }

    @Override
    public void onGatewayMessage(GatewayMessage message) {
        if (message instanceof CommandAck ack) {
            acks.add(ack);
        } else if (message instanceof ValveStatus valve) {
            valves.add(valve);
        } else if (message instanceof GatewayStatus status) {
            gateways.add(status);
        } else if (message instanceof GatewayError error) {
            errors.add(error);
        }
    }

    @Override
    public void onRejected(RejectedMessage rejected) {
        throw new AssertionError("The contract refuses what the field says: " + rejected);
    }

    private void take(List<OutgoingMessage> due) {
        messages.addAll(due);
        due.forEach(sent -> decoder.decode(sent.topic(), sent.payload(), nowMillis, this));
    }

    private static String line(CommandAck ack) {
        return Stream.of(
                        ack.commandId(),
                        ack.state().name().toLowerCase(Locale.ROOT),
                        ack.code(),
                        ack.actualDurationSeconds() == null
                                ? null
                                : ack.actualDurationSeconds() + "s",
                        ack.volumeLiters() == null ? null : ack.volumeLiters() + "L")
                .filter(part -> part != null)
                .collect(Collectors.joining(" "));
    }
}
