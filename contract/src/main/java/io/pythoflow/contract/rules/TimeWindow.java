package io.pythoflow.contract.rules;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * A part of the week, in the zone's time.
 *
 * @param days on which it begins
 * @param from inclusive
 * @param to exclusive; at or before {@code from} it is the next day's
 */
public record TimeWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

    public TimeWindow {
        days = Set.copyOf(days);
    }

    /** Whether a moment lies in it. */
    public boolean contains(ZonedDateTime moment) {
        LocalTime time = moment.toLocalTime();
        if (from.isBefore(to)) {
            return days.contains(moment.getDayOfWeek())
                    && !time.isBefore(from)
                    && time.isBefore(to);
        }
        boolean begunToday = days.contains(moment.getDayOfWeek()) && !time.isBefore(from);
        boolean begunYesterday = days.contains(moment.getDayOfWeek().minus(1)) && time.isBefore(to);
        return begunToday || begunYesterday;
    }
}
