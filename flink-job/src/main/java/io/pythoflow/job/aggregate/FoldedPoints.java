package io.pythoflow.job.aggregate;

import io.pythoflow.contract.metric.Metric;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;
import org.jspecify.annotations.Nullable;

/**
 * The older points of a metric that has too many in one window to keep them all. Up to the exact
 * limit nothing is folded; from then on the older half of the points is folded whenever the limit
 * is reached again.
 *
 * <ul>
 *   <li>Exact as before: count, minimum, maximum, sum, mean, standard deviation, slope, first and
 *       last value, counts, flatline, the mean direction.
 *   <li>Percentiles come from a KLL sketch: with 99 % confidence the rank of each is wrong by at
 *       most 0.68 % of the count. The sketch draws random numbers, so two runs may differ by that.
 *   <li>Largest gap, time-weighted mean and spikes are exact while points come in order, or out of
 *       order among those not yet folded (at least half of the limit). A point that comes later
 *       than that is left out of these three.
 * </ul>
 */
final class FoldedPoints {
    /** At most 10 kB; {@code KllSketch.getNormalizedRankError(400, false)} is 0.0068. */
    private static final int SKETCH_SIZE = 400;

    /** On the heap, at most. */
    static final long HEAP_BYTES = 12_000;

    private final @Nullable Metric metric;
    private final Averaging averaging;
    private final Moments moments;
    private final Course course;
    private final KllDoublesSketch sketch;
    private long outOfRange;
    private int firstOffset;
    private double firstValue;
    private int lastOffset;
    private double lastValue;

    /** Folds the first points. */
    FoldedPoints(@Nullable Metric metric, Points points) {
        this(
                metric,
                Moments.of(points, Averaging.of(metric)),
                new Course(metric),
                KllDoublesSketch.newHeapInstance(SKETCH_SIZE));
        firstOffset = points.offsets()[0];
        firstValue = points.values()[0];
        noteValues(points);
        course.follow(points);
        noteLast(points);
    }

    private FoldedPoints(
            @Nullable Metric metric, Moments moments, Course course, KllDoublesSketch sketch) {
        this.metric = metric;
        this.averaging = Averaging.of(metric);
        this.moments = moments;
        this.course = course;
        this.sketch = sketch;
    }

    /** Whether a point belongs before the last folded one, so that its place in order is gone. */
    boolean reachesBeyond(int offset, double value) {
        return offset < lastOffset || (offset == lastOffset && value < lastValue);
    }

    /** Folds points that follow those folded before. */
    void fold(Points points) {
        moments.merge(Moments.of(points, averaging));
        noteValues(points);
        course.follow(points);
        noteLast(points);
    }

    /** Folds a point whose place in order is gone. */
    void foldLate(int offset, double value) {
        Points point = new Points(new int[] {offset}, new double[] {value});
        moments.merge(Moments.of(point, averaging));
        noteValues(point);
        if (offset < firstOffset || (offset == firstOffset && value < firstValue)) {
            firstOffset = offset;
            firstValue = value;
        }
    }

    /** These and the points that follow them, together. */
    Moments momentsWith(Points rest) {
        Moments all = moments.copy();
        all.merge(Moments.of(rest, averaging));
        return all;
    }

    /** These and the points that follow them, together. */
    Course courseWith(Points rest) {
        Course all = course.copy(metric);
        all.follow(rest);
        return all;
    }

    /** Of these and the points that follow them, by sketch. */
    Percentiles percentilesWith(Points rest) {
        KllDoublesSketch all = copyOf(sketch);
        all.update(rest.values(), 0, rest.size());
        double[] quantiles = all.getQuantiles(new double[] {0.05, 0.25, 0.50, 0.75, 0.95});
        return new Percentiles(
                quantiles[0], quantiles[1], quantiles[2], quantiles[3], quantiles[4]);
    }

    long outOfRange() {
        return outOfRange;
    }

    int firstOffset() {
        return firstOffset;
    }

    double firstValue() {
        return firstValue;
    }

    FoldedPoints copy() {
        FoldedPoints copy =
                new FoldedPoints(metric, moments.copy(), course.copy(metric), copyOf(sketch));
        copy.outOfRange = outOfRange;
        copy.firstOffset = firstOffset;
        copy.firstValue = firstValue;
        copy.lastOffset = lastOffset;
        copy.lastValue = lastValue;
        return copy;
    }

    /** As it lies in the state. */
    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads {@link #toBytes}. */
    static FoldedPoints ofBytes(@Nullable Metric metric, byte[] bytes) {
        try {
            return read(metric, new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(DataOutput out) throws IOException {
        moments.write(out);
        course.write(out);
        byte[] bytes = sketch.toByteArray();
        out.writeInt(bytes.length);
        out.write(bytes);
        out.writeLong(outOfRange);
        out.writeInt(firstOffset);
        out.writeDouble(firstValue);
        out.writeInt(lastOffset);
        out.writeDouble(lastValue);
    }

    static FoldedPoints read(@Nullable Metric metric, DataInput in) throws IOException {
        Moments moments = Moments.read(in);
        Course course = Course.read(metric, in);
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        FoldedPoints points =
                new FoldedPoints(
                        metric, moments, course, KllDoublesSketch.heapify(Memory.wrap(bytes)));
        points.outOfRange = in.readLong();
        points.firstOffset = in.readInt();
        points.firstValue = in.readDouble();
        points.lastOffset = in.readInt();
        points.lastValue = in.readDouble();
        return points;
    }

    private void noteValues(Points points) {
        sketch.update(points.values(), 0, points.size());
        outOfRange += MetricWindow.outOfRange(metric, points);
    }

    private void noteLast(Points points) {
        lastOffset = points.offsets()[points.size() - 1];
        lastValue = points.values()[points.size() - 1];
    }

    private static KllDoublesSketch copyOf(KllDoublesSketch sketch) {
        return KllDoublesSketch.heapify(Memory.wrap(sketch.toByteArray()));
    }
}
