package io.pythoflow.contract.metric;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The metrics the contract knows: each has a column of its own in {@code readings}, a canonical
 * unit, a plausible range and a step that no physical process makes between two neighbours in time.
 * What else a sensor sends keeps its name and lands in {@code other_metrics}.
 */
public enum Metric {
    SOIL_MOISTURE("%VWC", 0, 60, 15),
    SOIL_MOISTURE_RELATIVE("%rel", 0, 100, 30),
    SOIL_TEMPERATURE("Cel", -20, 60, 8),
    TEMPERATURE("Cel", -50, 70, 10),
    HUMIDITY("%RH", 0, 100, 40),
    LIGHT("adc", 0, 4095, 4095),
    ILLUMINANCE("lux", 0, 200_000, 200_000),
    UV_INTENSITY("1", 0, 4095, 4095),
    RAIN("mm", 0, 200, 100),
    PRESSURE("kPa", 50, 110, 2),
    WIND_SPEED("m/s", 0, 75, 30),
    WIND_GUST("m/s", 0, 110, 50),
    WIND_DIRECTION("deg", 0, 360, 360),
    SOLAR_RADIATION("W/m2", 0, 1500, 1500),
    FLOW_RATE("L/min", 0, 10_000, 10_000),
    BATTERY("V", 0, 60, 5);

    private static final Map<String, Metric> BY_NAME =
            Stream.of(values())
                    .collect(Collectors.toUnmodifiableMap(Metric::metricName, Function.identity()));

    private final String metricName = name().toLowerCase(Locale.ROOT);
    private final String unit;
    private final double lowest;
    private final double highest;
    private final double spikeStep;

    Metric(String unit, double lowest, double highest, double spikeStep) {
        this.unit = unit;
        this.lowest = lowest;
        this.highest = highest;
        this.spikeStep = spikeStep;
    }

    /**
     * The name on the wire, the column in {@code readings} and the {@code metric} of an aggregate.
     */
    public String metricName() {
        return metricName;
    }

    /** Canonical unit; every value in the lake is in it. */
    public String unit() {
        return unit;
    }

    /**
     * Whether a value, in the canonical unit, is physically plausible; a value outside is kept and
     * flagged.
     */
    public boolean inRange(double value) {
        return value >= lowest && value <= highest;
    }

    /**
     * A value that leaves both neighbours in time by more than this, in the same direction, is a
     * spike.
     */
    public double spikeStep() {
        return spikeStep;
    }

    /** The known metric of this canonical name. */
    public static Optional<Metric> named(String metricName) {
        return Optional.ofNullable(BY_NAME.get(metricName));
    }
}
