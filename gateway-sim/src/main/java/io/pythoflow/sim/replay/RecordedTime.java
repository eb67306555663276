package io.pythoflow.sim.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The times of recordings: ISO-8601 with {@code T} or a space, with offset or without; a date
 * alone; epoch seconds, milliseconds or microseconds, told apart by size.
 */
final class RecordedTime {

    private static final double MICROSECONDS_FROM = 1e14;
    private static final double MILLISECONDS_FROM = 1e11;
    private static final Pattern EPOCH = Pattern.compile("[0-9]{9,17}(\\.[0-9]+)?");

    private static final DateTimeFormatter DATE_TIME =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .optionalStart()
                    .appendPattern("['T'][ ]HH:mm")
                    .optionalStart()
                    .appendLiteral(':')
                    .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
                    .optionalStart()
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .optionalEnd()
                    .optionalEnd()
                    .optionalStart()
                    .appendLiteral(' ')
                    .optionalEnd()
                    .optionalStart()
                    .appendOffset("+HH:MM", "Z")
                    .optionalEnd()
                    .optionalStart()
                    .appendOffset("+HHMM", "Z")
                    .optionalEnd()
                    .optionalEnd()
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    private RecordedTime() {}

    /**
     * Epoch milliseconds, or empty if the text is no time.
     *
     * @param zone of times without an offset
     */
    static OptionalLong parse(String text, ZoneId zone) {
        if (EPOCH.matcher(text).matches()) {
            return OptionalLong.of(epochMillis(Double.parseDouble(text)));
        }
        try {
            TemporalAccessor parsed =
                    DATE_TIME.parseBest(
                            text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            return OptionalLong.of(instant(parsed, zone).toEpochMilli());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    private static Instant instant(TemporalAccessor parsed, ZoneId zone) {
        if (parsed instanceof OffsetDateTime withOffset) {
            return withOffset.toInstant();
        }
        LocalDate date = parsed.query(TemporalQueries.localDate());
        return parsed instanceof LocalDateTime local
                ? local.atZone(zone).toInstant()
                : date.atStartOfDay(zone).toInstant();
    }

    private static long epochMillis(double number) {
        if (number >= MICROSECONDS_FROM) {
            return (long) (number / 1000);
        }
        return (long) (number >= MILLISECONDS_FROM ? number : number * 1000);
    }
}
