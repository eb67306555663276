package io.pythoflow.job.aggregate;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.job.state.NullableText;
import io.pythoflow.job.state.PackedInput;
import io.pythoflow.job.state.PackedOutput;
import java.io.DataInput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values of one metric of one sensor in one window, all of them ({@link KeptPoints}) until
 * there are more than the exact limit; then see {@link FoldedPoints}. No statistic is kept while
 * values are: all are computed when a row is made, from the values in order of time, so that rows
 * do not depend on arrival.
 */
final class MetricWindow extends KeptPoints {
    private static final int CHANGED = 1;
    private static final int FOLDED = 1 << 1;

    /** Of the object, and of its place in the window. */
    private static final long HEAP_BYTES = 68;

    private final String metric;
    private @Nullable String unit;
    private @Nullable FoldedPoints folded;
    private int historical;
    private int late;
    private int duplicates;
    private int nextRevision;
    private boolean changed;

    MetricWindow(String metric) {
        // One string for all windows of a known metric, not one for each message it came in.
        this.metric = Metric.named(metric).map(Metric::metricName).orElse(metric);
    }

    private MetricWindow(MetricWindow from) {
        super(from);
        metric = from.metric;
        unit = from.unit;
        folded = from.folded == null ? null : from.folded.copy();
        historical = from.historical;
        late = from.late;
        duplicates = from.duplicates;
        nextRevision = from.nextRevision;
        changed = from.changed;
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
        if (size() == exactLimit) {
            foldOlderHalf();
        }
        if (folded != null && folded.reachesBeyond(offset, normal)) {
            folded.foldLate(offset, normal);
        } else {
            keep(offset, normal);
        }
    }

    /**
     * Adds values which do not reach the limit.
     *
     * @param values written to
     */
    void addAll(int[] offsets, double[] values, int points) {
        if (folded == null && points == TAIL) {
            changed = true;
            for (int i = 0; i < points; i++) {
                values[i] += 0.0;
            }
            keepBlock(offsets, values);
            return;
        }
        for (int i = 0; i < points; i++) {
            add(offsets[i], values[i], Integer.MAX_VALUE);
        }
    }

    private void foldOlderHalf() {
        Points points = points();
        int half = points.size() / 2;
        Points older = points.slice(0, half);
        if (folded == null) {
            folded = new FoldedPoints(knownMetric(), older);
        } else {
            folded.fold(older);
        }
        replace(points.slice(half, points.size()));
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

    void countHistorical(int points) {
        historical += points;
    }

    void countLate() {
        late++;
    }

    void countDuplicate() {
        duplicates++;
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
        return new MetricWindow(this);
    }

    /** Bytes of this and its points on the heap, roughly. */
    long heapBytes() {
        return HEAP_BYTES + pointsHeapBytes() + (folded == null ? 0 : FoldedPoints.HEAP_BYTES);
    }

    /** As in version 4 of the state. */
    void write(PackedOutput out) {
        out.writeText(metric);
        out.writeText(unit);
        writePoints(out);
        out.writeUnsigned(historical);
        out.writeUnsigned(late);
        out.writeUnsigned(duplicates);
        out.writeUnsigned(nextRevision);
        out.writeByte((changed ? CHANGED : 0) | (folded == null ? 0 : FOLDED));
        if (folded != null) {
            byte[] bytes = folded.toBytes();
            out.writeBlock(bytes, bytes.length);
        }
    }

    /** Reads what {@link #write} wrote. */
    static MetricWindow read(PackedInput in) {
        MetricWindow window = readName(in);
        window.readPoints(in);
        window.readCounts(in);
        return window;
    }

    /** As in version 3 of the state. */
    static MetricWindow readVersion3(PackedInput in) {
        MetricWindow window = readName(in);
        window.readPointsVersion3(in);
        window.readCounts(in);
        return window;
    }

    private static MetricWindow readName(PackedInput in) {
        MetricWindow window = new MetricWindow(Objects.requireNonNull(in.readText()));
        window.unit = in.readText();
        return window;
    }

    private void readCounts(PackedInput in) {
        historical = in.readCount();
        late = in.readCount();
        duplicates = in.readCount();
        nextRevision = in.readCount();
        int bits = in.readByte();
        changed = (bits & CHANGED) != 0;
        if ((bits & FOLDED) != 0) {
            folded = FoldedPoints.ofBytes(knownMetric(), in.readBlock());
        }
    }

    /** As in versions 1 and 2 of the state. */
    static MetricWindow readVersion2(DataInput in) throws IOException {
        MetricWindow window = new MetricWindow(Objects.requireNonNull(NullableText.read(in)));
        window.unit = NullableText.read(in);
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            window.keep(in.readInt(), in.readDouble());
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
}
