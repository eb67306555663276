package io.pythoflow.job.control.demand;

import io.pythoflow.contract.agronomy.Fao56;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.sense.HourOfWeather;
import io.pythoflow.job.control.sense.ZoneWeather;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reference evapotranspiration ET0 of a zone, hour by hour, from the weather there is. Best first:
 *
 * <ol>
 *   <li>hourly FAO Penman-Monteith (Eq 53), where besides the temperature at least one of humidity,
 *       sun and wind is measured. What is missing is put in as FAO-56 chapter 3 says: wind 2 m/s,
 *       sun from the range of temperature (Eq 50), dew point at the day's lowest temperature (Eq
 *       48);
 *   <li>Hargreaves (Eq 52) from the temperatures of the last 24 hours, spread over the day as the
 *       sun is, where there is only temperature;
 *   <li>the same hour of the day before, for up to a day; then it is unknown.
 * </ol>
 */
final class ReferenceEvapotranspiration {

    private static final long HOUR_MILLIS = 3_600_000;
    private static final int HOURS = 24;

    /** Hours with temperature out of 24 that make a day's extremes. */
    private static final int HOURS_THAT_MAKE_A_DAY = 20;

    /** FAO-56 page 63: where wind is not measured. */
    private static final double USUAL_WIND = 2;

    /** Eq 50, kRs inland. */
    private static final double INLAND_FACTOR = 0.16;

    /** Rs/Rso before the first hour of sun: between clear and overcast. */
    private static final double USUAL_CLEARNESS = 0.7;

    /** FAO-56 page 43: Rs/Rso lies between overcast and clear. */
    private static final double LEAST_CLEARNESS = 0.33;

    /** Lower, the sun is too low for Rs/Rso to say anything, MJ/m²/hour. */
    private static final double USABLE_SUN = 0.3;

    /** A mean of 1 W/m² is so many MJ/m² in an hour. */
    private static final double MEGAJOULES_PER_WATT_HOUR = 0.0036;

    private final double[] lastDayMm = new double[HOURS];
    private int hoursKnown;
    private int hoursAssumed;
    private double clearness = USUAL_CLEARNESS;
    private long today = Long.MIN_VALUE;
    private double todayMm;
    private @Nullable Double yesterdayMm;

    /** The day's extremes and their sun. */
    private record Day(double minC, double maxC, double radiation) {}

    /**
     * Takes the next hour.
     *
     * @param epochHour one after the other
     * @return ET0 of the hour, mm
     */
    double advance(Zone zone, ZoneWeather weather, long epochHour) {
        Double computed = compute(zone, weather, epochHour);
        int slot = Math.floorMod(epochHour, HOURS);
        if (computed == null) {
            hoursAssumed = Math.min(hoursAssumed + 1, HOURS);
        } else {
            lastDayMm[slot] = Math.max(0, computed);
            hoursKnown = Math.min(hoursKnown + 1, HOURS);
            hoursAssumed = 0;
        }
        countDay(zone, epochHour, lastDayMm[slot]);
        return lastDayMm[slot];
    }

    /** Whether there has been weather to compute it from, at the latest a day ago. */
    boolean isKnown() {
        return hoursKnown > 0 && hoursAssumed < HOURS;
    }

    /** Of the last 24 hours, mm; null until there have been as many. */
    @Nullable Double lastDayMm() {
        if (hoursKnown < HOURS || !isKnown()) {
            return null;
        }
        double sum = 0;
        for (double hourMm : lastDayMm) {
            sum += hourMm;
        }
        return sum;
    }

    /** Of the last whole local day, mm; null where it is not known. */
    @Nullable Double yesterdayMm() {
        return isKnown() ? yesterdayMm : null;
    }

    /**
     * 24 hours (double each), hours known and assumed (byte each), clearness (double), local day
     * (long), its sum so far (double), that of the day before (double, NaN for none).
     */
    void write(DataOutput out) throws IOException {
        for (double hourMm : lastDayMm) {
            out.writeDouble(hourMm);
        }
        out.writeByte(hoursKnown);
        out.writeByte(hoursAssumed);
        out.writeDouble(clearness);
        out.writeLong(today);
        out.writeDouble(todayMm);
        out.writeDouble(Objects.requireNonNullElse(yesterdayMm, Double.NaN));
    }

    static ReferenceEvapotranspiration read(DataInput in) throws IOException {
        ReferenceEvapotranspiration reference = new ReferenceEvapotranspiration();
        for (int i = 0; i < HOURS; i++) {
            reference.lastDayMm[i] = in.readDouble();
        }
        reference.hoursKnown = in.readByte();
        reference.hoursAssumed = in.readByte();
        reference.clearness = in.readDouble();
        reference.today = in.readLong();
        reference.todayMm = in.readDouble();
        double yesterday = in.readDouble();
        reference.yesterdayMm = Double.isNaN(yesterday) ? null : yesterday;
        return reference;
    }

