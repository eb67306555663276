package io.pythoflow.contract.codec;

import static io.pythoflow.contract.codec.RecordingHandler.RECEIVED_AT;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.Schema;
import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.Diagnostics;
import io.pythoflow.contract.payload.Flags;
import io.pythoflow.contract.payload.GatewayError;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.OriginalCommand;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.payload.TimestampSource;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.topic.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the encoder writes fits its schema, and decodes to what was encoded. */
class RoundTripTest {

    private static final int ROUNDS = 500;
    private static final String LETTERS = "aZ09-_.:/ äß€\uD83C\uDF31\"\\{[";

    private final Random random = new Random(7);
    private final MessageEncoder encoder = new MessageEncoder();
    private final ControlDecoder control = new ControlDecoder(DecodeLimits.defaults());

    @Test
    void readings() {
        Schema schema = Schema.named("reading-1");
        for (int i = 0; i < ROUNDS; i++) {
            Reading reading = reading();
            byte[] payload = encoder.reading(reading);

            assertThat(schema.violations(payload)).isEmpty();
            assertThat(RecordingHandler.decode(reading.topic(), payload).reading())
                    .isEqualTo(reading);
        }
    }

    @Test
    void severalReadingsInOneMessage() {
        List<Reading> readings = Arrays.asList(reading(), reading(), reading());

        RecordingHandler found =
                RecordingHandler.decode(RecordingHandler.STATUS_TOPIC, encoder.readings(readings));

        assertThat(found.readings)
                .map(Reading::measurements)
                .isEqualTo(readings.stream().map(Reading::measurements).toList());
    }

    @Test
    void originalReadings() {
        Schema schema = Schema.named("original-readings");
        for (int i = 0; i < ROUNDS; i++) {
            List<Reading> readings = List.of(withoutUnits(reading()), withoutUnits(reading()));
            byte[] payload = encoder.originalReadings(readings);

            assertThat(schema.violations(payload)).isEmpty();
            RecordingHandler found =
                    RecordingHandler.decode(RecordingHandler.STATUS_TOPIC, payload);
            assertThat(found.rejects).isEmpty();
            assertThat(found.readings)
                    .map(Reading::sensorId)
                    .isEqualTo(readings.stream().map(Reading::sensorId).toList());
            assertThat(found.readings)
                    .map(Reading::measurements)
                    .isEqualTo(readings.stream().map(Reading::measurements).toList());
        }
    }

    @Test
    void noReadingsAreAnEmptyArray() {
        assertThat(encoder.originalReadings(List.of())).asString().isEqualTo("[]");
    }

    @Test
    void statuses() {
        Schema schema = Schema.named("status-1");
        for (int i = 0; i < ROUNDS; i++) {
            GatewayStatus status = status();
            byte[] payload = encoder.status(status);

            assertThat(schema.violations(payload)).isEmpty();
            assertThat(RecordingHandler.decode(Topics.GATEWAY_STATUS, payload).gatewayMessages)
                    .containsExactly(status);
        }
    }

    @Test
    void errors() {
        Schema schema = Schema.named("error-1");
        for (int i = 0; i < ROUNDS; i++) {
            GatewayError error =
                    new GatewayError(
                            maybe(this::id),
                            maybe(this::id),
                            maybe(this::id),
                            time(),
                            RECEIVED_AT,
                            id(),
                            one(GatewayError.Severity.values()),
                            maybe(this::id),
                            random.nextBoolean() ? Map.of() : Map.of(id(), id()));
            byte[] payload = encoder.error(error);

            assertThat(schema.violations(payload)).isEmpty();
            assertThat(RecordingHandler.decode(Topics.ERRORS, payload).gatewayMessages)
                    .containsExactly(error);
        }
    }

    @Test
    void diagnostics() {
        Schema schema = Schema.named("diag-1");
        for (int i = 0; i < ROUNDS; i++) {
            Diagnostics diagnostics =
                    new Diagnostics(
                            maybe(this::id),
                            time(),
                            RECEIVED_AT,
                            Map.of(id() + "a", number(), id() + "b", number()),
                            maybe(this::count));
            byte[] payload = encoder.diagnostics(diagnostics);

            assertThat(schema.violations(payload)).isEmpty();
            assertThat(RecordingHandler.decode(Topics.DIAGNOSTICS, payload).gatewayMessages)
                    .containsExactly(diagnostics);
        }
    }

