package io.pythoflow.job.aggregate;

import io.pythoflow.contract.metric.Metric;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What depends on the order of points: the time-weighted mean, the largest gap and the spikes.
 * Takes points in order of time, and can be put aside and continued.
 *
 * <p>In the time-weighted mean each value stands from its own time until the next one, and the last
 * until the end of the window; what was before the first is unknown and left out. Values of one
 * instant stand with their mean.
 */
final class Course {
    private final Averaging averaging;
    private final double spikeStep;

    private int points;
    private double last;
    private double lastButOne;
    private long spikes;
    private int largestGap;

    private int firstOffset;
    private int offset;

    /** Of the values at {@link #offset}. */
    private double instantX;

    private double instantY;
    private int instantCount;

    /** Values times milliseconds, up to {@link #offset}. */
    private double integralX;

    private double integralY;

    Course(@Nullable Metric metric) {
        averaging = Averaging.of(metric);
        spikeStep = metric == null ? Double.POSITIVE_INFINITY : metric.spikeStep();
    }

    void follow(Points sorted) {
        for (int i = 0; i < sorted.size(); i++) {
            step(sorted.offsets()[i], sorted.values()[i]);
        }
    }

    private void step(int nextOffset, double value) {
        if (points == 0) {
            firstOffset = nextOffset;
        } else {
            largestGap = Math.max(largestGap, nextOffset - offset);
        }
        if (nextOffset != offset) {
            closeInstant(nextOffset);
        }
        offset = nextOffset;
        instantX += averaging.x(value);
        instantY += averaging.y(value);
        instantCount++;
        if (points >= 2 && leavesBoth(lastButOne, last, value)) {
            spikes++;
        }
        // Two neighbours are all that spikes need to know.
        points = Math.min(2, points + 1);
        lastButOne = last;
        last = value;
    }

    private boolean leavesBoth(double before, double value, double after) {
        double rise = value - before;
        double fall = value - after;
        return Math.min(rise, fall) > spikeStep || Math.max(rise, fall) < -spikeStep;
    }

    private void closeInstant(int until) {
        if (instantCount > 0) {
            integralX += instantX / instantCount * (until - offset);
            integralY += instantY / instantCount * (until - offset);
        }
        instantX = 0;
        instantY = 0;
        instantCount = 0;
    }

    /**
     * The time-weighted mean.
     *
     * @param windowMillis where the last value ends
     * @param otherwise what stands in where directions cancel out
     */
    double timeWeightedMean(int windowMillis, double otherwise) {
        if (offset == firstOffset) {
            return averaging.average(instantX, instantY, instantCount, otherwise);
        }
        double rest = windowMillis - offset;
        return averaging.average(
                integralX + instantX / instantCount * rest,
                integralY + instantY / instantCount * rest,
                windowMillis - firstOffset,
                otherwise);
    }

    /** Between two neighbours in time; 0 where there are none. */
    int largestGapMillis() {
        return largestGap;
    }

    /**
     * Values that leave both neighbours by more than {@link Metric#spikeStep()}, in the same
     * direction. The first and the last value have one neighbour and never count.
     */
    long spikes() {
        return spikes;
    }

    Course copy(@Nullable Metric metric) {
        Course copy = new Course(metric);
        copy.points = points;
        copy.last = last;
        copy.lastButOne = lastButOne;
        copy.spikes = spikes;
        copy.largestGap = largestGap;
        copy.firstOffset = firstOffset;
        copy.offset = offset;
        copy.instantX = instantX;
        copy.instantY = instantY;
        copy.instantCount = instantCount;
        copy.integralX = integralX;
        copy.integralY = integralY;
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(points);
        out.writeDouble(last);
        out.writeDouble(lastButOne);
        out.writeLong(spikes);
        out.writeInt(largestGap);
        out.writeInt(firstOffset);
        out.writeInt(offset);
        out.writeDouble(instantX);
        out.writeDouble(instantY);
        out.writeInt(instantCount);
        out.writeDouble(integralX);
        out.writeDouble(integralY);
    }

    static Course read(@Nullable Metric metric, DataInput in) throws IOException {
        Course course = new Course(metric);
        course.points = in.readInt();
        course.last = in.readDouble();
        course.lastButOne = in.readDouble();
        course.spikes = in.readLong();
        course.largestGap = in.readInt();
        course.firstOffset = in.readInt();
        course.offset = in.readInt();
        course.instantX = in.readDouble();
        course.instantY = in.readDouble();
        course.instantCount = in.readInt();
        course.integralX = in.readDouble();
        course.integralY = in.readDouble();
        return course;
    }
}
