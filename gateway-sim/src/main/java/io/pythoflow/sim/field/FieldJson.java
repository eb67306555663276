package io.pythoflow.sim.field;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Diagnostics;
import io.pythoflow.contract.payload.GatewayError;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.sim.field.sensor.Measured;
import io.pythoflow.sim.field.soil.FieldPhysics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The payloads of a gateway as JSON. */
final class FieldJson {

    /** The original firmware's word for the relative wetness of the soil. */
    private static final String ORIGINAL_SOIL_MOISTURE = "soil_humidity";

    private static final JsonFactory JSON = new JsonFactory();

    private FieldJson() {}

    /** What one node of an original gateway answered. */
    record NodeValues(String identifier, List<Measured> values) {}

    /** {@code pythoflow.reading/1}. */
    static byte[] reading(
            FieldReading reading, OptionalLong sentMillis, boolean historical, String firmware) {
        return object(
                "pythoflow.reading/1",
                json -> {
                    json.writeStringField("message_id", reading.messageId());
                    json.writeStringField("gateway_id", reading.gatewayId());
                    json.writeStringField("sensor_id", reading.sensorId());
                    json.writeStringField("zone_id", reading.zoneId());
                    json.writeNumberField("seq", reading.sequence());
                    if (reading.timestamp().isPresent()) {
                        json.writeNumberField("ts", reading.timestamp().getAsLong());
                    }
                    json.writeStringField("ts_source", reading.timestampSource());
                    if (sentMillis.isPresent()) {
                        json.writeNumberField("sent_ts", sentMillis.getAsLong());
                    }
                    json.writeBooleanField("historical", historical);
                    if (reading.samplePeriodSeconds() > 0) {
                        json.writeNumberField("sample_period_s", reading.samplePeriodSeconds());
                    }
                    json.writeObjectFieldStart("values");
                    for (Measured value : reading.values()) {
                        writeValue(json, value);
                    }
                    json.writeEndObject();
                    json.writeStringField("fw", firmware);
                });
    }

