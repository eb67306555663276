package io.pythoflow.job.ingest;

import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.TimestampSource;
import org.jspecify.annotations.Nullable;

/**
 * What makes two messages of one sensor the same reading: 64 bits of it. The sensor is not hashed,
 * since identities are compared within one sensor only. Among a million different identities of a
 * sensor, two collide with a probability of 3 in 10⁸.
 *
 * <p>Content is what the sender says: its measurements in any order, and its sequence number. The
 * gateway and what receipt adds (flags, receive time) are left out, so the same reading through two
 * gateways is one.
 *
 * <p>The hash is part of the state that survives upgrades: changing it makes every reading of the
 * state's time-to-live look new.
 *
 * @param kind what was hashed
 * @param hash never 0
 */
record ReadingIdentity(Kind kind, long hash) {

    /** What identifies a reading, in order of preference. */
    enum Kind {
        /** The sender's message id. */
        MESSAGE_ID(1),
        /** A device's or gateway's timestamp, with the content. */
        TIME_AND_CONTENT(2),
        /** Topic and content: all that a payload with neither id nor time of its own offers. */
        CONTENT(3);

        /** Where the hash begins, so that an id and a content never meet. */
        private final long seed;

        Kind(long seed) {
            this.seed = seed;
        }
    }

    static ReadingIdentity of(Reading reading) {
        return of(reading, Measurement::unit);
    }

    /**
     * As far as the table of readings tells, which has no column for the unit of a metric that the
     * contract does not know.
     */
    static ReadingIdentity inTable(Reading reading) {
        return of(reading, measurement -> null);
    }

    /** The hash, mixed with the one span of time within which it identifies. */
    long within(long span) {
        return within(hash, span);
    }

    /** A hash, mixed with a span of time. */
    static long within(long hash, long span) {
        return add(hash, span);
    }

    private static ReadingIdentity of(Reading reading, Units units) {
        if (reading.messageId() != null) {
            return identity(Kind.MESSAGE_ID, text(reading.messageId()));
        }
        long content = content(reading, units);
        return hasOwnTime(reading)
                ? identity(Kind.TIME_AND_CONTENT, add(content, reading.timestamp()))
                : identity(
                        Kind.CONTENT, sinceReceipt(reading, add(content, text(reading.topic()))));
    }

    /** Which unit of a measurement belongs to its content. */
    private interface Units {
        @Nullable String of(Measurement measurement);
    }

    /** Whether the timestamp is the sender's, so that a redelivered copy carries the same one. */
    static boolean hasOwnTime(Reading reading) {
        return reading.timestampSource() != TimestampSource.INGEST;
    }

    private static ReadingIdentity identity(Kind kind, long hash) {
        long ofKind = add(kind.seed, hash);
        return new ReadingIdentity(kind, ofKind == 0 ? 1 : ofKind);
    }

    /** A time that counts from receipt is part of the content: how long before. */
    private static long sinceReceipt(Reading reading, long content) {
        long millis = reading.timestamp() - reading.receivedAt();
        return millis == 0 ? content : add(content, millis);
    }

    private static long content(Reading reading, Units units) {
        long measurements = 0;
        for (Measurement measurement : reading.measurements()) {
            long one = add(text(measurement.metric()), text(units.of(measurement)));
            // Adding 0.0 makes one zero of both; a sum does not depend on order.
            measurements += add(one, Double.doubleToLongBits(measurement.value() + 0.0));
        }
        Long sequence = reading.sequence();
        return sequence == null ? measurements : add(measurements, sequence);
    }

    /** 64 bits of a text, such as a sensor id. */
    static long text(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        long hash = text.length();
        long packed = 0;
        for (int i = 0; i < text.length(); i++) {
            packed = (packed << Character.SIZE) | text.charAt(i);
            if (i % 4 == 3) {
                hash = add(hash, packed);
                packed = 0;
            }
        }
        return add(hash, packed);
    }

    private static long add(long hash, long word) {
        return mix(hash * 31 + mix(word + 0x9E3779B97F4A7C15L));
    }

    /** A bijection in which every bit of the input changes about half of the output. */
    private static long mix(long bits) {
        long result = bits;
        result = (result ^ (result >>> 32)) * 0xD6E8FEB86659FD93L;
        result = (result ^ (result >>> 32)) * 0xD6E8FEB86659FD93L;
        return result ^ (result >>> 32);
    }
}
