package io.pythoflow.contract.agronomy;

/**
 * Reference evapotranspiration and what it is made of, after Allen, Pereira, Raes and Smith,
 * <i>Crop evapotranspiration</i>, FAO Irrigation and Drainage Paper 56, 1998. "Eq" numbers are that
 * paper's.
 *
 * <p>Temperatures in °C, pressures in kPa, wind in m/s at 2 m, radiation in MJ/m² per day or per
 * hour, angles of latitude and longitude in degrees (north and, as the paper has it, <em>west</em>
 * positive), all other angles in radians. Arguments are not checked: the caller knows its planet.
 */
public final class Fao56 {

    /** Solar constant, MJ/m²/min (Eq 21). */
    private static final double SOLAR_CONSTANT = 0.0820;

    /** Stefan-Boltzmann constant, MJ/K⁴/m²/day (Eq 39). */
    private static final double STEFAN_BOLTZMANN_PER_DAY = 4.903e-9;

    /** Albedo of the grass reference (Eq 38). */
    private static final double ALBEDO = 0.23;

    /** Inverse of the latent heat of vaporization, kg/MJ: 1 MJ/m² evaporates 0.408 mm (Eq 20). */
    private static final double MM_PER_MJ = 0.408;

    private static final double ZERO_CELSIUS_KELVIN = 273.16;

    private Fao56() {}

    /** Saturation vapour pressure e°(T), kPa (Eq 11). */
    public static double saturationVapourPressure(double temperatureC) {
        return 0.6108 * Math.exp(17.27 * temperatureC / (temperatureC + 237.3));
    }

    /** Mean saturation vapour pressure of a day es, kPa (Eq 12). */
    public static double meanSaturationVapourPressure(double maxC, double minC) {
        return (saturationVapourPressure(maxC) + saturationVapourPressure(minC)) / 2;
    }

    /** Slope Δ of the saturation vapour pressure curve, kPa/°C (Eq 13). */
    public static double vapourPressureSlope(double temperatureC) {
        double distance = temperatureC + 237.3;
        return 4098 * saturationVapourPressure(temperatureC) / (distance * distance);
    }

    /** Actual vapour pressure ea of a day from the extremes of relative humidity, kPa (Eq 17). */
    public static double actualVapourPressure(
            double maxC, double minC, double maxHumidityPercent, double minHumidityPercent) {
        return (saturationVapourPressure(minC) * maxHumidityPercent
                        + saturationVapourPressure(maxC) * minHumidityPercent)
                / 200;
    }

    /** Atmospheric pressure P at an elevation, kPa (Eq 7). */
    public static double atmosphericPressure(double elevationM) {
        return 101.3 * Math.pow((293 - 0.0065 * elevationM) / 293, 5.26);
    }

    /** Psychrometric constant γ, kPa/°C (Eq 8). */
    public static double psychrometricConstant(double pressureKPa) {
        return 0.000665 * pressureKPa;
    }

    /** Wind speed at 2 m from one measured at another height above grass, m/s (Eq 47). */
    public static double windAt2m(double windMetersPerSecond, double heightM) {
        return windMetersPerSecond * 4.87 / Math.log(67.8 * heightM - 5.42);
    }

    /** Inverse relative distance Earth-Sun dr (Eq 23). */
    public static double inverseRelativeDistance(int dayOfYear) {
        return 1 + 0.033 * Math.cos(2 * Math.PI / 365 * dayOfYear);
    }

    /** Solar declination δ, rad (Eq 24). */
    public static double solarDeclination(int dayOfYear) {
        return 0.409 * Math.sin(2 * Math.PI / 365 * dayOfYear - 1.39);
    }

    /** Sunset hour angle ωs, rad (Eq 25); 0 in polar night, π in polar day. */
    public static double sunsetHourAngle(double latitudeDegrees, int dayOfYear) {
        double cosine =
                -Math.tan(Math.toRadians(latitudeDegrees)) * Math.tan(solarDeclination(dayOfYear));
        return Math.acos(Math.max(-1, Math.min(1, cosine)));
    }

    /** Extraterrestrial radiation of a day Ra, MJ/m²/day (Eq 21). */
    public static double extraterrestrialRadiation(double latitudeDegrees, int dayOfYear) {
        double sunset = sunsetHourAngle(latitudeDegrees, dayOfYear);
        return extraterrestrialRadiation(latitudeDegrees, dayOfYear, -sunset, sunset);
    }