    /** The original firmware's array: no time, no unit, no gateway. */
    static byte[] original(List<NodeValues> nodes) {
        return write(
                json -> {
                    json.writeStartArray();
                    for (NodeValues node : nodes) {
                        json.writeStartObject();
                        json.writeStringField("identifier", node.identifier());
                        json.writeObjectFieldStart("values");
                        for (Measured value : node.values()) {
                            json.writeFieldName(originalName(value.metric()));
                            writeNumber(json, value.value());
                        }
                        json.writeEndObject();
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    /** {@code pythoflow.status/1}. */
    static byte[] status(GatewayStatus status) {
        return object(
                "pythoflow.status/1",
                json -> {
                    writeText(json, "gateway_id", status.gatewayId());
                    json.writeNumberField("ts", status.timestamp());
                    json.writeStringField("state", lower(status.state()));
                    writeText(json, "boot_id", status.bootId());
                    writeWhole(json, "seq", status.sequence());
                    writeWhole(json, "uptime_s", status.uptimeSeconds());
                    writeText(json, "fw", status.firmware());
                    if (status.rssiDbm() != null) {
                        json.writeFieldName("rssi_dbm");
                        writeNumber(json, status.rssiDbm());
                    }
                    writeWhole(json, "heap_free_b", status.heapFreeBytes());
                    writeWhole(json, "buffered_msgs", status.bufferedMessages());
                    if (status.ntpSynced() != null) {
                        json.writeBooleanField("ntp_synced", status.ntpSynced());
                    }
                    json.writeArrayFieldStart("valves");
                    for (GatewayStatus.Valve valve : status.valves()) {
                        writeValve(json, valve);
                    }
                    json.writeEndArray();
                });
    }

    /**
     * The last will. It carries no time: the broker publishes it long after it was written, so the
     * receiver's clock knows better.
     */
    static byte[] lastWill(String gatewayId, String bootId, String firmware) {
        return object(
                "pythoflow.status/1",
                json -> {
                    json.writeStringField("gateway_id", gatewayId);
                    json.writeStringField("state", lower(GatewayStatus.State.OFFLINE));
                    json.writeStringField("boot_id", bootId);
                    json.writeStringField("fw", firmware);
                });
    }

    /** {@code pythoflow.error/1}. */
    static byte[] error(GatewayError error) {
        return object(
                "pythoflow.error/1",
                json -> {
                    writeText(json, "gateway_id", error.gatewayId());
                    writeText(json, "device_id", error.deviceId());
                    writeText(json, "sensor_id", error.sensorId());
                    json.writeNumberField("ts", error.timestamp());
                    json.writeStringField("code", error.code());
                    json.writeStringField("severity", lower(error.severity()));
                    writeText(json, "message", error.message());
                    json.writeObjectFieldStart("context");
                    for (Map.Entry<String, String> entry :
                            new TreeMap<>(error.context()).entrySet()) {
                        json.writeStringField(entry.getKey(), entry.getValue());
                    }
                    json.writeEndObject();
                });
    }

    /** {@code pythoflow.diag/1}; metrics in the order of their names. */
    static byte[] diagnostics(Diagnostics diagnostics) {
        return object(
                "pythoflow.diag/1",
                json -> {
                    writeText(json, "gateway_id", diagnostics.gatewayId());
                    json.writeNumberField("ts", diagnostics.timestamp());
                    json.writeObjectFieldStart("metrics");
                    for (Map.Entry<String, Double> entry :
                            new TreeMap<>(diagnostics.metrics()).entrySet()) {
                        json.writeFieldName(entry.getKey());
                        writeNumber(json, entry.getValue());
                    }
                    json.writeEndObject();
                    writeWhole(json, "window_s", diagnostics.windowSeconds());
                });
    }

    private static void writeValue(JsonGenerator json, Measured value) throws IOException {
        json.writeObjectFieldStart(value.metric().metricName());
        json.writeFieldName("v");
        writeNumber(json, value.value());
        json.writeStringField("u", value.metric().unit());
        if (value.metric() == Metric.SOIL_MOISTURE) {
            json.writeNumberField("depth_cm", FieldPhysics.SENSOR_DEPTH_CM);
        }
        json.writeEndObject();
    }

    private static void writeValve(JsonGenerator json, GatewayStatus.Valve valve)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("device_id", valve.deviceId());
        json.writeStringField("valve", lower(valve.state()));
        if (valve.flowLitersPerMinute() != null) {
            json.writeFieldName("flow_lpm");
            writeNumber(json, valve.flowLitersPerMinute());
        }
        if (valve.remainingSeconds() != null) {
            json.writeFieldName("remaining_s");
            writeNumber(json, valve.remainingSeconds());
        }
        writeText(json, "last_command_id", valve.lastCommandId());
        json.writeEndObject();
    }

    private static String originalName(Metric metric) {
        return metric == Metric.SOIL_MOISTURE_RELATIVE
                ? ORIGINAL_SOIL_MOISTURE
                : metric.metricName();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void writeText(JsonGenerator json, String name, @Nullable String text)
            throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }

    private static void writeWhole(JsonGenerator json, String name, @Nullable Long number)
            throws IOException {
        if (number != null) {
            json.writeNumberField(name, number);
        }
    }

    /** 700, not 700.0: an ESP prints whole numbers whole. */
    private static void writeNumber(JsonGenerator json, double value) throws IOException {
        if (value == Math.rint(value)) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(value);
        }
    }

    private static byte[] object(String schema, Body body) {
        return write(
                json -> {
                    json.writeStartObject();
                    json.writeStringField("schema", schema);
                    body.write(json);
                    json.writeEndObject();
                });
    }

    private static byte[] write(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write JSON into memory", e);
        }
        return bytes.toByteArray();
    }

    @FunctionalInterface
    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }
}