    private void countDay(Zone zone, long epochHour, double hourMm) {
        long day = localDate(zone, epochHour).toEpochDay();
        if (day != today) {
            yesterdayMm = day == today + 1 && hoursKnown >= HOURS ? todayMm : null;
            today = day;
            todayMm = 0;
        }
        todayMm += hourMm;
    }

    private @Nullable Double compute(Zone zone, ZoneWeather weather, long epochHour) {
        Zone.Site site = zone.site();
        HourOfWeather hour = weather.hour(epochHour);
        if (site == null || hour == null) {
            return null;
        }
        int dayOfYear = localDate(zone, epochHour).getDayOfYear();
        double radiation = hourlyRadiation(site, epochHour, dayOfYear);
        Day day = day(site, weather, epochHour, dayOfYear);
        boolean onlyTemperature =
                hour.humidityPercent() == null
                        && hour.windMetersPerSecond() == null
                        && hour.solarWattsPerSquareMeter() == null;
        if (onlyTemperature) {
            return day == null ? null : hargreaves(day, radiation);
        }
        Double solar = solarRadiation(site, hour, day, radiation);
        return solar == null ? null : penmanMonteith(site, hour, day, radiation, solar);
    }

    private static double hargreaves(Day day, double radiation) {
        if (day.radiation <= 0) {
            return 0;
        }
        return Fao56.hargreavesReferenceEvapotranspiration(day.maxC, day.minC, day.radiation)
                * (radiation / day.radiation);
    }

    private static @Nullable Double solarRadiation(
            Zone.Site site, HourOfWeather hour, @Nullable Day day, double radiation) {
        Double measured = hour.solarWattsPerSquareMeter();
        if (measured != null) {
            return measured * MEGAJOULES_PER_WATT_HOUR;
        }
        if (day == null) {
            return radiation <= 0 ? Double.valueOf(0) : null;
        }
        return Math.min(
                Fao56.clearSkyRadiation(site.elevationM(), radiation),
                Fao56.solarRadiationFromTemperature(day.maxC, day.minC, radiation, INLAND_FACTOR));
    }

    private double penmanMonteith(
            Zone.Site site, HourOfWeather hour, @Nullable Day day, double radiation, double solar) {
        double clearSky = Fao56.clearSkyRadiation(site.elevationM(), radiation);
        if (clearSky > USABLE_SUN) {
            clearness = Math.max(LEAST_CLEARNESS, Math.min(1, solar / clearSky));
        }
        Double humidityPercent = hour.humidityPercent();
        double dewPointC = day == null ? hour.minC() : day.minC;
        double vapourPressureKPa =
                humidityPercent == null
                        ? Fao56.saturationVapourPressure(Math.min(dewPointC, hour.meanC()))
                        : humidityPercent / 100 * Fao56.saturationVapourPressure(hour.meanC());
        double net =
                Fao56.netShortwaveRadiation(solar)
                        - Fao56.hourlyNetLongwaveRadiation(
                                hour.meanC(), vapourPressureKPa, clearness);
        return Fao56.hourlyReferenceEvapotranspiration(
                hour.meanC(),
                Objects.requireNonNullElse(hour.windMetersPerSecond(), USUAL_WIND),
                net,
                radiation > 0 ? Fao56.daytimeSoilHeatFlux(net) : Fao56.nighttimeSoilHeatFlux(net),
                vapourPressureKPa,
                Fao56.psychrometricConstant(Fao56.atmosphericPressure(site.elevationM())));
    }

    /** The 24 hours that end with this one; null where too few of them are known. */
    private static @Nullable Day day(
            Zone.Site site, ZoneWeather weather, long epochHour, int dayOfYear) {
        double minC = Double.POSITIVE_INFINITY;
        double maxC = Double.NEGATIVE_INFINITY;
        int hours = 0;
        for (long hour = epochHour - HOURS + 1; hour <= epochHour; hour++) {
            HourOfWeather known = weather.hour(hour);
            if (known != null) {
                minC = Math.min(minC, known.minC());
                maxC = Math.max(maxC, known.maxC());
                hours++;
            }
        }
        return hours < HOURS_THAT_MAKE_A_DAY
                ? null
                : new Day(
                        minC,
                        maxC,
                        Fao56.extraterrestrialRadiation(site.latitudeDegrees(), dayOfYear));
    }

    /** Ra of an hour, MJ/m²; the clock is UTC, so the site's longitude alone tells the sun's. */
    private static double hourlyRadiation(Zone.Site site, long epochHour, int dayOfYear) {
        double utcHours = Math.floorMod(epochHour, HOURS) + 0.5;
        double middle = Fao56.solarHourAngle(utcHours, 0, -site.longitudeDegrees(), dayOfYear);
        double wrapped = middle - 2 * Math.PI * Math.rint(middle / (2 * Math.PI));
        return Fao56.extraterrestrialRadiation(
                site.latitudeDegrees(),
                dayOfYear,
                wrapped - Math.PI / HOURS,
                wrapped + Math.PI / HOURS);
    }

    private static LocalDate localDate(Zone zone, long epochHour) {
        return Instant.ofEpochMilli(epochHour * HOUR_MILLIS).atZone(zone.timeZone()).toLocalDate();
    }
}
