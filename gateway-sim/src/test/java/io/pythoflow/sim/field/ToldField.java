package io.pythoflow.sim.field;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.agronomy.Soil;
import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.ElementBytes;
import io.pythoflow.contract.codec.MessageDecoder;
import io.pythoflow.contract.codec.MessageHandler;
import io.pythoflow.contract.payload.Diagnostics;
import io.pythoflow.contract.payload.GatewayError;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.sim.field.fault.Fault;
import io.pythoflow.sim.field.fault.FaultSelection;
import io.pythoflow.sim.field.soil.Site;
import io.pythoflow.sim.field.soil.Watering;
import io.pythoflow.sim.field.valve.MisbehaviourSelection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A field that waters itself, and all that it says, read with the decoder of the contract. */
final class ToldField implements MessageHandler {

    static final ZoneId FARM = ZoneId.of("America/Sao_Paulo");
    static final Instant NOW = Instant.parse("2026-09-10T18:00:00Z");

    private final MessageDecoder decoder = new MessageDecoder(DecodeLimits.defaults());
    private final List<OutgoingMessage> messages = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final List<GatewayMessage> said = new ArrayList<>();
    private final List<RejectedMessage> rejected = new ArrayList<>();

    /** The whole past of a field. */
    static ToldField past(FieldConfig config, Past past) {
        ToldField told = new ToldField();
        FieldSimulation field = FieldSimulation.of(config, past);
        told.take(field.advanceTo(past.endMillis()));
        told.take(field.flush(past.endMillis()));
        told.take(field.stop(past.endMillis()));
        return told;
    }

    /** What a field says that starts at a time. */
    static ToldField live(FieldConfig config, long startMillis, Duration duration) {
        ToldField told = new ToldField();
        FieldSimulation field = new FieldSimulation(config, startMillis);
        told.take(field.advanceTo(startMillis + duration.toMillis()));
        return told;
    }

    /** Days of the past of the farm. */
    static Past days(int days) {
        return Past.of(Duration.ofDays(days), FARM, NOW);
    }

    /** Lettuce in the dry season, measured every 10 minutes. */
    static FieldConfig config(FaultSelection faults, Past past) {
        return config(faults, past, 1);
    }

    static FieldConfig config(FaultSelection faults, Past past, double timeLapse) {
        return new FieldConfig(
                2,
                4,
                2,
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                4,
                timeLapse,
                new Site(-22.9, 650, past.firstDay()),
                Soil.LOAM,
                Crop.LETTUCE,
                Firmware.V1,
                faults,
                Watering.RULE,
                MisbehaviourSelection.none());
    }

    static FaultSelection only(Fault fault, double rate) {
        return new FaultSelection(Set.of(fault), rate);
    }

    List<OutgoingMessage> messages() {
        return messages;
    }

    List<Reading> readings() {
        return readings;
    }

    List<RejectedMessage> rejected() {
        return rejected;
    }

    List<ValveStatus> valves() {
        return those(ValveStatus.class);
    }

    List<ValveStatus> valves(String deviceId) {
        return valves().stream().filter(valve -> valve.deviceId().equals(deviceId)).toList();
    }

    List<GatewayStatus> gateways() {
        return those(GatewayStatus.class);
    }

    List<Diagnostics> diagnostics() {
        return those(Diagnostics.class);
    }

    List<GatewayError> errors() {
        return those(GatewayError.class);
    }

    /** Everything but the readings, in the order in which it was sent. */
    List<GatewayMessage> said() {
        return said;
    }

    List<String> texts() {
        return messages.stream()
                .map(sent -> sent.sendMillis() + sent.topic() + text(sent))
                .toList();
    }

    static String text(OutgoingMessage message) {
        return new String(message.payload(), UTF_8);
    }

    private <T> List<T> those(Class<T> type) {
        return said.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void onReading(Reading reading, ElementBytes origin) {
        readings.add(reading);
    }

    @Override
    public void onGatewayMessage(GatewayMessage message) {
        said.add(message);
    }

    @Override
    public void onRejected(RejectedMessage message) {
        rejected.add(message);
    }

    private void take(List<OutgoingMessage> due) {
        messages.addAll(due);
        due.forEach(
                sent ->
                        decoder.decode(
                                sent.topic(), sent.payload(), NOW.toEpochMilli() + 1000, this));
    }
}
