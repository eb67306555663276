package io.pythoflow.sim.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JSON of readings: the current shape and that of the original firmware. */
public final class ReadingJson {

    private static final String SCHEMA = "pythoflow.reading/1";
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private ReadingJson() {}

    /** One object for one reading, an array for several. */
    public static byte[] readings(List<OutgoingReading> readings) {
        return written(
                json -> {
                    if (readings.size() != 1) {
                        json.writeStartArray();
                    }
                    for (OutgoingReading reading : readings) {
                        writeReading(json, reading);
                    }
                    if (readings.size() != 1) {
                        json.writeEndArray();
                    }
                });
    }

    /** What the original firmware sends: an array, bare numbers, neither id nor time nor unit. */
    public static byte[] legacy(List<OutgoingReading> readings) {
        return written(
                json -> {
                    json.writeStartArray();
                    for (OutgoingReading reading : readings) {
                        json.writeStartObject();
                        json.writeStringField("identifier", reading.sensorId());
                        writeBareValues(json, reading.values());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    /** A ledger's line, without the line feed: id, sensor, time and bare values. */
    public static byte[] ledgerLine(OutgoingReading reading) {
        return ledgerLine(reading.messageId(), reading.time(), reading);
    }

    /** The same for what {@link #legacy} writes: id and time are null. */
    public static byte[] legacyLedgerLine(OutgoingReading reading) {
        return ledgerLine(null, null, reading);
    }

    private static byte[] ledgerLine(
            @Nullable String messageId, @Nullable String time, OutgoingReading reading) {
        return written(
                json -> {
                    json.writeStartObject();
                    json.writeStringField("message_id", messageId);
                    json.writeStringField("sensor_id", reading.sensorId());
                    json.writeFieldName("ts");
                    if (time == null) {
                        json.writeNull();
                    } else {
                        writeText(json, time);
                    }
                    writeBareValues(json, reading.values());
                    json.writeEndObject();
                });
    }

    private static void writeReading(JsonGenerator json, OutgoingReading reading)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        if (reading.messageId() != null) {
            json.writeStringField("message_id", reading.messageId());
        }
        if (reading.gatewayId() != null) {
            json.writeStringField("gateway_id", reading.gatewayId());
        }
        json.writeStringField("sensor_id", reading.sensorId());
        if (reading.sequence() != null) {
            json.writeNumberField("seq", reading.sequence());
        }
        json.writeFieldName("ts");
        writeText(json, reading.time());
        json.writeObjectFieldStart("values");
        for (OutgoingReading.Value value : reading.values()) {
            json.writeObjectFieldStart(value.metric());
            json.writeFieldName("v");
            writeText(json, value.text());
            if (value.unit() != null) {
                json.writeStringField("u", value.unit());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeBareValues(JsonGenerator json, List<OutgoingReading.Value> values)
            throws IOException {
        json.writeObjectFieldStart("values");
        for (OutgoingReading.Value value : values) {
            json.writeFieldName(value.metric());
            writeText(json, value.text());
        }
        json.writeEndObject();
    }

    /** Digit by digit, so that no conversion to double stands between a recording and the wire. */
    private static void writeText(JsonGenerator json, String text) throws IOException {
        if (NUMBER.matcher(text).matches()) {
            json.writeNumber(text);
        } else {
            json.writeString(text);
        }
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write JSON into memory", e);
        }
        return bytes.toByteArray();
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }
}
