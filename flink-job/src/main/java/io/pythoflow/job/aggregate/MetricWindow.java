package io.pythoflow.job.aggregate;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.job.state.NullableText;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values of one metric of one sensor in one window: 12 bytes each, in order of arrival, until
 * there are more than the exact limit; then see {@link FoldedPoints}. No statistic is kept while
 * values are: all are computed when a row is made, from the values in order of time, so that rows
 * do not depend on arrival.
 */
final class MetricWindow {
    private final String metric;
    private @Nullable String unit;
    private int[] offsets;
    private double[] values;
    private int size;
    private @Nullable FoldedPoints folded;
    private int historical;
    private int late;
    private int duplicates;
    private int nextRevision;
    private boolean changed;

    MetricWindow(String metric) {
        // One string for all windows of a known metric, not one for each message it came in.
        this(Metric.named(metric).map(Metric::metricName).orElse(metric), 1);
    }

    private MetricWindow(String metric, int capacity) {
        this.metric = metric;
        offsets = new int[capacity];
        values = new double[capacity];
    }

    /** Values outside the metric's range; none where the metric is unknown. */
    static long outOfRange(@Nullable Metric metric, Points points) {
        return metric == null
                ? 0
                : Arrays.stream(points.values()).filter(value -> !metric.inRange(value)).count();
    }

    /**
     * Adds a value.
     *
     * @param offset milliseconds since the window's start
     * @param exactLimit how many values are kept before the older half is folded
     */
    void add(int offset, double value, int exactLimit) {
        // One zero, so that sorting does not tell -0.0 from it.
        double normal = value + 0.0;
        changed = true;
        if (size == exactLimit) {
            foldOlderHalf();
        }
        if (folded != null && folded.reachesBeyond(offset, normal)) {
            folded.foldLate(offset, normal);
            return;
        }
        if (size == values.length) {
            resize(Math.min(exactLimit, size + size / 2 + 1));
        }
        offsets[size] = offset;
        values[size] = normal;
        size++;
    }

    private void foldOlderHalf() {
        Points points = points();
        int half = size / 2;
        Points older = points.slice(0, half);
        if (folded == null) {
            folded = new FoldedPoints(knownMetric(), older);
        } else {
            folded.fold(older);
        }
        size -= half;
        System.arraycopy(points.offsets(), half, offsets, 0, size);
        System.arraycopy(points.values(), half, values, 0, size);
    }

    /**
     * Notes the unit a sender gave an unknown metric. Where senders disagree the alphabetically
     * first stands, so that arrival does not decide.
     */
    void noteUnit(@Nullable String sentUnit) {
        if (sentUnit != null && (unit == null || sentUnit.compareTo(unit) < 0)) {
            unit = sentUnit;
        }
    }

    /** Notes that the row would differ though no value came. */
    void markChanged() {
        changed = true;
    }

    void countHistorical() {
        historical++;
    }

    void countLate() {
        late++;
    }

    void countDuplicate() {
        duplicates++;
    }

    /** Gives back what arrays have too much, once few values are still to come. */
    void trim() {
        if (size < values.length) {
            resize(Math.max(1, size));
        }
    }

    /** Whether the row would differ from the last one. */
    boolean changed() {
        return changed;
    }

    /** Number of the row that is being made, counted from 0. */
    int takeRevision() {
        changed = false;
        return nextRevision++;
    }

    String metric() {
        return metric;
    }

    @Nullable Metric knownMetric() {
        return Metric.named(metric).orElse(null);
    }

    /** The canonical unit of a known metric, else as sent. */
    @Nullable String unit() {
        Metric known = knownMetric();
        return known == null ? unit : known.unit();
    }

    /** The points that are kept, in order of time. */
    Points points() {
        return Points.sorted(offsets, values, size);
    }

    /** The points that are not kept any more. */
    @Nullable FoldedPoints folded() {
        return folded;
    }

    int historical() {
        return historical;
    }

    int late() {
        return late;
    }

    int duplicates() {
        return duplicates;
    }

    MetricWindow copy() {
        MetricWindow copy = new MetricWindow(metric, 0);
        copy.unit = unit;
        copy.offsets = offsets.clone();
        copy.values = values.clone();
        copy.size = size;
        copy.folded = folded == null ? null : folded.copy();
        copy.historical = historical;
        copy.late = late;
        copy.duplicates = duplicates;
        copy.nextRevision = nextRevision;
        copy.changed = changed;
        return copy;
    }

    /** Version 1 of the state. */
    void write(DataOutput out) throws IOException {
        NullableText.write(metric, out);
        NullableText.write(unit, out);
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeInt(offsets[i]);
            out.writeDouble(values[i]);
        }
        out.writeInt(historical);
        out.writeInt(late);
        out.writeInt(duplicates);
        out.writeInt(nextRevision);
        out.writeBoolean(changed);
        out.writeBoolean(folded != null);
        if (folded != null) {
            folded.write(out);
        }
    }

    static MetricWindow read(DataInput in) throws IOException {
        MetricWindow window = new MetricWindow(Objects.requireNonNull(NullableText.read(in)));
        window.unit = NullableText.read(in);
        window.size = in.readInt();
        window.resize(Math.max(1, window.size));
        for (int i = 0; i < window.size; i++) {
            window.offsets[i] = in.readInt();
            window.values[i] = in.readDouble();
        }
        window.historical = in.readInt();
        window.late = in.readInt();
        window.duplicates = in.readInt();
        window.nextRevision = in.readInt();
        window.changed = in.readBoolean();
        if (in.readBoolean()) {
            window.folded = FoldedPoints.read(window.knownMetric(), in);
        }
        return window;
    }

    private void resize(int capacity) {
        offsets = Arrays.copyOf(offsets, capacity);
        values = Arrays.copyOf(values, capacity);
    }
}
