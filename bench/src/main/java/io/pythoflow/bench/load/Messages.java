package io.pythoflow.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pythoflow.contract.topic.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The messages of a {@link Workload}: a template, into which numbers are written. All payloads of a
 * workload have one length. Not thread-safe.
 */
public final class Messages {
    private static final String ID_START = "{\"message_id\":\"";
    private static final int ID_DIGITS = 12;
    private static final int SENSOR_DIGITS = 6;
    private static final int TIME_DIGITS = 13;
    static final String SENSOR_PREFIX = "bench-";

    private final Workload workload;
    private final String[] topics;
    private final Field[] fields;
    private final byte[] template;

    /** Where the parts of the first reading begin; of the next ones a reading's length later. */
    private final int idAt;

    private final int sensorAt;
    private final int timeAt;
    private final int[] valuesAt;
    private final int readingBytes;

    public Messages(Workload workload) {
        this.workload = workload;
        this.topics = topics(workload);
        this.fields = Field.ALL.subList(0, workload.metrics()).toArray(Field[]::new);
        List<Integer> values = new ArrayList<>();
        boolean array = workload.readingsPerMessage() > 1;
        StringBuilder reading = new StringBuilder(ID_START);
        int shift = array ? 1 : 0;
        idAt = shift + reading.length();
        reading.append("0".repeat(ID_DIGITS)).append("\",\"sensor_id\":\"" + SENSOR_PREFIX);
        sensorAt = shift + reading.length();
        reading.append("0".repeat(SENSOR_DIGITS)).append("\",\"ts\":");
        timeAt = shift + reading.length();
        reading.append("0".repeat(TIME_DIGITS)).append(",\"values\":{");
        for (Field field : fields) {
            reading.append(values.isEmpty() ? "\"" : ",\"").append(field.metric()).append("\":");
            values.add(shift + reading.length());
            reading.append("0".repeat(field.digits() - field.decimals()));
            if (field.decimals() > 0) {
                reading.append('.').append("0".repeat(field.decimals()));
            }
        }
        reading.append("}}");
        valuesAt = values.stream().mapToInt(Integer::intValue).toArray();
        String all =
                array
                        ? "["
                                + String.join(
                                        ",",
                                        Collections.nCopies(workload.readingsPerMessage(), reading))
                                + "]"
                        : reading.toString();
        // And the comma.
        readingBytes = reading.length() + 1;
        template = all.getBytes(US_ASCII);
    }

    /** Bytes of each payload. */
    public int payloadBytes() {
        return template.length;
    }

    /** The topic of a message; those of a workload have one length. */
    public String topic(long message) {
        return topics[
                workload.sensorOf(workload.isCopy(message) ? message - 1 : message)
                        % topics.length];
    }

    private static String[] topics(Workload workload) {
        return workload.readingsPerMessage() > 1
                ? new String[] {Topics.GATEWAY_STATUS}
                : IntStream.range(0, workload.sensors())
                        .mapToObj(sensor -> Topics.sensorData(sensorId(sensor)))
                        .toArray(String[]::new);
    }

    /** The name of a sensor, counted from 0. */
    public static String sensorId(int sensor) {
        return SENSOR_PREFIX + "%06d".formatted(sensor);
    }

    /**
     * The number of a payload's first reading.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static long firstReading(byte[] payload, int readingsPerMessage) {
        int start = ID_START.length() + (readingsPerMessage > 1 ? 1 : 0);
        long number = 0;
        for (int i = start; i < start + ID_DIGITS; i++) {
            int digit = i < payload.length ? payload[i] - '0' : -1;
            if (digit < 0 || digit > 9) {
                throw new IllegalArgumentException(
                        "A payload without a number came: " + new String(payload, US_ASCII));
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** A message's payload in an array of its own. */
    public byte[] payload(long message) {
        byte[] payload = new byte[template.length];
        write(payload, 0, message);
        return payload;
    }

    /** Writes a message's payload into a buffer that has room for it. */
    public void write(byte[] buffer, int start, long message) {
        System.arraycopy(template, 0, buffer, start, template.length);
        long reading = workload.firstReadingOf(message);
        int at = start;
        for (int i = 0; i < workload.readingsPerMessage(); i++) {
            stamp(buffer, at, reading + i);
            at += readingBytes;
        }
        if (workload.isBroken(message)) {
            buffer[start + template.length - 1] = '!';
        }
    }

    private void stamp(byte[] buffer, int at, long reading) {
        digits(buffer, at + idAt, ID_DIGITS, reading);
        digits(buffer, at + sensorAt, SENSOR_DIGITS, workload.sensorOf(reading));
        digits(buffer, at + timeAt, TIME_DIGITS, workload.timeOf(reading));
        for (int i = 0; i < fields.length; i++) {
            Field field = fields[i];
            int whole = field.digits() - field.decimals();
            int value = (int) field.valueOf(reading);
            if (field.decimals() == 0) {
                digits(buffer, at + valuesAt[i], whole, value);
            } else {
                int scale = field.decimals() == 2 ? 100 : 10;
                digits(buffer, at + valuesAt[i], whole, value / scale);
                digits(buffer, at + valuesAt[i] + whole + 1, field.decimals(), value % scale);
            }
        }
    }

    private static void digits(byte[] buffer, int start, int count, long number) {
        long rest = number;
        int at = start + count - 1;
        // The upper half of a long number apart, since small divisions are cheaper.
        while (rest > Integer.MAX_VALUE) {
            buffer[at--] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        int small = (int) rest;
        while (at >= start) {
            buffer[at--] = (byte) ('0' + small % 10);
            small /= 10;
        }
    }
}
