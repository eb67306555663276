package io.pythoflow.job.aggregate;

import io.pythoflow.contract.metric.Metric;
import org.jspecify.annotations.Nullable;

/** How values of a metric are averaged: as numbers, or as directions. */
enum Averaging {
    LINEAR {
        @Override
        double x(double value) {
            return value;
        }

        @Override
        double y(double value) {
            return 0;
        }

        @Override
        double average(double x, double y, double weight, double otherwise) {
            return x / weight;
        }
    },

    /** Degrees: the direction of the sum of unit vectors, in [0, 360). */
    DIRECTION {
        @Override
        double x(double value) {
            return Math.cos(Math.toRadians(value));
        }

        @Override
        double y(double value) {
            return Math.sin(Math.toRadians(value));
        }

        @Override
        double average(double x, double y, double weight, double otherwise) {
            if (Math.hypot(x, y) < SHORTEST_RESULTANT * weight) {
                return otherwise;
            }
            double degrees = Math.toDegrees(Math.atan2(y, x));
            double turned = degrees < 0 ? degrees + 360 : degrees;
            // The turn rounds a tiny negative angle up to 360.
            return turned < 360 ? turned : 0;
        }
    };

    /** Directions that cancel out have no mean; what is left of them is rounding. */
    private static final double SHORTEST_RESULTANT = 1e-9;

    static Averaging of(@Nullable Metric metric) {
        return metric == Metric.WIND_DIRECTION ? DIRECTION : LINEAR;
    }

    abstract double x(double value);

    abstract double y(double value);

    /**
     * The average of a weighted sum.
     *
     * @param otherwise what stands in where directions cancel out
     */
    abstract double average(double x, double y, double weight, double otherwise);
}