    /**
     * Extraterrestrial radiation between two solar hour angles Ra, MJ/m² (Eq 28); the part of the
     * period in which the sun is below the horizon counts nothing.
     */
    public static double extraterrestrialRadiation(
            double latitudeDegrees, int dayOfYear, double fromHourAngle, double toHourAngle) {
        double sunset = sunsetHourAngle(latitudeDegrees, dayOfYear);
        double from = Math.max(-sunset, Math.min(sunset, fromHourAngle));
        double to = Math.max(-sunset, Math.min(sunset, toHourAngle));
        double latitude = Math.toRadians(latitudeDegrees);
        double declination = solarDeclination(dayOfYear);
        return 12
                * 60
                / Math.PI
                * SOLAR_CONSTANT
                * inverseRelativeDistance(dayOfYear)
                * ((to - from) * Math.sin(latitude) * Math.sin(declination)
                        + Math.cos(latitude)
                                * Math.cos(declination)
                                * (Math.sin(to) - Math.sin(from)));
    }

    /**
     * Solar hour angle ω of a clock time, rad, 0 at solar noon (Eq 31 to 33).
     *
     * @param clockHours standard clock time, hours
     * @param zoneWestDegrees longitude of the centre of the time zone, degrees west of Greenwich
     * @param siteWestDegrees longitude of the site, degrees west of Greenwich
     */
    public static double solarHourAngle(
            double clockHours, double zoneWestDegrees, double siteWestDegrees, int dayOfYear) {
        double b = 2 * Math.PI * (dayOfYear - 81) / 364;
        double seasonalCorrectionHours =
                0.1645 * Math.sin(2 * b) - 0.1255 * Math.cos(b) - 0.025 * Math.sin(b);
        double solarHours =
                clockHours
                        + 0.06667 * (zoneWestDegrees - siteWestDegrees)
                        + seasonalCorrectionHours;
        return Math.PI / 12 * (solarHours - 12);
    }

    /** Daylight hours N (Eq 34). */
    public static double daylightHours(double latitudeDegrees, int dayOfYear) {
        return 24 / Math.PI * sunsetHourAngle(latitudeDegrees, dayOfYear);
    }

    /** Solar radiation Rs from hours of sunshine, in the unit of Ra (Eq 35). */
    public static double solarRadiationFromSunshine(
            double sunshineHours, double daylightHours, double extraterrestrialRadiation) {
        return (0.25 + 0.50 * sunshineHours / daylightHours) * extraterrestrialRadiation;
    }

    /**
     * Solar radiation Rs from the daily range of temperature, in the unit of Ra (Eq 50).
     *
     * @param coastFactor kRs: 0.16 inland, 0.19 at a coast
     */
    public static double solarRadiationFromTemperature(
            double maxC, double minC, double extraterrestrialRadiation, double coastFactor) {
        return coastFactor * Math.sqrt(maxC - minC) * extraterrestrialRadiation;
    }

    /** Clear-sky solar radiation Rso, in the unit of Ra (Eq 37). */
    public static double clearSkyRadiation(double elevationM, double extraterrestrialRadiation) {
        return (0.75 + 2e-5 * elevationM) * extraterrestrialRadiation;
    }

    /** Net shortwave radiation Rns, in the unit of Rs (Eq 38). */
    public static double netShortwaveRadiation(double solarRadiation) {
        return (1 - ALBEDO) * solarRadiation;
    }

    /**
     * Net outgoing longwave radiation of a day Rnl, MJ/m²/day (Eq 39).
     *
     * @param clearness Rs/Rso, 0.33 (overcast) to 1 (clear)
     */
    public static double netLongwaveRadiation(
            double maxC, double minC, double vapourPressureKPa, double clearness) {
        double emitted = (fourthPowerKelvin(maxC) + fourthPowerKelvin(minC)) / 2;
        return STEFAN_BOLTZMANN_PER_DAY * emitted * skyFactor(vapourPressureKPa, clearness);
    }

    /**
     * Net outgoing longwave radiation of an hour Rnl, MJ/m²/hour (Eq 39 with σ per hour).
     *
     * @param clearness Rs/Rso; at night, that of two or three hours before sunset
     */
    public static double hourlyNetLongwaveRadiation(
            double temperatureC, double vapourPressureKPa, double clearness) {
        return STEFAN_BOLTZMANN_PER_DAY
                / 24
                * fourthPowerKelvin(temperatureC)
                * skyFactor(vapourPressureKPa, clearness);
    }

