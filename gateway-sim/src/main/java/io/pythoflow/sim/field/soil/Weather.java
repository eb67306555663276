package io.pythoflow.sim.field.soil;

import io.pythoflow.contract.agronomy.Fao56;
import io.pythoflow.sim.field.random.Seeds;

/**
 * The weather of a field as a function of time: the same seed, site and time give the same weather,
 * in whatever order it is asked. Days come from {@link WeatherDay}; within the day temperature
 * follows the sun by three hours, the dew point barely moves, clouds come and go, wind rises in the
 * afternoon. Times are seconds since midnight (solar) of the start date.
 */
public final class Weather {

    /** The hour of the day's maximum temperature. */
    private static final double WARMEST_HOUR = 15;

    /** Depth in which the daily temperature wave fades to 1/e, m: moist loam, 0.10 to 0.15. */
    private static final double DAMPING_DEPTH_M = 0.12;

    private static final double CLOUD_SLOT_SECONDS = 1200;

    /** A clear-sky Rs in MJ/m²/s becomes W/m². */
    private static final double WATTS_PER_MEGAJOULE_SECOND = 1e6;

    private static final int CACHED_DAYS = 8;

    private final long seed;
    private final long cloudSeed;
    private final Site site;
    private final WeatherDay[] cache = new WeatherDay[CACHED_DAYS];
    private final long[] cachedDay = new long[CACHED_DAYS];

    public Weather(long seed, Site site) {
        this.seed = Seeds.of(seed, "weather");
        this.cloudSeed = Seeds.of(seed, "clouds");
        this.site = site;
    }

    /** The air at a time. */
    public Conditions at(double fieldSeconds) {
        double temperatureC = temperatureC(fieldSeconds, 1, 0);
        double dewPointC = between(fieldSeconds, WeatherDay::dewPointC);
        boolean raining = rainMm(fieldSeconds - 300, fieldSeconds + 300) > 0;
        double saturationKPa = Fao56.saturationVapourPressure(temperatureC);
        double dewKPa = Fao56.saturationVapourPressure(dewPointC);
        double vapourKPa =
                Math.max(
                        raining ? 0.92 * saturationKPa : 0.15 * saturationKPa,
                        Math.min(dewKPa, saturationKPa));
        double clearness = clearness(fieldSeconds);
        return new Conditions(
                temperatureC,
                100 * vapourKPa / saturationKPa,
                vapourKPa,
                windMetersPerSecond(fieldSeconds),
                clearness * clearSkyWatts(fieldSeconds),
                clearness,
                uvIndex(fieldSeconds, clearness));
    }

    /** Rain between two times, mm. */
    public double rainMm(double fromSeconds, double toSeconds) {
        long firstDay = dayAt(fromSeconds);
        long lastDay = dayAt(toSeconds);
        double sum =
                day(lastDay).rainUntilMm(hourIn(lastDay, toSeconds))
                        - day(firstDay).rainUntilMm(hourIn(firstDay, fromSeconds));
        for (long day = firstDay; day < lastDay; day++) {
            sum += day(day).rainMm();
        }
        return sum;
    }

    /**
     * Temperature of the soil, °C: the wave of the air, damped and late by the depth (Campbell and
     * Norman, <i>An Introduction to Environmental Biophysics</i>, Eq 2.4).
     */
    public double soilTemperatureC(double fieldSeconds, double depthM) {
        double fading = depthM / DAMPING_DEPTH_M;
        return temperatureC(fieldSeconds, Math.exp(-fading), fading);
    }

    private double temperatureC(double fieldSeconds, double amplitudeShare, double lagRadians) {
        double amplitude = between(fieldSeconds, WeatherDay::rangeC) / 2 * amplitudeShare;
        double phase = 2 * Math.PI * (Site.hourOfDay(fieldSeconds) - WARMEST_HOUR) / 24;
        return between(fieldSeconds, WeatherDay::meanC) + amplitude * Math.cos(phase - lagRadians);
    }

    /** Passing clouds around the day's clearness: more of them the less clear the day. */
    private double clearness(double fieldSeconds) {
        double ofDay = day(dayAt(fieldSeconds)).clearness();
        double slot = fieldSeconds / CLOUD_SLOT_SECONDS;
        long index = (long) Math.floor(slot);
        double share = slot - index;
        double noise =
                Seeds.gaussian(cloudSeed, index) * (1 - share)
                        + Seeds.gaussian(cloudSeed, index + 1) * share;
        return Math.max(0.2, Math.min(1, ofDay + 0.25 * noise * (1.05 - ofDay)));
    }

    private double clearSkyWatts(double fieldSeconds) {
        double halfMinute = Math.PI / (24 * 60);
        double angle = Site.hourAngle(fieldSeconds);
        double perMinute =
                Fao56.extraterrestrialRadiation(
                        site.latitudeDegrees(),
                        site.dayOfYear(fieldSeconds),
                        angle - halfMinute,
                        angle + halfMinute);
        return Fao56.clearSkyRadiation(site.elevationM(), perMinute)
                / 60
                * WATTS_PER_MEGAJOULE_SECOND;
    }

    /** Clear-sky index 12.5 μ^2.42 (Madronich 2007, 300 DU ozone), dimmed by clouds. */
    private double uvIndex(double fieldSeconds, double clearness) {
        double latitude = Math.toRadians(site.latitudeDegrees());
        double declination = Fao56.solarDeclination(site.dayOfYear(fieldSeconds));
        double sunHeight =
                Math.sin(latitude) * Math.sin(declination)
                        + Math.cos(latitude)
                                * Math.cos(declination)
                                * Math.cos(Site.hourAngle(fieldSeconds));
        return sunHeight <= 0 ? 0 : 12.5 * Math.pow(sunHeight, 2.42) * (0.3 + 0.7 * clearness);
    }

    private double windMetersPerSecond(double fieldSeconds) {
        double hour = Site.hourOfDay(fieldSeconds);
        double diurnal = 0.75 + 0.65 * Math.max(0, Math.sin(Math.PI * (hour - 8) / 13));
        // FAO-56 page 63: half a metre per second is the least that makes sense at 2 m.
        return Math.max(0.5, between(fieldSeconds, WeatherDay::windMetersPerSecond) * diurnal);
    }

    /** A daily value that stands at noon and changes in a straight line to the next noon. */
    private double between(double fieldSeconds, DailyValue value) {
        double days = Site.days(fieldSeconds) - 0.5;
        long before = (long) Math.floor(days);
        double share = days - before;
        return value.of(day(before)) * (1 - share) + value.of(day(before + 1)) * share;
    }

    private static long dayAt(double fieldSeconds) {
        return (long) Math.floor(Site.days(fieldSeconds));
    }

    private static double hourIn(long day, double fieldSeconds) {
        return (fieldSeconds - day * Site.SECONDS_PER_DAY) / 3600;
    }

    private WeatherDay day(long day) {
        int slot = Math.floorMod(day, CACHED_DAYS);
        WeatherDay cached = cache[slot];
        if (cached == null || cachedDay[slot] != day) {
            cached = WeatherDay.of(seed, site, day);
            cache[slot] = cached;
            cachedDay[slot] = day;
        }
        return cached;
    }

    @FunctionalInterface
    private interface DailyValue {
        double of(WeatherDay day);
    }
}
