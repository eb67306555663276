package io.pythoflow.sim.field.soil;

import java.time.LocalDate;

/**
 * Where and when the field is.
 *
 * @param latitudeDegrees north positive
 * @param elevationM above sea level
 * @param startDate day of planting; the field's clock shows local solar time
 */
public record Site(double latitudeDegrees, double elevationM, LocalDate startDate) {

    static final double SECONDS_PER_DAY = 86_400;

    public Site {
        if (!(Math.abs(latitudeDegrees) <= 66)) {
            throw new IllegalArgumentException(
                    "Latitude %s is outside -66 to 66, where the sun rises every day"
                            .formatted(latitudeDegrees));
        }
        if (!(elevationM >= -430 && elevationM <= 5000)) {
            throw new IllegalArgumentException(
                    "Elevation %s m is outside -430 to 5000".formatted(elevationM));
        }
    }

    /** Days since planting of a time of the field, seconds since midnight of the start date. */
    static double days(double fieldSeconds) {
        return fieldSeconds / SECONDS_PER_DAY;
    }

    /** Hour of the field's day, 0 to 24. */
    static double hourOfDay(double fieldSeconds) {
        return (fieldSeconds % SECONDS_PER_DAY) / 3600;
    }

    int dayOfYear(double fieldSeconds) {
        return startDate.plusDays((long) days(fieldSeconds)).getDayOfYear();
    }

    /** Solar hour angle ω, rad; the field's clock is solar time, so Eq 31 needs no correction. */
    static double hourAngle(double fieldSeconds) {
        return Math.PI / 12 * (hourOfDay(fieldSeconds) - 12);
    }
}
