package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes every payload in its canonical form, UTF-8. What {@link MessageDecoder} and {@link
 * ControlDecoder} make of it equals what went in, except what only receipt can know: topic, time of
 * receipt and the flags that decoding adds. Thread-safe.
 */
public final class MessageEncoder {

    /** What the original firmware's MQTT client can receive, header and topic included. */
    public static final int ORIGINAL_MAX_PACKET_BYTES = 256;

    /** Fixed header with a two-byte length, length of the topic, packet id. */
    private static final int PUBLISH_OVERHEAD_BYTES = 3 + 2 + 2;

    private final JsonFactory json = Json.factory(DecodeLimits.defaults().maxDepth());

    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    /** One v1 reading. A time of source {@link TimestampSource#INGEST} is left out. */
    public byte[] reading(Reading reading) {
        return encode(out -> writeReading(out, reading));
    }

    /** Several v1 readings in one message. */
    public byte[] readings(List<Reading> readings) {
        return encode(
                out -> {
                    out.writeStartArray();
                    for (Reading reading : readings) {
                        writeReading(out, reading);
                    }
                    out.writeEndArray();
                });
    }

    /**
     * Readings as the original firmware sends them: identifier and values, nothing else, so that
     * time and everything but the metrics is lost.
     */
    public byte[] originalReadings(List<Reading> readings) {
        return encode(
                out -> {
                    out.writeStartArray();
                    for (Reading reading : readings) {
                        out.writeStartObject();
                        out.writeStringField("identifier", reading.sensorId());
                        out.writeObjectFieldStart("values");
                        for (Measurement measurement : reading.measurements()) {
                            out.writeNumberField(
                                    originalName(measurement.metric()), measurement.value());
                        }
                        out.writeEndObject();
                        out.writeEndObject();
                    }
                    out.writeEndArray();
                });
    }

    public byte[] status(GatewayStatus status) {
        return object(
                Schemas.STATUS,
                out -> {
                    text(out, "gateway_id", status.gatewayId());
                    out.writeNumberField("ts", status.timestamp());
                    word(out, "state", status.state());
                    text(out, "boot_id", status.bootId());
                    number(out, "seq", status.sequence());
                    number(out, "uptime_s", status.uptimeSeconds());
                    text(out, "fw", status.firmware());
                    number(out, "rssi_dbm", status.rssiDbm());
                    number(out, "heap_free_b", status.heapFreeBytes());
                    number(out, "buffered_msgs", status.bufferedMessages());
                    if (status.ntpSynced() != null) {
                        out.writeBooleanField("ntp_synced", status.ntpSynced());
                    }
                    number(out, "clock_offset_ms", status.clockOffsetMs());
                    number(out, "active_rules_version", status.activeRulesVersion());
                    out.writeArrayFieldStart("valves");
                    for (GatewayStatus.Valve valve : status.valves()) {
                        writeValve(out, valve);
                    }
                    out.writeEndArray();
                });
    }

    public byte[] error(GatewayError error) {
        return object(
                Schemas.ERROR,
                out -> {
                    text(out, "gateway_id", error.gatewayId());
                    text(out, "device_id", error.deviceId());
                    text(out, "sensor_id", error.sensorId());
                    out.writeNumberField("ts", error.timestamp());
                    out.writeStringField("code", error.code());
                    word(out, "severity", error.severity());
                    text(out, "message", error.message());
                    out.writeObjectFieldStart("context");
                    for (var entry : new TreeMap<>(error.context()).entrySet()) {
                        out.writeStringField(entry.getKey(), entry.getValue());
                    }
                    out.writeEndObject();
                });
    }

    public byte[] diagnostics(Diagnostics diagnostics) {
        return object(
                Schemas.DIAGNOSTICS,
                out -> {
                    text(out, "gateway_id", diagnostics.gatewayId());
                    out.writeNumberField("ts", diagnostics.timestamp());
                    out.writeObjectFieldStart("metrics");
                    for (var entry : new TreeMap<>(diagnostics.metrics()).entrySet()) {
                        out.writeNumberField(entry.getKey(), entry.getValue());
                    }
                    out.writeEndObject();
                    number(out, "window_s", diagnostics.windowSeconds());
                });
    }

