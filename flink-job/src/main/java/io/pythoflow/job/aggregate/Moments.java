package io.pythoflow.job.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Count, extremes, sum, mean, variance and linear trend of points. Made of points in two passes,
 * which is exact to rounding; two of them merge by the pairwise update of Chan, Golub and LeVeque
 * (The American Statistician 37, 1983), which needs no points.
 *
 * <p>Times are milliseconds since the window's start.
 */
final class Moments {
    private static final double MILLIS_PER_HOUR = 3_600_000;

    private long count;
    private double min;
    private double max;
    private CompensatedSum sum;
    private double mean;

    /** Sum of squared distances from the mean: of values, of times, and of both multiplied. */
    private double squares;

    private double timeMean;
    private double timeSquares;
    private double products;

    /** Sum of unit vectors where values are directions. */
    private double x;

    private double y;

    private Moments() {
        sum = new CompensatedSum();
    }

    /** Of at least one point. */
    static Moments of(Points points, Averaging averaging) {
        Moments moments = new Moments();
        moments.firstPass(points, averaging);
        moments.secondPass(points);
        return moments;
    }

    private void firstPass(Points points, Averaging averaging) {
        count = points.size();
        min = Double.POSITIVE_INFINITY;
        max = Double.NEGATIVE_INFINITY;
        long times = 0;
        double scaledSum = 0;
        for (int i = 0; i < points.size(); i++) {
            double value = points.values()[i];
            min = Math.min(min, value);
            max = Math.max(max, value);
            sum.add(value);
            scaledSum += value / count;
            times += points.offsets()[i];
            x += averaging.x(value);
            y += averaging.y(value);
        }
        mean = Double.isInfinite(sum.value()) ? scaledSum : sum.value() / count;
        // Rounding must not carry the mean out of the range, nor give equal values a variance.
        mean = Math.min(max, Math.max(min, mean));
        timeMean = (double) times / count;
    }

    private void secondPass(Points points) {
        double residual = 0;
        for (int i = 0; i < points.size(); i++) {
            double distance = points.values()[i] - mean;
            double timeDistance = points.offsets()[i] - timeMean;
            residual += distance;
            squares += distance * distance;
            timeSquares += timeDistance * timeDistance;
            products += timeDistance * distance;
        }
        // What the rounding of the mean adds to the squares.
        squares = Math.max(0, squares - residual * residual / count);
    }

    void merge(Moments other) {
        double total = (double) count + other.count;
        double share = other.count / total;
        double distance = other.mean - mean;
        double timeDistance = other.timeMean - timeMean;
        squares += other.squares + distance * distance * count * share;
        timeSquares += other.timeSquares + timeDistance * timeDistance * count * share;
        products += other.products + timeDistance * distance * count * share;
        timeMean += timeDistance * share;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        sum.add(other.sum);
        count += other.count;
        double merged =
                Double.isInfinite(sum.value()) ? mean + distance * share : sum.value() / count;
        mean = Math.min(max, Math.max(min, merged));
        x += other.x;
        y += other.y;
    }

    long count() {
        return count;
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    double sum() {
        return sum.value();
    }

    /** The arithmetic mean, or that of directions. */
    double mean(Averaging averaging) {
        return averaging == Averaging.LINEAR ? mean : averaging.average(x, y, (double) count, mean);
    }

    /** Of a sample; null below two values. */
    @Nullable Double sampleDeviation() {
        return count < 2 ? null : Math.sqrt(squares / (count - 1));
    }

    /** By least squares; null where all points have the same time. */
    @Nullable Double slopePerHour() {
        return timeSquares == 0 ? null : products / timeSquares * MILLIS_PER_HOUR;
    }

    Moments copy() {
        Moments copy = new Moments();
        copy.count = count;
        copy.min = min;
        copy.max = max;
        copy.sum = new CompensatedSum(sum.sum(), sum.lost());
        copy.mean = mean;
        copy.squares = squares;
        copy.timeMean = timeMean;
        copy.timeSquares = timeSquares;
        copy.products = products;
        copy.x = x;
        copy.y = y;
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeDouble(min);
        out.writeDouble(max);
        out.writeDouble(sum.sum());
        out.writeDouble(sum.lost());
        out.writeDouble(mean);
        out.writeDouble(squares);
        out.writeDouble(timeMean);
        out.writeDouble(timeSquares);
        out.writeDouble(products);
        out.writeDouble(x);
        out.writeDouble(y);
    }

    static Moments read(DataInput in) throws IOException {
        Moments moments = new Moments();
        moments.count = in.readLong();
        moments.min = in.readDouble();
        moments.max = in.readDouble();
        moments.sum = new CompensatedSum(in.readDouble(), in.readDouble());
        moments.mean = in.readDouble();
        moments.squares = in.readDouble();
        moments.timeMean = in.readDouble();
        moments.timeSquares = in.readDouble();
        moments.products = in.readDouble();
        moments.x = in.readDouble();
        moments.y = in.readDouble();
        return moments;
    }
}
