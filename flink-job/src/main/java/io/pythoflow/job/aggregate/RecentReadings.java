package io.pythoflow.job.aggregate;

import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import java.util.Arrays;
import java.util.List;

/**
 * The newest readings of a window that have the same metrics in the same order, one after the
 * other, before they go to their metrics. A sensor's readings are alike, and each has to be put
 * away where memory was not looked at since the one before: this is one place instead of one for
 * each metric.
 */
final class RecentReadings {
    /** Readings at most. */
    static final int MOST = KeptPoints.TAIL;

    private static final int FEW = 4;

    /** Of the object and the headers of its arrays. */
    private static final long HEAP_BYTES = 80;

    private final String[] metrics;
    private final boolean historical;
    private int[] offsets;

    /** Reading by reading. */
    private double[] values;

    private int size;

    /** For readings of the same metrics as this one, and historical if this one is. */
    RecentReadings(Reading like) {
        historical = like.historical();
        List<Measurement> measurements = like.measurements();
        metrics = new String[measurements.size()];
        for (int i = 0; i < metrics.length; i++) {
            metrics[i] = measurements.get(i).metric();
        }
        offsets = new int[FEW];
        values = new double[FEW * metrics.length];
    }

    private RecentReadings(RecentReadings from) {
        metrics = from.metrics;
        historical = from.historical;
        offsets = from.offsets.clone();
        values = from.values.clone();
        size = from.size;
    }

    /** Whether a reading has nothing that only its metrics could keep: units of unknown metrics. */
    static boolean canKeep(Reading reading) {
        for (Measurement measurement : reading.measurements()) {
            if (measurement.unit() != null) {
                return false;
            }
        }
        return true;
    }

    /**
     * Adds a reading; whether it did, which needs room, and that it is like the first.
     *
     * @param offset milliseconds since the window's start
     */
    boolean add(Reading reading, int offset) {
        List<Measurement> measurements = reading.measurements();
        int width = metrics.length;
        if (size == MOST || measurements.size() != width || reading.historical() != historical) {
            return false;
        }
        if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * size);
            values = Arrays.copyOf(values, 2 * size * width);
        }
        int at = size * width;
        for (int i = 0; i < width; i++) {
            Measurement measurement = measurements.get(i);
            if (measurement.unit() != null || !measurement.metric().equals(metrics[i])) {
                return false;
            }
            values[at + i] = measurement.value();
        }
        offsets[size] = offset;
        size++;
        return true;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Takes the points of one metric after the other. */
    interface Metrics {

        /**
         * Takes the points of one metric.
         *
         * @param points how many there are in the arrays, which are used again
         * @param historical how many of them are
         */
        void add(String metric, int[] offsets, double[] values, int points, int historical);
    }

    /** Gives all away. */
    void drainTo(Metrics target) {
        int historicalPoints = historical ? size : 0;
        double[] column = new double[size];
        for (int i = 0; i < metrics.length; i++) {
            for (int row = 0; row < size; row++) {
                column[row] = values[row * metrics.length + i];
            }
            target.add(metrics[i], offsets, column, size, historicalPoints);
        }
        size = 0;
    }

    RecentReadings copy() {
        return new RecentReadings(this);
    }

    /** Of this and its arrays, roughly. */
    long heapBytes() {
        return HEAP_BYTES + 4L * (metrics.length + offsets.length) + 8L * values.length;
    }
}
