package io.pythoflow.contract.codec;

import io.pythoflow.contract.payload.Diagnostics;
import io.pythoflow.contract.payload.GatewayError;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.RejectedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps everything a decoder hands on, and tells it in lines. */
class RecordingHandler implements MessageHandler {

    /** 2025-01-01T00:00:05Z, when every message of these tests was received. */
    static final long RECEIVED_AT = 1_735_689_605_000L;

    static final String SENSOR_TOPIC = "irrigation/sensors/A1/data";
    static final String STATUS_TOPIC = "irrigation/gateway/status";

    final List<Reading> readings = new ArrayList<>();
    final List<ElementBytes> origins = new ArrayList<>();
    final List<GatewayMessage> gatewayMessages = new ArrayList<>();
    final List<RejectedMessage> rejects = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    int unkept;

    static RecordingHandler decode(String topic, byte[] payload) {
        return decode(DecodeLimits.defaults(), topic, payload);
    }

    static RecordingHandler decode(String topic, String payload) {
        return decode(topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    static RecordingHandler decode(DecodeLimits limits, String topic, String payload) {
        return decode(limits, topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    static RecordingHandler decode(DecodeLimits limits, String topic, byte[] payload) {
        RecordingHandler found = new RecordingHandler();
        new MessageDecoder(limits).decode(topic, payload, RECEIVED_AT, found);
        return found;
    }

    /** The one reading there is. */
    Reading reading() {
        if (readings.size() != 1 || !rejects.isEmpty()) {
            throw new AssertionError("Expected one reading and nothing else, found " + lines);
        }
        return readings.get(0);
    }

    /** The reason of the one reject there is. */
    RejectReason rejectReason() {
        if (rejects.size() != 1) {
            throw new AssertionError("Expected one reject, found " + lines);
        }
        return RejectReason.valueOf(rejects.get(0).reason().toUpperCase(Locale.ROOT));
    }

    int elements() {
        return readings.size() + gatewayMessages.size() + rejects.size() + unkept;
    }

    @Override
    public void onReading(Reading reading, ElementBytes origin) {
        readings.add(reading);
        origins.add(origin);
        lines.add(describe(reading) + where(origin.element()));
    }

    @Override
    public void onGatewayMessage(GatewayMessage message) {
        gatewayMessages.add(message);
        lines.add(describe(message));
    }

    @Override
    public void onRejected(RejectedMessage rejected) {
        rejects.add(rejected);
        lines.add(
                "rejected "
                        + rejected.reason()
                        + where(rejected.element())
                        + ": "
                        + rejected.detail()
                        + (rejected.element() == null ? "" : " | " + text(rejected.payload())));
    }

    @Override
    public void onUnkept(RejectReason reason, int elements) {
        unkept += elements;
        lines.add("unkept " + reason.code() + " " + elements);
    }

    private static String describe(Reading reading) {
        StringBuilder line = new StringBuilder("reading " + reading.sensorId());
        line.append(" at ").append(Instant.ofEpochMilli(reading.timestamp()));
        line.append(" by ").append(reading.timestampSource().column());
        append(line, "message", reading.messageId());
        append(line, "gateway", reading.gatewayId());
        append(line, "zone", reading.zoneId());
        append(line, "seq", reading.sequence());
        append(line, "period", reading.samplePeriodSeconds());
        append(line, "firmware", reading.firmware());
        line.append(reading.historical() ? " historical" : "");
        line.append(
                reading.measurements().stream()
                        .map(RecordingHandler::describe)
                        .collect(Collectors.joining(", ", " {", "}")));
        line.append(reading.flags().isEmpty() ? "" : " flags " + reading.flags());
        return line.toString();
    }

    /** With its maps in alphabetical order. */
    private static String describe(GatewayMessage message) {
        if (message instanceof Diagnostics diagnostics) {
            return message.toString()
                    .replace(
                            diagnostics.metrics().toString(),
                            new TreeMap<>(diagnostics.metrics()).toString());
        }
        if (message instanceof GatewayError error) {
            return message.toString()
                    .replace(error.context().toString(), new TreeMap<>(error.context()).toString());
        }
        return message.toString();
    }

    private static String describe(Measurement measurement) {
        String unit = measurement.unit() == null ? "" : " " + measurement.unit();
        return measurement.metric() + "=" + measurement.value() + unit;
    }

    private static void append(StringBuilder line, String name, @Nullable Object value) {
        if (value != null) {
            line.append(' ').append(name).append('=').append(value);
        }
    }

    private static String where(@Nullable Integer element) {
        return element == null ? "" : " as element " + element;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
