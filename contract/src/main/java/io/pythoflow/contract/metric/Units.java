package io.pythoflow.contract.metric;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * Which units senders may use for a known metric, and how a value in them becomes one in the
 * canonical unit. Symbols are those of SenML (RFC 8428, RFC 8798), UCUM and common firmware;
 * capitals make no difference.
 */
public final class Units {

    /**
     * How to take a value.
     *
     * @param metric what the value is of: usually the metric asked for, another where the unit says
     *     so ({@code soil_moisture} in {@code %rel} is {@code soil_moisture_relative})
     * @param toCanonical from the unit as sent to the canonical unit of {@code metric}
     */
    public record Conversion(Metric metric, DoubleUnaryOperator toCanonical) {}

    private static final DoubleUnaryOperator SAME = DoubleUnaryOperator.identity();
    private static final double METERS_PER_SECOND_PER_KNOT = 1852.0 / 3600;
    private static final double METERS_PER_SECOND_PER_MPH = 0.44704;
    private static final double LITERS_PER_US_GALLON = 3.785411784;

    private static final Map<Metric, Map<String, Optional<Conversion>>> CONVERSIONS = conversions();

    private Units() {}

    /** The conversion of a metric from a unit; empty where the unit is not known for it. */
    public static Optional<Conversion> conversion(Metric metric, String unit) {
        Map<String, Optional<Conversion>> units = CONVERSIONS.get(metric);
        Optional<Conversion> known = units.get(unit);
        return known != null ? known : units.getOrDefault(plain(unit), Optional.empty());
    }

    private static Map<Metric, Map<String, Optional<Conversion>>> conversions() {
        Table table = new Table();
        for (Metric metric : new Metric[] {Metric.TEMPERATURE, Metric.SOIL_TEMPERATURE}) {
            table.metric(metric)
                    .unit(SAME, "C", "°C", "℃", "degC", "deg C", "Celsius")
                    .unit(v -> v - 273.15, "K", "Kelvin")
                    .unit(v -> (v - 32) / 1.8, "F", "°F", "℉", "degF", "deg F", "Far", "[degF]")
                    .unit(v -> (v - 32) / 1.8, "Fahrenheit");
        }
        table.metric(Metric.SOIL_MOISTURE)
                .unit(SAME, "%", "vol%", "%vol", "vol.%")
                .unit(
                        Units::percentOfFraction,
                        "m3/m3",
                        "m³/m³",
                        "m^3/m^3",
                        "m3 m-3",
                        "v/v",
                        "/",
                        "1")
                .unit(Units::percentOfFraction, "cm3/cm3", "cm³/cm³")
                .unit(Metric.SOIL_MOISTURE_RELATIVE, SAME, "%rel");
        table.metric(Metric.SOIL_MOISTURE_RELATIVE)
                .unit(SAME, "%")
                .unit(Units::percentOfFraction, "/", "1")
                .unit(Metric.SOIL_MOISTURE, SAME, "%VWC")
                .unit(Metric.SOIL_MOISTURE, Units::percentOfFraction, "m3/m3", "m³/m³");
        table.metric(Metric.HUMIDITY)
                .unit(SAME, "%", "%rH", "rh")
                .unit(Units::percentOfFraction, "/", "1");
        table.metric(Metric.LIGHT)
                .unit(SAME, "count", "counts", "raw")
                .unit(Metric.ILLUMINANCE, SAME, "lux", "lx");
        table.metric(Metric.ILLUMINANCE).unit(SAME, "lx").unit(v -> v * 1000, "klx", "klux");
        table.metric(Metric.UV_INTENSITY).unit(SAME, "UVI", "index", "adc", "count", "counts");
        table.metric(Metric.RAIN)
                .unit(SAME, "L/m2", "l/m²")
                .unit(v -> v * 10, "cm")
                .unit(v -> v * 1000, "m")
                .unit(v -> v * 25.4, "in", "inch", "[in_i]");
        table.metric(Metric.PRESSURE)
                .unit(v -> v / 10, "hPa", "mbar", "mb")
                .unit(v -> v / 1000, "Pa")
                .unit(v -> v * 100, "bar")
                .unit(v -> v * 0.1333223874, "mmHg", "mm[Hg]")
                .unit(v -> v * 3.38638867, "inHg", "[in_i'Hg]");
        for (Metric metric : new Metric[] {Metric.WIND_SPEED, Metric.WIND_GUST}) {
            table.metric(metric)
                    .unit(SAME, "mps", "m s-1")
                    .unit(v -> v / 3.6, "km/h", "kmh", "kph")
                    .unit(v -> v * METERS_PER_SECOND_PER_KNOT, "kn", "kt", "kts", "knots")
                    .unit(v -> v * METERS_PER_SECOND_PER_MPH, "mph", "mi/h");
        }
        table.metric(Metric.WIND_DIRECTION)
                .unit(SAME, "°", "degree", "degrees")
                .unit(Math::toDegrees, "rad");
        table.metric(Metric.SOLAR_RADIATION)
                .unit(SAME, "W/m²", "W/m^2", "W m-2")
                .unit(v -> v * 1000, "kW/m2", "kW/m²");
        table.metric(Metric.FLOW_RATE)
                .unit(SAME, "lpm")
                .unit(v -> v / 60, "L/h", "lph")
                .unit(v -> v * 60, "L/s", "lps")
                .unit(v -> v / 1000, "mL/min")
                .unit(v -> v * 1000 / 60, "m3/h", "m³/h")
                .unit(v -> v * 60_000, "m3/s", "m³/s")
                .unit(v -> v * LITERS_PER_US_GALLON, "gpm", "gal/min");
        table.metric(Metric.BATTERY).unit(v -> v / 1000, "mV").unit(SAME, "Volt", "Volts");
        return table.conversions;
    }

    private static double percentOfFraction(double fraction) {
        return fraction * 100;
    }

    private static String plain(String unit) {
        return unit.strip().toLowerCase(Locale.ROOT);
    }

    /** Collects the conversions, each metric beginning with its own canonical unit. */
    private static final class Table {
        private final Map<Metric, Map<String, Optional<Conversion>>> conversions =
                new EnumMap<>(Metric.class);

        Table() {
            for (Metric metric : Metric.values()) {
                conversions.put(metric, new HashMap<>());
                metric(metric).unit(SAME, metric.unit());
            }
        }

        Row metric(Metric metric) {
            return new Row(metric, conversions.get(metric));
        }
    }

    private record Row(Metric metric, Map<String, Optional<Conversion>> units) {

        Row unit(DoubleUnaryOperator toCanonical, String... symbols) {
            return unit(metric, toCanonical, symbols);
        }

        Row unit(Metric target, DoubleUnaryOperator toCanonical, String... symbols) {
            Optional<Conversion> conversion = Optional.of(new Conversion(target, toCanonical));
            for (String symbol : symbols) {
                units.putIfAbsent(symbol, conversion);
                units.putIfAbsent(plain(symbol), conversion);
            }
            return this;
        }
    }
}