    /** Soil heat flux G of a month from its mean and the month before, MJ/m²/day (Eq 44). */
    public static double monthlySoilHeatFlux(double previousMonthC, double thisMonthC) {
        return 0.14 * (thisMonthC - previousMonthC);
    }

    /** Soil heat flux G of an hour of daylight, MJ/m²/hour (Eq 45). */
    public static double daytimeSoilHeatFlux(double netRadiation) {
        return 0.1 * netRadiation;
    }

    /** Soil heat flux G of an hour of night, MJ/m²/hour (Eq 46). */
    public static double nighttimeSoilHeatFlux(double netRadiation) {
        return 0.5 * netRadiation;
    }

    /**
     * Reference evapotranspiration of a day by FAO Penman-Monteith, mm/day (Eq 6).
     *
     * @param meanC (Tmax + Tmin) / 2
     * @param windMetersPerSecond at 2 m
     * @param netRadiation Rn, MJ/m²/day
     * @param soilHeatFlux G, MJ/m²/day
     * @param saturationKPa es (Eq 12)
     * @param vapourPressureKPa ea
     * @param psychrometricConstant γ, kPa/°C
     */
    public static double dailyReferenceEvapotranspiration(
            double meanC,
            double windMetersPerSecond,
            double netRadiation,
            double soilHeatFlux,
            double saturationKPa,
            double vapourPressureKPa,
            double psychrometricConstant) {
        return penmanMonteith(
                900,
                meanC,
                windMetersPerSecond,
                netRadiation - soilHeatFlux,
                saturationKPa - vapourPressureKPa,
                psychrometricConstant);
    }

    /**
     * Reference evapotranspiration of an hour by FAO Penman-Monteith, mm/hour (Eq 53); a little
     * below zero where dew falls.
     *
     * @param temperatureC mean of the hour
     * @param windMetersPerSecond at 2 m
     * @param netRadiation Rn, MJ/m²/hour
     * @param soilHeatFlux G, MJ/m²/hour
     * @param vapourPressureKPa ea
     * @param psychrometricConstant γ, kPa/°C
     */
    public static double hourlyReferenceEvapotranspiration(
            double temperatureC,
            double windMetersPerSecond,
            double netRadiation,
            double soilHeatFlux,
            double vapourPressureKPa,
            double psychrometricConstant) {
        return penmanMonteith(
                37,
                temperatureC,
                windMetersPerSecond,
                netRadiation - soilHeatFlux,
                saturationVapourPressure(temperatureC) - vapourPressureKPa,
                psychrometricConstant);
    }

    /**
     * Reference evapotranspiration of a day from temperature alone, by Hargreaves, mm/day (Eq 52).
     *
     * @param extraterrestrialRadiation Ra, MJ/m²/day
     */
    public static double hargreavesReferenceEvapotranspiration(
            double maxC, double minC, double extraterrestrialRadiation) {
        return 0.0023
                * ((maxC + minC) / 2 + 17.8)
                * Math.sqrt(maxC - minC)
                * MM_PER_MJ
                * extraterrestrialRadiation;
    }

    private static double penmanMonteith(
            double windCoefficient,
            double temperatureC,
            double windMetersPerSecond,
            double availableEnergy,
            double vapourPressureDeficit,
            double psychrometricConstant) {
        double slope = vapourPressureSlope(temperatureC);
        double radiationTerm = MM_PER_MJ * slope * availableEnergy;
        double windTerm =
                psychrometricConstant
                        * windCoefficient
                        / (temperatureC + 273)
                        * windMetersPerSecond
                        * vapourPressureDeficit;
        return (radiationTerm + windTerm)
                / (slope + psychrometricConstant * (1 + 0.34 * windMetersPerSecond));
    }

    private static double skyFactor(double vapourPressureKPa, double clearness) {
        return (0.34 - 0.14 * Math.sqrt(vapourPressureKPa)) * (1.35 * clearness - 0.35);
    }

    private static double fourthPowerKelvin(double temperatureC) {
        return Math.pow(temperatureC + ZERO_CELSIUS_KELVIN, 4);
    }
}