    public byte[] commandAck(CommandAck ack) {
        return object(
                Schemas.COMMAND_ACK,
                out -> {
                    out.writeStringField("command_id", ack.commandId());
                    text(out, "device_id", ack.deviceId());
                    text(out, "zone_id", ack.zoneId());
                    out.writeNumberField("ts", ack.timestamp());
                    word(out, "state", ack.state());
                    number(out, "actual_duration_s", ack.actualDurationSeconds());
                    number(out, "volume_l", ack.volumeLiters());
                    text(out, "code", ack.code());
                    text(out, "message", ack.message());
                });
    }

    public byte[] valveStatus(ValveStatus status) {
        return object(
                Schemas.VALVE_STATUS,
                out -> {
                    out.writeStringField("device_id", status.deviceId());
                    text(out, "identifier", status.identifier());
                    out.writeNumberField("ts", status.timestamp());
                    word(out, "valve", status.state());
                    number(out, "flow_lpm", status.flowLitersPerMinute());
                    number(out, "remaining_s", status.remainingSeconds());
                    text(out, "last_command_id", status.lastCommandId());
                });
    }

    public byte[] command(Command command) {
        return object(
                Schemas.COMMAND,
                out -> {
                    out.writeStringField("command_id", command.commandId());
                    out.writeStringField("device_id", command.deviceId());
                    text(out, "zone_id", command.zoneId());
                    text(out, "identifier", command.identifier());
                    out.writeStringField("action", command.action().name());
                    number(out, "duration_s", command.durationSeconds());
                    number(out, "max_volume_l", command.maxVolumeLiters());
                    out.writeNumberField("issued_ts", command.issuedAt());
                    out.writeNumberField("expires_ts", command.expiresAt());
                    number(out, "rules_version", command.rulesVersion());
                    text(out, "decision_id", command.decisionId());
                    text(out, "reason", command.reason());
                });
    }

    /**
     * A command of the original protocol.
     *
     * @param deviceId whose topic it goes to; the original's gateway number, for example {@code
     *     000}
     * @throws IllegalArgumentException if the packet would be larger than the firmware can receive:
     *     it would be ignored without a word
     */
    public byte[] originalCommand(String deviceId, OriginalCommand command) {
        byte[] payload =
                encode(
                        out -> {
                            out.writeStartObject();
                            out.writeStringField("identifier", command.identifier());
                            out.writeStringField("command", "AGUAR");
                            out.writeNumberField("time", command.durationMillis());
                            out.writeEndObject();
                        });
        int topicBytes = Topics.command(deviceId).getBytes(StandardCharsets.UTF_8).length;
        int packetBytes = PUBLISH_OVERHEAD_BYTES + topicBytes + payload.length;
        if (packetBytes > ORIGINAL_MAX_PACKET_BYTES) {
            throw new IllegalArgumentException(
                    "Command to "
                            + Excerpt.of(deviceId)
                            + " takes "
                            + packetBytes
                            + " bytes, the original firmware receives "
                            + ORIGINAL_MAX_PACKET_BYTES
                            + "; shorten the device id or the identifier");
        }
        return payload;
    }

    /** The payload's text is copied as it is; it must be one JSON object. */
    public byte[] systemUpdate(SystemUpdate update) {
        return object(
                Schemas.SYSTEM_UPDATE,
                out -> {
                    out.writeStringField("update_id", update.updateId());
                    out.writeNumberField("version", update.version());
                    out.writeNumberField("issued_ts", update.issuedAt());
                    out.writeNumberField("effective_ts", update.effectiveAt());
                    out.writeObjectFieldStart("scope");
                    out.writeArrayFieldStart("zones");
                    for (String zone : update.zones()) {
                        out.writeString(zone);
                    }
                    out.writeEndArray();
                    out.writeEndObject();
                    out.writeStringField("type", update.type().name());
                    word(out, "mode", update.mode());
                    out.writeFieldName("payload");
                    out.writeRawValue(update.payload());
                });
    }