    @Test
    void acknowledgements() {
        Schema schema = Schema.named("command_ack-1");
        for (int i = 0; i < ROUNDS; i++) {
            CommandAck ack =
                    new CommandAck(
                            id(),
                            "00" + random.nextInt(10),
                            maybe(this::id),
                            time(),
                            RECEIVED_AT,
                            one(CommandAck.State.values()),
                            maybe(this::number),
                            maybe(this::number),
                            maybe(this::id),
                            maybe(this::id));
            byte[] payload = encoder.commandAck(ack);

            assertThat(schema.violations(payload)).isEmpty();
            assertThat(
                            RecordingHandler.decode(Topics.commandAck(ack.deviceId()), payload)
                                    .gatewayMessages)
                    .containsExactly(ack);
        }
    }

    @Test
    void valveStatuses() {
        Schema schema = Schema.named("valve_status-1");
        for (int i = 0; i < ROUNDS; i++) {
            ValveStatus status =
                    new ValveStatus(
                            "00" + random.nextInt(10),
                            maybe(this::id),
                            time(),
                            RECEIVED_AT,
                            one(GatewayStatus.ValveState.values()),
                            maybe(this::number),
                            maybe(this::number),
                            maybe(this::id));
            byte[] payload = encoder.valveStatus(status);

            assertThat(schema.violations(payload)).isEmpty();
            assertThat(
                            RecordingHandler.decode(Topics.commandAck(status.deviceId()), payload)
                                    .gatewayMessages)
                    .containsExactly(status);
        }
    }

    @Test
    void alerts() throws InvalidPayloadException {
        Schema schema = Schema.named("alert-1");
        for (int i = 0; i < ROUNDS; i++) {
            Alert alert =
                    new Alert(
                            id(),
                            time(),
                            one(Alert.Code.values()),
                            one(Alert.State.values()),
                            one(GatewayError.Severity.values()),
                            id(),
                            maybe(this::id),
                            maybe(this::id),
                            maybe(this::id),
                            maybe(this::id),
                            maybe(this::id),
                            maybe(this::count));
            byte[] payload = encoder.alert(alert);

            assertThat(schema.violations(payload)).isEmpty();
            assertThat(control.alert(payload)).isEqualTo(alert);
        }
    }

    @Test
    void commands() throws InvalidPayloadException {
        Schema schema = Schema.named("command-1");
        for (int i = 0; i < ROUNDS; i++) {
            Command.Action action = one(Command.Action.values());
            long issuedAt = time();
            Command command =
                    new Command(
                            id(),
                            id(),
                            maybe(this::id),
                            maybe(this::id),
                            action,
                            action == Command.Action.OPEN ? 1 + random.nextInt(7200) : null,
                            maybe(() -> 0.1 + random.nextInt(500)),
                            issuedAt,
                            issuedAt + 1 + random.nextInt(120_000),
                            maybe(this::count),
                            maybe(this::id),
                            maybe(this::id));
            byte[] payload = encoder.command(command);

            assertThat(schema.violations(payload)).isEmpty();
            assertThat(control.command(payload)).isEqualTo(command);
        }
    }

    @Test
    void originalCommands() throws InvalidPayloadException {
        Schema schema = Schema.named("command-original");
        for (int i = 0; i < ROUNDS; i++) {
            OriginalCommand command =
                    new OriginalCommand("A" + random.nextInt(9), 1 + random.nextInt(600_000));
            byte[] payload = encoder.originalCommand("000", command);

            assertThat(schema.violations(payload)).isEmpty();
            assertThat(control.originalCommand(payload)).isEqualTo(command);
        }
    }

