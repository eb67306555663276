package io.pythoflow.job.aggregate;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.job.state.NullableText;
import io.pythoflow.job.state.PackedInput;
import io.pythoflow.job.state.PackedOutput;
import java.io.DataInput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of one metric of one sensor in one window, all of them ({@link KeptPoints}) until
 * there are more than the exact limit; then see {@link FoldedPoints}. No statistic is kept while
 * values are: all are computed when a row is made, from the values in order of time, so that rows
 * do not depend on arrival.
 */
final class MetricWindow {
    private static final int CHANGED = 1;
    private static final int FOLDED = 1 << 1;

    /** Of the object alone. */
    private static final long HEAP_BYTES = 52;

    private final String metric;
    private final KeptPoints kept;
    private @Nullable String unit;
    private @Nullable FoldedPoints folded;
    private int historical;
    private int late;
    private int duplicates;
    private int nextRevision;
    private boolean changed;

    MetricWindow(String metric) {
        this(sameString(metric), new KeptPoints());
    }

    private MetricWindow(String metric, KeptPoints kept) {
        this.metric = metric;
        this.kept = kept;
    }

    /** One string for all windows of a known metric, not one for each message it came in. */
    private static String sameString(String metric) {
        return Metric.named(metric).map(Metric::metricName).orElse(metric);
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
        if (kept.size() == exactLimit) {
            foldOlderHalf();
        }
        if (folded != null && folded.reachesBeyond(offset, normal)) {
            folded.foldLate(offset, normal);
        } else {
            kept.add(offset, normal);
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
        kept.replace(points.slice(half, points.size()));
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

    /**
     * Packs the points, once few are still to come.
     *
     * @param all as {@link #points} gave them
     */
    void pack(Points all) {
        kept.pack(all);
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
        return kept.sorted();
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
        MetricWindow copy = new MetricWindow(metric, kept.copy());
        copy.unit = unit;
        copy.folded = folded == null ? null : folded.copy();
        copy.historical = historical;
        copy.late = late;
        copy.duplicates = duplicates;
        copy.nextRevision = nextRevision;
        copy.changed = changed;
        return copy;
    }

    /** Bytes of this and its points on the heap, roughly. */
    long heapBytes() {
        return HEAP_BYTES + kept.heapBytes() + (folded == null ? 0 : FoldedPoints.HEAP_BYTES);
    }

    /** As in version 4 of the state. */
    void write(PackedOutput out) {
        out.writeText(metric);
        out.writeText(unit);
        kept.write(out);
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
        return read(in, KeptPoints::read);
    }

    /** As in version 3 of the state. */
    static MetricWindow readVersion3(PackedInput in) {
        return read(in, KeptPoints::readVersion3);
    }

    private static MetricWindow read(PackedInput in, Function<PackedInput, KeptPoints> points) {
        String metric = sameString(Objects.requireNonNull(in.readText()));
        String unit = in.readText();
        MetricWindow window = new MetricWindow(metric, points.apply(in));
        window.unit = unit;
        window.historical = in.readCount();
        window.late = in.readCount();
        window.duplicates = in.readCount();
        window.nextRevision = in.readCount();
        int bits = in.readByte();
        window.changed = (bits & CHANGED) != 0;
        if ((bits & FOLDED) != 0) {
            window.folded = FoldedPoints.ofBytes(window.knownMetric(), in.readBlock());
        }
        return window;
    }

    /** As in versions 1 and 2 of the state. */
    static MetricWindow readVersion2(DataInput in) throws IOException {
        MetricWindow window = new MetricWindow(Objects.requireNonNull(NullableText.read(in)));
        window.unit = NullableText.read(in);
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            window.kept.add(in.readInt(), in.readDouble());
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
