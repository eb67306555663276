package io.pythoflow.job.control.season;

import io.pythoflow.contract.agronomy.Fao56;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Made-up weather of the Po valley from April on, in steps of ten minutes: a spring with frosts at
 * dawn, a summer of 24 °C on average, clouds, wind, and rain in showers on a fifth of the days. The
 * same seed gives the same weather.
 */
public final class SeasonWeather {
    public static final LocalDate FIRST_DAY = LocalDate.of(2025, 4, 1);
    public static final long STEP_MILLIS = 600_000;
    public static final int STEPS_PER_DAY = 144;
    public static final double LATITUDE = 44.6;
    public static final double LONGITUDE = 11.0;
    public static final double ELEVATION_M = 40;

    private static final double HOURS_PER_STEP = 24.0 / STEPS_PER_DAY;
    private static final double WATTS_PER_MEGAJOULE_HOUR = 1 / 0.0036;
    private static final double PRESSURE_KPA = Fao56.atmosphericPressure(ELEVATION_M);

    private final long start = FIRST_DAY.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    private final List<Sky> skies = new ArrayList<>();
    private final Random random;
    private double soilTemperatureC = 9;

    /**
     * Ten minutes.
     *
     * @param windMetersPerSecond at 2 m
     * @param solarWattsPerSquareMeter global shortwave
     * @param rainMm of the step
     * @param referenceMm ET0 of the step
     * @param soilTemperatureC in the root zone
     */
    public record Sky(
            double temperatureC,
            double humidityPercent,
            double windMetersPerSecond,
            double solarWattsPerSquareMeter,
            double rainMm,
            double referenceMm,
            double soilTemperatureC) {}

    /** What a day has in store. */
    private record Day(
            double meanC,
            double rangeC,
            double clearness,
            double vapourPressureKPa,
            double wind,
            double[] rainMm) {}

    public SeasonWeather(long seed, int days) {
        random = new Random(seed);
        double anomalyC = 0;
        boolean wet = false;
        for (int day = 0; day < days; day++) {
            anomalyC = 0.7 * anomalyC + 2.2 * random.nextGaussian();
            wet = random.nextDouble() < (wet ? 0.4 : 0.17);
            Day today = day(day, anomalyC, wet);
            for (int step = 0; step < STEPS_PER_DAY; step++) {
                skies.add(sky(day, step, today));
            }
        }
    }

    /** Begin of the first step, epoch milliseconds. */
    public long start() {
        return start;
    }

    public int steps() {
        return skies.size();
    }

    public Sky sky(int step) {
        return skies.get(step);
    }

    /** Rain of the steps from one, inclusive, to another, exclusive, mm. */
    public double rainMm(int from, int to) {
        double sum = 0;
        for (int step = Math.max(0, from); step < to; step++) {
            sum += skies.get(step).rainMm;
        }
        return sum;
    }

    private Day day(int day, double anomalyC, boolean wet) {
        int dayOfYear = FIRST_DAY.plusDays(day).getDayOfYear();
        double usualC = 13 - 11.5 * Math.cos(2 * Math.PI * (dayOfYear - 20) / 365);
        double meanC = usualC + anomalyC - (wet ? 2 : 0);
        double clearness = wet ? 0.3 + 0.3 * random.nextDouble() : 0.6 + 0.4 * random.nextDouble();
        double rangeC = 3 + 12 * clearness + random.nextGaussian();
        double dewPointC = meanC - rangeC / 2 - (wet ? 0 : 2 * random.nextDouble());
        double wind = 0.8 + 1.6 * Math.exp(0.5 * random.nextGaussian());
        return new Day(
                meanC,
                rangeC,
                clearness,
                Fao56.saturationVapourPressure(dewPointC),
                wind,
                wet ? showers() : new double[STEPS_PER_DAY]);
    }

    /** One shower or two, of a quarter of an hour to six hours; seven millimetres on average. */
    private double[] showers() {
        double[] rainMm = new double[STEPS_PER_DAY];
        double depthMm = -7 * Math.log(1 - random.nextDouble());
        int showers = 1 + random.nextInt(2);
        for (int shower = 0; shower < showers; shower++) {
            int length = 2 + random.nextInt(35);
            int begin = random.nextInt(STEPS_PER_DAY - length);
            double[] shape = new double[length];
            double sum = 0;
            for (int i = 0; i < length; i++) {
                shape[i] = random.nextDouble();
                sum += shape[i];
            }
            for (int i = 0; i < length; i++) {
                rainMm[begin + i] += depthMm / showers * shape[i] / sum;
            }
        }
        return rainMm;
    }

    private Sky sky(int day, int step, Day today) {
        double utcHours = (step + 0.5) * HOURS_PER_STEP;
        double sunHours = utcHours + LONGITUDE / 15;
        // Coldest an hour before sunrise, warmest in mid-afternoon.
        double temperatureC =
                today.meanC + today.rangeC / 2 * Math.cos(2 * Math.PI * (sunHours - 15) / 24);
        double saturationKPa = Fao56.saturationVapourPressure(temperatureC);
        double vapourKPa = Math.min(today.vapourPressureKPa, saturationKPa);
        double wind = today.wind * (1 + 0.5 * Math.cos(2 * Math.PI * (sunHours - 15) / 24));
        double clearSky = clearSkyMegajoulesPerHour(day, utcHours);
        double cloudy = today.clearness * (0.85 + 0.3 * random.nextDouble());
        double solar = clearSky * Math.min(1, cloudy);
        soilTemperatureC += (temperatureC - soilTemperatureC) * HOURS_PER_STEP / 18;
        return new Sky(
                temperatureC,
                100 * vapourKPa / saturationKPa,
                wind,
                solar * WATTS_PER_MEGAJOULE_HOUR,
                today.rainMm[step],
                referenceMm(temperatureC, vapourKPa, wind, solar, today.clearness, clearSky > 0),
                soilTemperatureC);
    }

    private double clearSkyMegajoulesPerHour(int day, double utcHours) {
        int dayOfYear = FIRST_DAY.plusDays(day).getDayOfYear();
        double middle = Fao56.solarHourAngle(utcHours, 0, -LONGITUDE, dayOfYear);
        double half = Math.PI / 24 * HOURS_PER_STEP;
        double radiation =
                Fao56.extraterrestrialRadiation(LATITUDE, dayOfYear, middle - half, middle + half);
        return Fao56.clearSkyRadiation(ELEVATION_M, radiation) / HOURS_PER_STEP;
    }

    private static double referenceMm(
            double temperatureC,
            double vapourKPa,
            double wind,
            double solar,
            double clearness,
            boolean isDay) {
        double net =
                Fao56.netShortwaveRadiation(solar)
                        - Fao56.hourlyNetLongwaveRadiation(temperatureC, vapourKPa, clearness);
        double hourly =
                Fao56.hourlyReferenceEvapotranspiration(
                        temperatureC,
                        wind,
                        net,
                        isDay ? Fao56.daytimeSoilHeatFlux(net) : Fao56.nighttimeSoilHeatFlux(net),
                        vapourKPa,
                        Fao56.psychrometricConstant(PRESSURE_KPA));
        return Math.max(0, hourly) * HOURS_PER_STEP;
    }

    /** Begin of a step, epoch milliseconds. */
    public long at(int step) {
        return start + step * STEP_MILLIS;
    }

    /** Days that a step lies after the first. */
    public static double days(int step) {
        return (double) step / STEPS_PER_DAY;
    }

    /** The hour of a step's begin, UTC. */
    public int hour(int step) {
        return Instant.ofEpochMilli(at(step)).atZone(ZoneOffset.UTC).getHour();
    }
}
