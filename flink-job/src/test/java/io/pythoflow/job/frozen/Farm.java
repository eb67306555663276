package io.pythoflow.job.frozen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pythoflow.contract.codec.ControlDecoder;
import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.InvalidPayloadException;
import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.mqtt.HandFedSource.Hand;
import io.pythoflow.job.mqtt.MqttMessage;
import io.pythoflow.job.testing.ReadingBuilder;
import java.util.List;

/** What sensors, gateways, devices and people say to a job, received at the time of its clock. */
final class Farm {

    private static final MessageEncoder ENCODER = new MessageEncoder();
    private static final ControlDecoder DECODER = new ControlDecoder(DecodeLimits.defaults());

    /** Litres a minute, with which a device says that its valve is shut. */
    private static final double NO_FLOW = 0;

    private final RunningJob job;

    Farm(RunningJob job) {
        this.job = job;
    }

    /** On the topic of the sensor. */
    void measures(ReadingBuilder reading) {
        var built = reading.build();
        send(Topics.sensorData(built.sensorId()), ENCODER.reading(built));
    }

    /** As the original firmware says it: without id, and without time. */
    void measuresAsOriginally(ReadingBuilder reading) {
        send(Topics.GATEWAY_STATUS, ENCODER.originalReadings(List.of(reading.build())));
    }

    void says(String topic, String nonsense) {
        send(topic, nonsense.getBytes(UTF_8));
    }

    void reports(String gateway, GatewayStatus.State state) {
        send(
                Topics.GATEWAY_STATUS,
                ENCODER.status(
                        new GatewayStatus(
                                gateway,
                                TaskClock.now(),
                                0,
                                state,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                List.of())));
    }

    void reportsShut(String device) {
        send(
                Topics.commandAck(device),
                ENCODER.valveStatus(
                        new ValveStatus(
                                device,
                                null,
                                TaskClock.now(),
                                0,
                                ValveState.CLOSED,
                                NO_FLOW,
                                null,
                                null)));
    }

    /**
     * The device that was told to open answers, where answers are heard early or where they are
     * kept.
     */
    void answers(String device, State state, Hand where) {
        Command command = openingOf(device);
        Double seconds = state == State.COMPLETED ? (double) command.durationSeconds() : null;
        send(
                where,
                Topics.commandAck(device),
                ENCODER.commandAck(
                        new CommandAck(
                                command.commandId(),
                                device,
                                command.zoneId(),
                                TaskClock.now(),
                                0,
                                state,
                                seconds,
                                seconds,
                                null,
                                null)));
    }

    private static Command openingOf(String device) {
        return Heard.openings().stream()
                .filter(one -> one.topic().equals(Topics.command(device)))
                .map(one -> command(one.payload()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Device " + device + " was told nothing"));
    }

    private static Command command(byte[] payload) {
        try {
            return DECODER.command(payload);
        } catch (InvalidPayloadException e) {
            throw new AssertionError("Not a command: " + new String(payload, UTF_8), e);
        }
    }

    /** A whole document, retained. */
    void publishesRules(long version, String document) {
        publishesRules(version, SystemUpdate.Mode.REPLACE, document);
    }

    /** A part, which only those can obey who have the version before. */
    void changesRules(long version, String patch) {
        publishesRules(version, SystemUpdate.Mode.MERGE, patch);
    }

    private void publishesRules(long version, SystemUpdate.Mode mode, String payload) {
        byte[] update =
                ENCODER.systemUpdate(
                        new SystemUpdate(
                                "update-" + version,
                                version,
                                TaskClock.now(),
                                TaskClock.now(),
                                SystemUpdate.ALL_ZONES,
                                SystemUpdate.Type.RULES,
                                mode,
                                payload));
        job.systemUpdates()
                .message(
                        new MqttMessage(
                                Topics.SYSTEM_UPDATES,
                                update,
                                TaskClock.now(),
                                1,
                                false,
                                mode == SystemUpdate.Mode.REPLACE));
    }

    private void send(String topic, byte[] payload) {
        send(job.messages(), topic, payload);
    }

    private static void send(Hand where, String topic, byte[] payload) {
        where.message(new MqttMessage(topic, payload, TaskClock.now(), 1, false, false));
    }
}
