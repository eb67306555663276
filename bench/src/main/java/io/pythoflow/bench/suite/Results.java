package io.pythoflow.bench.suite;

import io.pythoflow.bench.BenchException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Figures by name, put by one measurement for later ones of the same run. One thread. */
public final class Results {

    /** Readings/s of the job at one reading per message, sustained over MQTT. */
    public static final String READINGS_PER_SECOND = "readings_per_second";

    /** Readings/s of the job over bytes from memory. */
    public static final String MEMORY_READINGS_PER_SECOND = "memory_readings_per_second";

    private final Map<String, Double> values = new LinkedHashMap<>();

    public void put(String name, double value) {
        values.put(name, value);
    }

    /** Empty if no measurement of this run found it. */
    public OptionalDouble find(String name) {
        Double value = values.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /**
     * What an earlier measurement found.
     *
     * @param measurement which finds it
     * @throws BenchException if it did not run, or had no figure
     */
    public double value(String name, String measurement) {
        return find(name)
                .orElseThrow(
                        () ->
                                new BenchException(
                                        "No figure: it is relative to %s of the measurement '%s', which had none in this run; name it with ONLY, too"
                                                .formatted(name, measurement)));
    }
}
