package io.pythoflow.sim.field.soil;

import io.pythoflow.sim.field.random.Seeds;

/**
 * The weather of one day, drawn from seed and day alone. Neighbouring days resemble each other
 * because each anomaly is a moving average of the noise of the last days.
 *
 * @param meanC mean of the day's extremes
 * @param rangeC Tmax - Tmin
 * @param dewPointC dew point
 * @param clearness Rs/Rso of the day
 * @param windMetersPerSecond daily mean at 2 m
 * @param rainMm total of the day's one event, 0 on a dry day
 * @param rainStartHour of the event
 * @param rainHours length of the event; it ends before midnight
 */
record WeatherDay(
        double meanC,
        double rangeC,
        double dewPointC,
        double clearness,
        double windMetersPerSecond,
        double rainMm,
        double rainStartHour,
        double rainHours) {

    /**
     * Correlation from day to day of temperature and cloud anomalies, typical of middle latitudes.
     */
    private static final double PERSISTENCE = 0.65;

    private static final int MEMORY_DAYS = 8;

    /** A day whose wetness is above this rains: about one in five. */
    private static final double WET_ABOVE = 0.84;

    private static final double MEAN_RAIN_MM = 9;

    /** Empirical factor of FAO-56 Eq 50, inland. */
    private static final double INLAND_FACTOR = 0.16;

    static WeatherDay of(long seed, Site site, long day) {
        double wetness = anomaly(Seeds.of(seed, "wetness"), day);
        boolean wet = wetness > WET_ABOVE;
        double clearness =
                wet
                        ? clamp(0.48 + 0.10 * draw(seed, "cloud", day), 0.25, 0.70)
                        : clamp(0.85 - 0.10 * wetness + 0.07 * draw(seed, "cloud", day), 0.45, 1);
        double meanC = seasonalMeanC(site, day) + 2.5 * anomaly(Seeds.of(seed, "warmth"), day);
        double rangeC = temperatureRangeC(clearness);
        // Over well-watered land the dew point is near Tmin, in dry spells 2 to 3 °C below (FAO-56
        // page 36 and annex 6).
        double dewPointC = meanC - rangeC / 2 - (wet ? 0 : 2 + 0.5 * draw(seed, "dew", day));
        double rainHours = 1 + 5 * Seeds.uniform(Seeds.of(seed, "rain-hours"), day);
        return new WeatherDay(
                meanC,
                rangeC,
                dewPointC,
                clearness,
                1.9 * Math.exp(0.35 * draw(seed, "wind", day)),
                wet ? rainMm(Seeds.uniform(Seeds.of(seed, "rain-mm"), day)) : 0,
                (24 - rainHours) * Seeds.uniform(Seeds.of(seed, "rain-start"), day),
                rainHours);
    }

    /**
     * Rain from midnight to an hour of this day, mm: rises to the middle of the event and falls.
     */
    double rainUntilMm(double hour) {
        double share = clamp((hour - rainStartHour) / rainHours, 0, 1);
        double fallen = share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) * (1 - share);
        return rainMm * fallen;
    }

    /**
     * Mean temperature of the season: latitude, 6.5 °C per km, warmest five weeks after solstice.
     */
    private static double seasonalMeanC(Site site, long day) {
        double latitude = site.latitudeDegrees();
        double annualMeanC = 27 - 0.0075 * latitude * latitude - 0.0065 * site.elevationM();
        double amplitudeC = 1 + 0.22 * Math.abs(latitude);
        int dayOfYear = site.startDate().plusDays(day).getDayOfYear();
        int warmest = latitude >= 0 ? 207 : 24;
        return annualMeanC + amplitudeC * Math.cos(2 * Math.PI * (dayOfYear - warmest) / 365.25);
    }

    /** Eq 50 turned round: the range that goes with this much sun, Rso being 0.75 Ra. */
    private static double temperatureRangeC(double clearness) {
        double root = 0.75 * clearness / INLAND_FACTOR;
        return clamp(root * root, 3, 18);
    }

    private static double rainMm(double uniform) {
        return 0.5 - MEAN_RAIN_MM * Math.log(1 - uniform);
    }

    private static double anomaly(long seed, long day) {
        double sum = 0;
        double variance = 0;
        double weight = 1;
        for (int back = 0; back < MEMORY_DAYS; back++) {
            sum += weight * Seeds.gaussian(seed, day - back + MEMORY_DAYS);
            variance += weight * weight;
            weight *= PERSISTENCE;
        }
        return sum / Math.sqrt(variance);
    }

    private static double draw(long seed, String what, long day) {
        return Seeds.gaussian(Seeds.of(seed, what), day);
    }

    private static double clamp(double value, double lowest, double highest) {
        return Math.max(lowest, Math.min(highest, value));
    }
}
