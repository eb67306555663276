package io.pythoflow.bench.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
    private final List<Double> tried = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(doubles = {1_100, 31_000, 40_000, 52_345, 180_000})
    void itFindsTheLimitFromBelowToItsPrecision(double limit) throws InterruptedException {
        double found = search(limit);

        assertThat(found).isLessThanOrEqualTo(limit).isGreaterThan(limit / 1.05);
        assertThat(tried).hasSizeLessThan(20).doesNotHaveDuplicates();
    }

    @Test
    void nothingAboveTheMostIsTried() throws InterruptedException {
        assertThat(search(1e9)).isEqualTo(200_000);
        assertThat(tried).allMatch(rate -> rate <= 200_000);
    }

    @Test
    void whereNothingHoldsItIsGivenUp() throws InterruptedException {
        assertThat(search(500)).isZero();
        assertThat(tried).allMatch(rate -> rate >= 1_000);
    }

    private double search(double limit) throws InterruptedException {
        return Search.highest(
                40_000,
                1_000,
                200_000,
                0.05,
                rate -> {
                    tried.add(rate);
                    return rate <= limit;
                });
    }
}
