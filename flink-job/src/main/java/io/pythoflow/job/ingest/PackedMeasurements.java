package io.pythoflow.job.ingest;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.job.state.PackedInput;
import io.pythoflow.job.state.PackedOutput;
import io.pythoflow.job.state.TextCache;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The measurements of a reading as bytes between operators: a known metric is one byte, its value
 * eight. Not thread-safe.
 */
public final class PackedMeasurements {
    private static final String[] NAMES =
            Arrays.stream(Metric.values()).map(Metric::metricName).toArray(String[]::new);

    /** Stands for a metric that the contract does not know; its name and unit follow. */
    private static final int UNKNOWN = NAMES.length;

    /** Which metric stood where in the reading before: most readings are alike. */
    private int[] before = {};

    /** Writes their number and each. */
    public void write(List<Measurement> measurements, PackedOutput out) {
        int count = measurements.size();
        if (before.length < count) {
            before = Arrays.copyOf(before, count);
        }
        out.writeUnsigned(count);
        for (int i = 0; i < count; i++) {
            Measurement measurement = measurements.get(i);
            int code = codeOf(measurement, before[i]);
            out.writeByte(code);
            if (code == UNKNOWN) {
                out.writeText(measurement.metric());
                out.writeText(measurement.unit());
            } else {
                before[i] = code;
            }
            out.writeDouble(measurement.value());
        }
    }

    private static int codeOf(Measurement measurement, int likely) {
        if (measurement.unit() != null) {
            return UNKNOWN;
        }
        String metric = measurement.metric();
        if (NAMES[likely].equals(metric)) {
            return likely;
        }
        return Metric.named(metric).map(Metric::ordinal).orElse(UNKNOWN);
    }

    /** Reads what {@link #write} wrote. */
    public List<Measurement> read(PackedInput in, TextCache texts) {
        Measurement[] measurements = new Measurement[in.readCount()];
        for (int i = 0; i < measurements.length; i++) {
            int code = in.readByte();
            String metric;
            String unit = null;
            if (code == UNKNOWN) {
                metric = Objects.requireNonNull(in.readText(texts));
                unit = in.readText(texts);
            } else {
                metric = NAMES[code];
            }
            measurements[i] = new Measurement(metric, in.readDouble(), unit);
        }
        return List.of(measurements);
    }
}
