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
 * The values of one metric of one sensor in one window: 12 bytes each, in order of arrival, until
 * there are more than the exact limit; then see {@link FoldedPoints}. No statistic is kept while
 * values are: all are computed when a row is made, from the values in order of time, so that rows
 * do not depend on arrival. Once a row was made few values are still to come, and those that are
 * there are packed: four bytes each where they are a sensor's.
 */
final class MetricWindow {
    private static final int CHANGED = 1;
    private static final int FOLDED = 1 << 1;
    private static final int[] NO_OFFSETS = {};
    private static final double[] NO_VALUES = {};

    /** Of the object and its arrays while they are empty. */
    private static final long HEAP_BYTES = 136;

    private final String metric;
    private @Nullable String unit;

    /** Empty while the points are packed. */
    private int[] offsets;

    private double[] values;

    /** Never changed, so that copies may share it; null while the points are in the arrays. */
    private byte @Nullable [] packed;

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
        unpack();
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

    /** Packs the points, once few are still to come. */
    void pack() {
        if (packed == null) {
            PackedOutput out = new PackedOutput();
            PackedPoints.write(offsets, values, size, out);
            packed = out.toByteArray();
            offsets = NO_OFFSETS;
            values = NO_VALUES;
        }
    }

    private void unpack() {
        if (packed != null) {
            Points points = PackedPoints.read(new PackedInput(packed));
            offsets = points.offsets();
            values = points.values();
            packed = null;
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
        if (packed == null) {
            return Points.sorted(offsets, values, size);
        }
        Points points = PackedPoints.read(new PackedInput(packed));
        return Points.sorted(points.offsets(), points.values(), size);
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
        copy.offsets = packed == null ? offsets.clone() : offsets;
        copy.values = packed == null ? values.clone() : values;
        copy.packed = packed;
        copy.size = size;
        copy.folded = folded == null ? null : folded.copy();
        copy.historical = historical;
        copy.late = late;
        copy.duplicates = duplicates;
        copy.nextRevision = nextRevision;
        copy.changed = changed;
        return copy;
    }

    /** Bytes of this and its arrays on the heap, roughly. */
    long heapBytes() {
        return HEAP_BYTES
                + (packed == null ? 12L * offsets.length : packed.length)
                + (folded == null ? 0 : FoldedPoints.HEAP_BYTES);
    }

    /**
     * As in version 3 of the state.
     *
     * @param scratch for what is written here
     */
    void write(PackedOutput out, PackedOutput scratch) {
        out.writeText(metric);
        out.writeText(unit);
        if (packed == null) {
            scratch.reset();
            PackedPoints.write(offsets, values, size, scratch);
            out.writeBlock(scratch.array(), scratch.size());
        } else {
            out.writeBlock(packed, packed.length);
        }
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
        MetricWindow window = new MetricWindow(Objects.requireNonNull(in.readText()));
        window.unit = in.readText();
        window.packed = in.readBlock();
        window.size = new PackedInput(window.packed).readCount();
        window.offsets = NO_OFFSETS;
        window.values = NO_VALUES;
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
