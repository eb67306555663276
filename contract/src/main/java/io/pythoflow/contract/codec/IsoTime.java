package io.pythoflow.contract.codec;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads ISO-8601 date-times as field devices write them: {@code T}, {@code t} or a blank between
 * date and time, seconds optional, a fraction of any number of digits after {@code .} or {@code ,},
 * then {@code Z}, an offset ({@code +02:00}, {@code +0200}, {@code +02}) or nothing. Reused; not
 * thread-safe.
 */
final class IsoTime {

    private static final int SHORTEST = "2018-03-02T18:25".length();
    private static final int MILLIS_PER_MINUTE = 60_000;
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private String text = "";
    private int position;
    private long epochMillis;
    private boolean zoneGiven;

    /** Whether {@code text} is a date-time; the other methods then tell which. */
    boolean parse(String text) {
        this.text = text;
        this.position = 0;
        if (text.length() < SHORTEST) {
            return false;
        }
        int year = digits(4);
        int month = afterSign('-');
        int day = afterSign('-');
        char separator = next();
        int hour = digits(2);
        int minute = afterSign(':');
        if (year < 0
                || month < 1
                || month > 12
                || day < 1
                || day > YearMonth.of(year, month).lengthOfMonth()
                || (separator != 'T' && separator != 't' && separator != ' ')
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59) {
            return false;
        }
        long millis = MILLIS_PER_DAY * LocalDate.of(year, month, day).toEpochDay();
        millis += (hour * 60L + minute) * MILLIS_PER_MINUTE;
        if (peek() == ':') {
            position++;
            int second = digits(2);
            // 60 is a leap second, which lasts until the next minute begins.
            if (second < 0 || second > 60) {
                return false;
            }
            millis += second * 1000L;
            if (peek() == '.' || peek() == ',') {
                position++;
                int fraction = fractionMillis();
                if (fraction < 0) {
                    return false;
                }
                millis += fraction;
            }
        }
        return zone(millis);
    }

    /** UTC where no zone was given. */
    long epochMillis() {
        return epochMillis;
    }

    boolean zoneGiven() {
        return zoneGiven;
    }

    private boolean zone(long millis) {
        epochMillis = millis;
        zoneGiven = true;
        char sign = next();
        switch (sign) {
            case '\0' -> zoneGiven = false;
            case 'Z', 'z' -> {}
            case '+', '-' -> {
                int hours = digits(2);
                if (peek() == ':') {
                    position++;
                }
                int minutes = position == text.length() ? 0 : digits(2);
                if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
                    return false;
                }
                long offset = (hours * 60L + minutes) * MILLIS_PER_MINUTE;
                epochMillis = sign == '+' ? millis - offset : millis + offset;
            }
            default -> {
                return false;
            }
        }
        return position >= text.length();
    }

    private int afterSign(char sign) {
        return next() == sign ? digits(2) : -1;
    }

    private int fractionMillis() {
        int first = position;
        int millis = 0;
        int weight = 100;
        while (peek() >= '0' && peek() <= '9') {
            millis += (next() - '0') * weight;
            weight /= 10;
        }
        return position > first ? millis : -1;
    }

    private int digits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            char c = next();
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private char next() {
        char c = peek();
        position++;
        return c;
    }
}
