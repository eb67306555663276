package io.pythoflow.bench.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pythoflow.contract.topic.Topics;

/**
 * The payload of the measurements: a reading as sensors send it, 171 bytes, with the message's
 * number in a fixed place, so that whoever receives it can tell each message from every other
 * without parsing.
 */
public final class NumberedReading {
    /** Bytes of the payload. */
    public static final int BYTES = 171;

    private static final int DIGITS = 12;
    private static final int FIRST_DIGIT = "{\"message_id\":\"".length();
    private static final int TIME_DIGITS = 13;
    private static final String SHAPE =
            "{\"message_id\":\"%012d\",\"sensor_id\":\"%s\",\"ts\":%013d,\"values\":{\"soil_moisture\":27.41,\"soil_temperature\":18.62,\"humidity\":61,\"light\":120,\"battery\":3.9}}";
    private static final int FIRST_TIME_DIGIT =
            new String(template(0), US_ASCII).indexOf("\"ts\":") + "\"ts\":".length();

    private NumberedReading() {}

    /** The name of a sensor, counted from 0, always of one length. */
    public static String sensorId(int sensor) {
        return "bench-%04d".formatted(sensor);
    }

    public static String topic(int sensor) {
        return Topics.sensorData(sensorId(sensor));
    }

    /** A payload whose number and time are still 0. */
    public static byte[] template(int sensor) {
        byte[] payload = SHAPE.formatted(0, sensorId(sensor), 0).getBytes(US_ASCII);
        if (payload.length != BYTES) {
            throw new IllegalStateException(
                    "The payload has " + payload.length + " bytes, must be " + BYTES);
        }
        return payload;
    }

    /**
     * Writes number and time into a payload.
     *
     * @param start where the payload begins in the buffer
     * @param number below 10¹²
     * @param epochMillis the reading's time
     */
    static void stamp(byte[] buffer, int start, long number, long epochMillis) {
        digits(buffer, start + FIRST_DIGIT, DIGITS, number);
        digits(buffer, start + FIRST_TIME_DIGIT, TIME_DIGITS, epochMillis);
    }

    private static void digits(byte[] buffer, int start, int count, long number) {
        long rest = number;
        for (int i = start + count - 1; i >= start; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /**
     * The number of a message.
     *
     * @throws IllegalArgumentException if the payload is none of these
     */
    public static long number(byte[] payload) {
        if (payload.length != BYTES) {
            throw new IllegalArgumentException(
                    "A payload of " + payload.length + " bytes came, must be " + BYTES);
        }
        long number = 0;
        for (int i = FIRST_DIGIT; i < FIRST_DIGIT + DIGITS; i++) {
            int digit = payload[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new IllegalArgumentException(
                        "A payload without a number came: " + new String(payload, US_ASCII));
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
