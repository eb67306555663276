package io.pythoflow.contract.topic;

import java.util.List;
import java.util.Optional;

/** The MQTT topics, as the original named them, and the filters that receive them. */
public final class Topics {

    /** Sensor data: {@code irrigation/sensors/{sensor_id}/data}. */
    public static final String SENSOR_DATA_FILTER = "irrigation/sensors/+/data";

    /** Gateway status, and the readings of the original firmware. */
    public static final String GATEWAY_STATUS = "irrigation/gateway/status";

    public static final String ERRORS = "irrigation/errors";
    public static final String DIAGNOSTICS = "irrigation/diagnostics";

    /** Commands to a device: {@code irrigation/control/{device_id}/command}. */
    public static final String COMMAND_FILTER = "irrigation/control/+/command";

    /** A device's answers: {@code irrigation/control/{device_id}/ack}. */
    public static final String COMMAND_ACK_FILTER = "irrigation/control/+/ack";

    /** The retained system document: rules, pause, emergency stop. */
    public static final String SYSTEM_UPDATES = "irrigation/system/updates";

    /** What the job takes through its shared subscription, in the order it subscribes. */
    public static final List<String> INGEST_FILTERS =
            List.of(SENSOR_DATA_FILTER, GATEWAY_STATUS, ERRORS, DIAGNOSTICS, COMMAND_ACK_FILTER);

    private static final String SENSORS = "irrigation/sensors/";
    private static final String DATA = "/data";
    private static final String CONTROL = "irrigation/control/";

    private Topics() {}

    /**
     * Topic of a sensor's data.
     *
     * @throws IllegalArgumentException if the id is empty or holds {@code /}, {@code +}, {@code #}
     *     or NUL
     */
    public static String sensorData(String sensorId) {
        return SENSORS + level(sensorId) + DATA;
    }

    /** Topic of a device's commands; the same restriction on the id. */
    public static String command(String deviceId) {
        return CONTROL + level(deviceId) + "/command";
    }

    /** Topic of a device's acknowledgements; the same restriction on the id. */
    public static String commandAck(String deviceId) {
        return CONTROL + level(deviceId) + "/ack";
    }

    /** The sensor id in a sensor data topic; empty for any other topic. */
    public static Optional<String> sensorIdOf(String topic) {
        return between(topic, SENSORS, DATA);
    }

    /** Whether readings are published on the topic. */
    public static boolean carriesReadings(String topic) {
        return topic.equals(GATEWAY_STATUS) || sensorIdOf(topic).isPresent();
    }

    /** The device id in an acknowledgement topic; empty for any other topic. */
    public static Optional<String> ackDeviceIdOf(String topic) {
        return between(topic, CONTROL, "/ack");
    }

    /** The device id in a command topic; empty for any other topic. */
    public static Optional<String> commandDeviceIdOf(String topic) {
        return between(topic, CONTROL, "/command");
    }

    private static Optional<String> between(String topic, String prefix, String suffix) {
        int length = topic.length() - prefix.length() - suffix.length();
        if (length <= 0 || !topic.startsWith(prefix) || !topic.endsWith(suffix)) {
            return Optional.empty();
        }
        String level = topic.substring(prefix.length(), prefix.length() + length);
        return level.indexOf('/') < 0 ? Optional.of(level) : Optional.empty();
    }

    private static String level(String id) {
        if (id.isEmpty() || id.chars().anyMatch(c -> c == '/' || c == '+' || c == '#' || c == 0)) {
            throw new IllegalArgumentException("Cannot use '" + id + "' as a topic level");
        }
        return id;
    }
}
