package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * A time as a sender wrote it: a number of seconds, milliseconds or microseconds since 1970, told
 * apart by size, the same in quotes, or ISO-8601. Reused; not thread-safe.
 */
final class SentTime {

    private enum State {
        ABSENT,
        KNOWN,
        UNREADABLE
    }

    /** 2001-09-09, the first second with ten digits: a clock before it was never set. */
    private static final long EARLIEST_MILLIS = 1_000_000_000_000L;

    private static final double LEAST_MICROS = 1e14;
    private static final double LEAST_MILLIS = 1e11;

    /** Integers up to this many digits fit a long. */
    private static final int LONG_DIGITS = 18;

    private final IsoTime iso = new IsoTime();
    private State state = State.ABSENT;
    private long epochMillis;
    private boolean zoneAssumed;
    private String excerpt = "";

    void clear() {
        state = State.ABSENT;
        zoneAssumed = false;
    }

    boolean isAbsent() {
        return state == State.ABSENT;
    }

    boolean isUnreadable() {
        return state == State.UNREADABLE;
    }

    /** Before any device of this kind had a clock. */
    boolean isBeforeClocks() {
        return epochMillis < EARLIEST_MILLIS;
    }

    long epochMillis() {
        return epochMillis;
    }

    boolean zoneAssumed() {
        return zoneAssumed;
    }

    /** Reads the scalar the parser stands at; anything that is no time makes this unreadable. */
    void read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        zoneAssumed = false;
        switch (token) {
            case VALUE_NULL -> state = State.ABSENT;
            case VALUE_NUMBER_INT -> {
                if (parser.getTextLength() <= LONG_DIGITS) {
                    set(fromLong(parser.getLongValue()));
                } else {
                    readNumber(parser.getDoubleValue());
                }
            }
            case VALUE_NUMBER_FLOAT -> readNumber(parser.getDoubleValue());
            case VALUE_STRING -> readText(parser.getText());
            default -> state = State.UNREADABLE;
        }
        if (state == State.UNREADABLE) {
            excerpt = token.isScalarValue() ? Excerpt.of(parser.getText()) : "a structure";
        }
    }

    /** What was sent instead of a time, for a person. */
    String complaint() {
        return "Time is " + excerpt + ", send ISO-8601 or a number since 1970";
    }

    private void readNumber(double sent) {
        if (!Double.isFinite(sent)) {
            state = State.UNREADABLE;
        } else if (sent >= LEAST_MICROS) {
            set(Math.round(sent / 1000));
        } else if (sent >= LEAST_MILLIS) {
            set(Math.round(sent));
        } else {
            set(Math.round(sent * 1000));
        }
    }

    /** Takes a number of seconds, milliseconds or microseconds. */
    void setNumber(double sent) {
        readNumber(sent);
        excerpt = Double.toString(sent);
    }

    /** Takes an integer of seconds, milliseconds or microseconds. */
    void setInteger(long sent) {
        zoneAssumed = false;
        set(fromLong(sent));
    }

    /** Takes a text, and tells whether it is a time. */
    boolean setText(String sent) {
        zoneAssumed = false;
        readText(sent);
        return state == State.KNOWN;
    }

    /** Takes a time that is already in milliseconds. */
    void set(long millis) {
        state = State.KNOWN;
        epochMillis = millis;
    }

    void copyFrom(SentTime other) {
        state = other.state;
        epochMillis = other.epochMillis;
        zoneAssumed = other.zoneAssumed;
        excerpt = other.excerpt;
    }

    private void readText(String text) {
        if (iso.parse(text.strip())) {
            set(iso.epochMillis());
            zoneAssumed = !iso.zoneGiven();
        } else {
            readNumber(Numbers.parse(text));
        }
    }

    private static long fromLong(long sent) {
        if (sent >= LEAST_MICROS) {
            return sent / 1000;
        }
        if (sent >= LEAST_MILLIS) {
            return sent;
        }
        return Math.max(sent, -EARLIEST_MILLIS) * 1000;
    }
}
