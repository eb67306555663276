package io.pythoflow.bench.baseline;

import org.apache.flink.api.common.functions.AggregateFunction;
import org.jspecify.annotations.Nullable;

/** Count, minimum, maximum, mean and standard deviation (Welford) of one metric in one window. */
public final class Statistics
        implements AggregateFunction<MetricValue, Statistics.Moments, Statistics.Moments> {
    private static final long serialVersionUID = 1L;

    /** Of the values so far. */
    public static final class Moments {
        public long count;
        public double min = Double.POSITIVE_INFINITY;
        public double max = Double.NEGATIVE_INFINITY;
        public double mean;

        /** Sum of the squared distances from the mean. */
        public double squares;

        /** Of a sample; null for a single value. */
        @Nullable Double deviation() {
            return count < 2 ? null : Math.sqrt(squares / (count - 1));
        }
    }

    @Override
    public Moments createAccumulator() {
        return new Moments();
    }

    @Override
    public Moments add(MetricValue added, Moments moments) {
        double value = added.value;
        moments.count++;
        moments.min = Math.min(moments.min, value);
        moments.max = Math.max(moments.max, value);
        double distance = value - moments.mean;
        moments.mean += distance / moments.count;
        moments.squares += distance * (value - moments.mean);
        return moments;
    }

    @Override
    public Moments getResult(Moments moments) {
        return moments;
    }

    @Override
    public Moments merge(Moments one, Moments other) {
        if (one.count == 0) {
            return other;
        }
        if (other.count == 0) {
            return one;
        }
        long count = one.count + other.count;
        double distance = other.mean - one.mean;
        one.squares +=
                other.squares + distance * distance * ((double) one.count * other.count / count);
        one.mean += distance * other.count / count;
        one.min = Math.min(one.min, other.min);
        one.max = Math.max(one.max, other.max);
        one.count = count;
        return one;
    }
}
