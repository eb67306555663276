package io.pythoflow.bench.report;

import java.util.List;

/** The straight line that lies closest to points, by least squares. */
public final class Slope {
    private Slope() {}

    /** A point. */
    public record Point(double x, double y) {}

    /**
     * How much y grows with each x.
     *
     * @param points at least two with different x
     */
    public static double of(List<Point> points) {
        double meanX = points.stream().mapToDouble(Point::x).average().orElseThrow();
        double meanY = points.stream().mapToDouble(Point::y).average().orElseThrow();
        double together = 0;
        double spread = 0;
        for (Point point : points) {
            together += (point.x() - meanX) * (point.y() - meanY);
            spread += (point.x() - meanX) * (point.x() - meanX);
        }
        if (spread == 0) {
            throw new IllegalArgumentException(
                    "No slope of " + points + ": must be at least two points with different x");
        }
        return together / spread;
    }
}
