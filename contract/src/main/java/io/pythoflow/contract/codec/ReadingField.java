package io.pythoflow.contract.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a member of a reading's object is, with every name it goes by. Anything else is a metric.
 */
enum ReadingField {
    SCHEMA("schema"),
    MESSAGE_ID("message_id", "messageId"),
    SENSOR_ID("sensor_id", "sensorId", "identifier"),
    GATEWAY_ID("gateway_id", "gatewayId"),
    ZONE_ID("zone_id", "zoneId"),
    SEQUENCE("seq"),
    TIME("ts"),
    OTHER_TIME("timestamp", "time", "Time"),
    TIME_SOURCE("ts_source", "tsSource"),
    HISTORICAL("historical"),
    SAMPLE_PERIOD("sample_period_s", "samplePeriodS"),
    VALUES("values"),
    QUALITY("quality"),
    FIRMWARE("fw", "firmware"),
    STATE("state"),

    /** AWS IoT's name for a payload that was no object, and the time its rule adds. */
    ENVELOPE("$unknown"),
    INGESTION_TIME("ingestion_timestamp"),

    /** Tasmota's units of all temperatures and pressures in the message. */
    TEMPERATURE_UNIT("TempUnit"),
    PRESSURE_UNIT("PressureUnit"),

    SENML_BASE_NAME("bn"),
    SENML_BASE_TIME("bt"),
    SENML_BASE_UNIT("bu"),
    SENML_BASE_VALUE("bv"),
    SENML_BASE_OTHER("bs", "bver"),
    SENML_NAME("n"),
    SENML_UNIT("u"),
    SENML_VALUE("v"),
    SENML_TIME("t"),
    SENML_OTHER_VALUE("vs", "vb", "vd"),

    /** Agreed on, but of no use here; listed so that it does not become a metric. */
    IGNORED("sent_ts", "sentTs", "id", "device_id", "deviceId", "s", "ut");

    private static final Map<String, ReadingField> BY_NAME = new HashMap<>();

    static {
        for (ReadingField field : values()) {
            field.names.forEach(name -> BY_NAME.put(name, field));
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // List.of() is immutable.
    private final List<String> names;

    ReadingField(String... names) {
        this.names = List.of(names);
    }

    /** Every name it goes by. */
    List<String> names() {
        return names;
    }

    static @Nullable ReadingField of(String name) {
        return BY_NAME.get(name);
    }
}