    @Test
    void systemUpdates() throws InvalidPayloadException {
        Schema schema = Schema.named("system_update-1");
        for (int i = 0; i < ROUNDS; i++) {
            SystemUpdate update =
                    new SystemUpdate(
                            id(),
                            1 + count(),
                            time(),
                            time(),
                            List.of(id(), "*"),
                            one(SystemUpdate.Type.values()),
                            one(SystemUpdate.Mode.values()),
                            "{ \"zones\" : [ {\"id\":\"ä\"} ] , \"n\": " + count() + "}");
            byte[] payload = encoder.systemUpdate(update);

            assertThat(schema.violations(payload)).isEmpty();
            assertThat(control.systemUpdate(payload)).isEqualTo(update);
        }
    }

    private Reading reading() {
        TimestampSource source = one(TimestampSource.values());
        String sensorId = "A" + random.nextInt(100);
        List<Measurement> measurements = measurements();
        return new Reading(
                maybe(this::id),
                sensorId,
                maybe(this::id),
                maybe(this::id),
                source == TimestampSource.INGEST ? RECEIVED_AT : time(),
                source,
                RECEIVED_AT,
                maybe(random::nextLong),
                maybe(() -> 1 + random.nextInt(3600)),
                random.nextBoolean(),
                measurements,
                flags(measurements),
                Topics.sensorData(sensorId),
                maybe(this::id));
    }

    private List<Measurement> measurements() {
        List<Measurement> measurements = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            if (random.nextInt(3) == 0) {
                measurements.add(new Measurement(metric.metricName(), number(), null));
            }
        }
        IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(i -> new Measurement(i + " " + id(), number(), maybe(this::id)))
                .forEach(measurements::add);
        return measurements;
    }

    /** Those that decoding adds, and the sender's doubt in one metric. */
    private List<String> flags(List<Measurement> measurements) {
        TreeSet<String> flags = new TreeSet<>();
        for (Measurement measurement : measurements) {
            Metric.named(measurement.metric())
                    .filter(metric -> !metric.inRange(measurement.value()))
                    .ifPresent(metric -> flags.add(Flags.OUT_OF_RANGE + metric.metricName()));
        }
        if (random.nextBoolean()) {
            flags.add(Flags.SENDER_QUALITY_OF + measurements.get(0).metric());
        }
        return List.copyOf(flags);
    }

    private static Reading withoutUnits(Reading reading) {
        TreeMap<String, Measurement> plain = new TreeMap<>();
        reading.measurements()
                .forEach(m -> plain.put(m.metric(), new Measurement(m.metric(), m.value(), null)));
        return new Reading(
                null,
                reading.sensorId(),
                null,
                null,
                RECEIVED_AT,
                TimestampSource.INGEST,
                RECEIVED_AT,
                null,
                null,
                false,
                List.copyOf(plain.values()),
                List.of(),
                RecordingHandler.STATUS_TOPIC,
                null);
    }

    private GatewayStatus status() {
        GatewayStatus.Valve valve =
                new GatewayStatus.Valve(
                        id(),
                        one(GatewayStatus.ValveState.values()),
                        maybe(this::number),
                        maybe(this::number),
                        maybe(this::id));
        return new GatewayStatus(
                id(),
                time(),
                RECEIVED_AT,
                one(GatewayStatus.State.values()),
                maybe(this::id),
                maybe(this::count),
                maybe(this::count),
                maybe(this::id),
                maybe(this::number),
                maybe(this::count),
                maybe(this::count),
                maybe(random::nextBoolean),
                maybe(this::count),
                maybe(this::count),
                random.nextBoolean() ? List.of() : List.of(valve));
    }

    /** Printable, not blank, with what JSON must escape and characters of one to four bytes. */
    private String id() {
        StringBuilder id = new StringBuilder("x");
        int[] letters = LETTERS.codePoints().toArray();
        IntStream.range(0, random.nextInt(20))
                .forEach(i -> id.appendCodePoint(letters[random.nextInt(letters.length)]));
        return id.toString();
    }

    private long time() {
        return RECEIVED_AT - random.nextInt(1_000_000_000);
    }

    private Long count() {
        return (long) random.nextInt(1_000_000);
    }

    private Double number() {
        return random.nextBoolean() ? random.nextGaussian() * 100 : random.nextInt(50);
    }

    private <T> T one(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> T maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }
}
