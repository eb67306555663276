package io.pythoflow.bench.report;

import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What several rounds measured of one thing.
 *
 * @param values at least one, in any order
 */
public record Spread(List<Double> values) {
    public Spread {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("No spread of no values");
        }
    }

    /** Of one figure of each round. */
    public static <T> Spread of(List<T> rounds, ToDoubleFunction<T> figure) {
        return new Spread(rounds.stream().map(figure::applyAsDouble).toList());
    }

    public double median() {
        return Median.of(values);
    }

    /**
     * The median, and the range where there was more than one round.
     *
     * @param format of a number
     */
    public String text(String format) {
        String median = format.formatted(median());
        return values.size() == 1
                ? median
                : "%s (%s to %s)"
                        .formatted(
                                median,
                                format.formatted(Collections.min(values)),
                                format.formatted(Collections.max(values)));
    }
}