    public byte[] alert(Alert alert) {
        return object(
                Schemas.ALERT,
                out -> {
                    out.writeStringField("alert_id", alert.alertId());
                    out.writeNumberField("ts", alert.timestamp());
                    out.writeStringField("code", alert.code().word());
                    word(out, "state", alert.state());
                    word(out, "severity", alert.severity());
                    out.writeStringField("message", alert.message());
                    text(out, "zone_id", alert.zoneId());
                    text(out, "gateway_id", alert.gatewayId());
                    text(out, "device_id", alert.deviceId());
                    text(out, "sensor_id", alert.sensorId());
                    text(out, "command_id", alert.commandId());
                    number(out, "rules_version", alert.rulesVersion());
                });
    }

    private static void writeReading(JsonGenerator out, Reading reading) throws IOException {
        out.writeStartObject();
        out.writeStringField("schema", Schemas.READING);
        text(out, "message_id", reading.messageId());
        text(out, "gateway_id", reading.gatewayId());
        out.writeStringField("sensor_id", reading.sensorId());
        text(out, "zone_id", reading.zoneId());
        number(out, "seq", reading.sequence());
        if (reading.timestampSource() != TimestampSource.INGEST) {
            out.writeNumberField("ts", reading.timestamp());
            out.writeStringField("ts_source", reading.timestampSource().column());
        }
        if (reading.historical()) {
            out.writeBooleanField("historical", true);
        }
        number(out, "sample_period_s", reading.samplePeriodSeconds());
        out.writeObjectFieldStart("values");
        for (Measurement measurement : reading.measurements()) {
            writeMeasurement(out, measurement);
        }
        out.writeEndObject();
        writeQuality(out, reading.flags());
        text(out, "fw", reading.firmware());
        out.writeEndObject();
    }

    private static void writeMeasurement(JsonGenerator out, Measurement measurement)
            throws IOException {
        Optional<Metric> known = Metric.named(measurement.metric());
        String unit = known.isPresent() ? known.get().unit() : measurement.unit();
        if (unit == null) {
            out.writeNumberField(measurement.metric(), measurement.value());
            return;
        }
        out.writeObjectFieldStart(measurement.metric());
        out.writeNumberField("v", measurement.value());
        out.writeStringField("u", unit);
        out.writeEndObject();
    }

    private static void writeQuality(JsonGenerator out, List<String> flags) throws IOException {
        List<String> doubted =
                flags.stream()
                        .filter(flag -> flag.startsWith(Flags.SENDER_QUALITY_OF))
                        .map(flag -> flag.substring(Flags.SENDER_QUALITY_OF.length()))
                        .toList();
        if (doubted.isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("quality");
        for (String metric : doubted) {
            out.writeStringField(metric, "suspect");
        }
        out.writeEndObject();
    }

    private static void writeValve(JsonGenerator out, GatewayStatus.Valve valve)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("device_id", valve.deviceId());
        word(out, "valve", valve.state());
        number(out, "flow_lpm", valve.flowLitersPerMinute());
        number(out, "remaining_s", valve.remainingSeconds());
        text(out, "last_command_id", valve.lastCommandId());
        out.writeEndObject();
    }

    private static String originalName(String metric) {
        return metric.equals(Metric.SOIL_MOISTURE_RELATIVE.metricName()) ? "soil_humidity" : metric;
    }

    private static void text(JsonGenerator out, String name, @Nullable String value)
            throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
    }

    private static void word(JsonGenerator out, String name, Enum<?> value) throws IOException {
        out.writeStringField(name, value.name().toLowerCase(Locale.ROOT));
    }

    private static void number(JsonGenerator out, String name, @Nullable Number value)
            throws IOException {
        if (value instanceof Double real) {
            out.writeNumberField(name, real);
        } else if (value != null) {
            out.writeNumberField(name, value.longValue());
        }
    }

    private byte[] object(String schema, Body members) {
        return encode(
                out -> {
                    out.writeStartObject();
                    out.writeStringField("schema", schema);
                    members.write(out);
                    out.writeEndObject();
                });
    }

    private byte[] encode(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = json.createGenerator(bytes)) {
            body.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to memory", e);
        }
        return bytes.toByteArray();
    }
}
