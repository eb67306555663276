package io.pythoflow.job.lake.backfill;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** The folders {@code dt=YYYY-MM-DD/hour=HH}, UTC, of our tables and of the archive. */
final class HourFolders {

    private static final String DAY = "dt=";
    private static final String HOUR = "hour=";
    private static final long HOUR_MILLIS = 3_600_000L;
    private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

    private HourFolders() {}

    /** The day that a folder's name says; empty for any other folder. */
    static Optional<LocalDate> dayOf(String name) {
        if (!name.startsWith(DAY)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(name.substring(DAY.length())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Span span(LocalDate day) {
        long start = day.toEpochSecond(LocalTime.MIDNIGHT, ZoneOffset.UTC) * 1000;
        return new Span(start, start + DAY_MILLIS);
    }

    /** The hour that a folder's name says, of the day of the folder above; empty for any other. */
    static Optional<Span> hourOf(LocalDate day, String name) {
        if (!name.matches(HOUR + "([01][0-9]|2[0-3])")) {
            return Optional.empty();
        }
        int hour = Integer.parseInt(name.substring(HOUR.length()));
        long start = span(day).from() + hour * HOUR_MILLIS;
        return Optional.of(new Span(start, start + HOUR_MILLIS));
    }
}
