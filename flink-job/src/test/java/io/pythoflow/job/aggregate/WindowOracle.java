package io.pythoflow.job.aggregate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The statistics of a row once more, from their definitions, without regard to speed: decimal
 * arithmetic where doubles round.
 */
final class WindowOracle {
    private static final MathContext DIGITS = new MathContext(40);

    record Point(long time, double value) {}

    private final List<Point> points;

    WindowOracle(List<Point> points) {
        this.points = new ArrayList<>(points);
        this.points.sort(Comparator.comparingLong(Point::time).thenComparingDouble(Point::value));
    }

    Point first() {
        return points.get(0);
    }

    Point last() {
        return points.get(points.size() - 1);
    }

    double sum() {
        return exactSum().doubleValue();
    }

    double mean() {
        return exactMean().doubleValue();
    }

    double deviation() {
        BigDecimal mean = exactMean();
        BigDecimal squares = BigDecimal.ZERO;
        for (Point point : points) {
            squares = squares.add(new BigDecimal(point.value()).subtract(mean).pow(2));
        }
        return Math.sqrt(squares.divide(new BigDecimal(points.size() - 1), DIGITS).doubleValue());
    }

    double percentile(int percent) {
        double[] ascending = points.stream().mapToDouble(Point::value).sorted().toArray();
        double rank = (ascending.length - 1) * (percent / 100.0);
        int below = (int) Math.floor(rank);
        int above = (int) Math.ceil(rank);
        return ascending[below] + (rank - below) * (ascending[above] - ascending[below]);
    }

    /** Share of the values that are at most this. */
    double rankOf(double value) {
        return points.stream().filter(point -> point.value() <= value).count()
                / (double) points.size();
    }

    double largestGapSeconds() {
        long gap = 0;
        for (int i = 1; i < points.size(); i++) {
            gap = Math.max(gap, points.get(i).time() - points.get(i - 1).time());
        }
        return gap / 1_000.0;
    }

    /** Slope of the least-squares line by the determinant formula, in decimals. */
    double slopePerHour() {
        BigDecimal n = new BigDecimal(points.size());
        BigDecimal t = BigDecimal.ZERO;
        BigDecimal tt = BigDecimal.ZERO;
        BigDecimal tv = BigDecimal.ZERO;
        for (Point point : points) {
            BigDecimal time = new BigDecimal(point.time());
            t = t.add(time);
            tt = tt.add(time.pow(2));
            tv = tv.add(time.multiply(new BigDecimal(point.value())));
        }
        BigDecimal over = n.multiply(tv).subtract(t.multiply(exactSum()));
        BigDecimal under = n.multiply(tt).subtract(t.pow(2));
        return over.divide(under, DIGITS).doubleValue() * 3_600_000;
    }

    /** Walks the window in milliseconds of standing values; equal instants share theirs. */
    double timeWeightedMean(long windowEnd) {
        BigDecimal area = BigDecimal.ZERO;
        int i = 0;
        while (i < points.size()) {
            long time = points.get(i).time();
            BigDecimal together = BigDecimal.ZERO;
            int from = i;
            while (i < points.size() && points.get(i).time() == time) {
                together = together.add(new BigDecimal(points.get(i).value()));
                i++;
            }
            long until = i < points.size() ? points.get(i).time() : windowEnd;
            area =
                    area.add(
                            together.divide(new BigDecimal(i - from), DIGITS)
                                    .multiply(new BigDecimal(until - time)));
        }
        return area.divide(new BigDecimal(windowEnd - first().time()), DIGITS).doubleValue();
    }

    long spikes(double step) {
        long spikes = 0;
        for (int i = 1; i < points.size() - 1; i++) {
            double before = points.get(i - 1).value();
            double value = points.get(i).value();
            double after = points.get(i + 1).value();
            boolean up = value > before + step && value > after + step;
            boolean down = value < before - step && value < after - step;
            spikes += up || down ? 1 : 0;
        }
        return spikes;
    }

    private BigDecimal exactSum() {
        return points.stream()
                .map(point -> new BigDecimal(point.value()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal exactMean() {
        return exactSum().divide(new BigDecimal(points.size()), DIGITS);
    }
}
