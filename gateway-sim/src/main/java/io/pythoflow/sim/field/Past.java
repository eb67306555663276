package io.pythoflow.sim.field;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The past of a field, which begins at 6 in the morning of a place and ends now.
 *
 * @param start the field's first moment
 * @param endMillis now, epoch ms
 */
record Past(ZonedDateTime start, long endMillis) {

    static final Duration SHORTEST = Duration.ofHours(1);
    static final Duration LONGEST = Duration.ofDays(400);

    private static final LocalTime MORNING = LocalTime.of(6, 0);

    /**
     * At least so much of the past.
     *
     * @param zone whose morning it is
     * @throws IllegalArgumentException unless the duration is 1 hour to 400 days
     */
    static Past of(Duration atLeast, ZoneId zone, Instant now) {
        if (atLeast.compareTo(SHORTEST) < 0 || atLeast.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "A past of %s is outside 1h to 400d".formatted(atLeast));
        }
        ZonedDateTime latest = now.minus(atLeast).atZone(zone);
        ZonedDateTime morning = latest.with(MORNING);
        return new Past(
                morning.isAfter(latest) ? latest.minusDays(1).with(MORNING) : morning,
                now.toEpochMilli());
    }

    long startMillis() {
        return start.toInstant().toEpochMilli();
    }

    /** Now, where the field is. */
    ZonedDateTime end() {
        return Instant.ofEpochMilli(endMillis).atZone(start.getZone());
    }

    /** The day on which it begins, where the field is. */
    LocalDate firstDay() {
        return start.toLocalDate();
    }
}
