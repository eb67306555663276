package io.pythoflow.bench.load;

import java.io.Serializable;
import java.time.Duration;

/**
 * The shape of a stream of readings. Readings are numbered from 0; sensors take turns. Message
 * {@code m} holds the readings from {@code m × readingsPerMessage} on.
 *
 * <p>Of the messages one in a thousand repeats the one before it, byte for byte, and one in a
 * thousand is no JSON. Of the readings two in a hundred lie up to four seconds of event time behind
 * their neighbours, and one in a thousand {@link #LATE_MILLIS} behind.
 *
 * @param sensors that take turns, 1 to 1,000,000
 * @param metrics of each reading, 1 to {@link Field#COUNT}
 * @param readingsPerMessage 1 for an object on the sensor's own topic, more for an array on the
 *     gateway's
 * @param base event time of reading 0, epoch milliseconds
 * @param stepNanos event time from one reading to the next
 * @param late whether late readings are among them
 */
public record Workload(
        int sensors, int metrics, int readingsPerMessage, long base, long stepNanos, Late late)
        implements Serializable {

    /** How far event time of a late reading lies behind. */
    public static final long LATE_MILLIS = 600_000;

    /** Readings are out of order by less than this. */
    public static final long OUT_OF_ORDER_MILLIS = 4_000;

    /** A watermark so far behind the youngest reading lets only late ones come late. */
    public static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(5);

    static final int PER_MESSAGES = 1_000;
    static final int COPY = 333;
    static final int BROKEN = 667;

    private static final int PER_READINGS = 1_000;

    /** Of each thousand readings others are late: it must not always be the same sensors'. */
    static final int PLACE_STEP = 7_919;

    static final int PLACE_SHIFT = 113;
    private static final int NANOS_PER_MILLI = 1_000_000;

    /** How many readings of a thousand are late. */
    public enum Late {
        NONE(0),
        ONE_IN_A_THOUSAND(1),
        ONE_IN_A_HUNDRED(10),
        ONE_IN_TEN(100);

        private final int inThousand;

        Late(int inThousand) {
            this.inThousand = inThousand;
        }

        /** Readings of a thousand. */
        public int inThousand() {
            return inThousand;
        }
    }

    public Workload {
        if (sensors < 1 || sensors > 1_000_000) {
            throw new IllegalArgumentException(
                    "Sensors are " + sensors + ", must be 1 to 1,000,000");
        }
        if (metrics < 1 || metrics > Field.COUNT) {
            throw new IllegalArgumentException(
                    "Metrics are " + metrics + ", must be 1 to " + Field.COUNT);
        }
        if (readingsPerMessage < 1 || readingsPerMessage > 1_000) {
            throw new IllegalArgumentException(
                    "Readings per message are " + readingsPerMessage + ", must be 1 to 1,000");
        }
    }

    /** Whether a message repeats the one before it. */
    public boolean isCopy(long message) {
        return message % PER_MESSAGES == COPY;
    }

    /** The number of the first reading that a message holds. */
    public long firstReadingOf(long message) {
        return (isCopy(message) ? message - 1 : message) * readingsPerMessage;
    }

    /** Whether a message cannot be read. */
    public boolean isBroken(long message) {
        return message % PER_MESSAGES == BROKEN;
    }

    /** Which sensor, counted from 0, sends a reading. */
    public int sensorOf(long reading) {
        return (int) (reading % sensors);
    }

    /** Event time of a reading, epoch milliseconds. */
    public long timeOf(long reading) {
        long millis = base + reading * stepNanos / NANOS_PER_MILLI;
        long place = (reading * PLACE_STEP + reading / PER_READINGS * PLACE_SHIFT) % PER_READINGS;
        if (place < late.inThousand()) {
            return millis - LATE_MILLIS;
        }
        return place >= 980 ? millis - reading % OUT_OF_ORDER_MILLIS : millis;
    }
}
