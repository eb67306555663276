package io.pythoflow.contract.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The metrics the contract knows: each has a column of its own in {@code readings}, a canonical
 * unit, a plausible range, a step that no physical process makes between two neighbours in time,
 * and other names that senders use for it. What else a sensor sends keeps its name and lands in
 * {@code other_metrics}.
 */
public enum Metric {
    SOIL_MOISTURE("%VWC", 0, 60, 15, "vwc", "smc", "sh"),
    /** {@code soil_humidity} is the original firmware's: a resistive probe, 0 dry to 100 wet. */
    SOIL_MOISTURE_RELATIVE("%rel", 0, 100, 30, "soil_humidity", "umidade_solo"),
    SOIL_TEMPERATURE("Cel", -20, 60, 8, "soil_temp", "temperatura_solo"),
    TEMPERATURE("Cel", -50, 70, 10, "air_temperature", "air_temp", "temp", "temperatura"),
    HUMIDITY("%RH", 0, 100, 40, "air_humidity", "relative_humidity", "rh", "umidity", "umidade"),
    LIGHT("adc", 0, 4095, 4095, "luz"),
    ILLUMINANCE("lux", 0, 200_000, 200_000, "lux"),
    UV_INTENSITY("1", 0, 4095, 4095, "uv", "uv_index"),
    RAIN("mm", 0, 200, 100, "rainfall", "precipitation", "chuva"),
    PRESSURE("kPa", 50, 110, 2, "air_pressure", "barometric_pressure"),
    WIND_SPEED("m/s", 0, 75, 30),
    WIND_GUST("m/s", 0, 110, 50),
    WIND_DIRECTION("deg", 0, 360, 360, "wind_dir"),
    SOLAR_RADIATION("W/m2", 0, 1500, 1500, "irradiance"),
    FLOW_RATE("L/min", 0, 10_000, 10_000, "flow", "flow_lpm"),
    BATTERY("V", 0, 60, 5, "battery_voltage", "vbat");

    private static final Map<String, Metric> BY_NAME =
            Stream.of(values())
                    .collect(Collectors.toUnmodifiableMap(Metric::metricName, Function.identity()));

    /**
     * By canonical name, and by every name in its plain spelling. Values are ready-made Optionals:
     * the decoder looks up every metric of every message.
     */
    private static final Map<String, Optional<Metric>> BY_SPELLING = spellings();

    private final String metricName = name().toLowerCase(Locale.ROOT);
    private final String unit;
    private final double lowest;
    private final double highest;
    private final double spikeStep;

    @SuppressWarnings("ImmutableEnumChecker") // List.of() is immutable.
    private final List<String> aliases;

    Metric(String unit, double lowest, double highest, double spikeStep, String... aliases) {
        this.unit = unit;
        this.lowest = lowest;
        this.highest = highest;
        this.spikeStep = spikeStep;
        this.aliases = List.of(aliases);
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

    /** Smallest plausible value, in the canonical unit. */
    public double lowest() {
        return lowest;
    }

    /** Greatest plausible value, in the canonical unit. */
    public double highest() {
        return highest;
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

    /** Other names that senders use; capitals, {@code _} and {@code -} make no difference. */
    public List<String> aliases() {
        return aliases;
    }

    /** The known metric of this canonical name. */
    public static Optional<Metric> named(String metricName) {
        return Optional.ofNullable(BY_NAME.get(metricName));
    }

    /**
     * The known metric that a sender means: by canonical name or alias, in any capitals, with or
     * without separators ({@code soilMoisture}, {@code Soil-Moisture}).
     */
    public static Optional<Metric> sentAs(String name) {
        Optional<Metric> known = BY_SPELLING.get(name);
        return known != null ? known : BY_SPELLING.getOrDefault(plain(name), Optional.empty());
    }

    private static Map<String, Optional<Metric>> spellings() {
        Map<String, Optional<Metric>> spellings = new HashMap<>();
        for (Metric metric : values()) {
            Optional<Metric> found = Optional.of(metric);
            spellings.put(metric.metricName, found);
            Stream.concat(Stream.of(metric.metricName), metric.aliases.stream())
                    .map(Metric::plain)
                    .filter(spelling -> !spelling.equals(metric.metricName))
                    .forEach(spelling -> putOnce(spellings, spelling, found));
        }
        return Map.copyOf(spellings);
    }

    private static void putOnce(
            Map<String, Optional<Metric>> spellings, String spelling, Optional<Metric> metric) {
        if (spellings.putIfAbsent(spelling, metric) != null) {
            throw new IllegalStateException(
                    "Two metrics are called " + spelling + ", give one of them another alias");
        }
    }

    private static String plain(String name) {
        char[] kept = new char[name.length()];
        int length = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_' && c != '-' && c != ' ') {
                kept[length++] = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
            }
        }
        return new String(Arrays.copyOf(kept, length));
    }
}
