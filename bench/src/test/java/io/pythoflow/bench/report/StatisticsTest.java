package io.pythoflow.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheMiddleTwo() {
        assertThat(Median.of(List.of(3.0))).isEqualTo(3);
        assertThat(Median.of(List.of(9.0, 1.0, 4.0))).isEqualTo(4);
        assertThat(Median.of(List.of(9.0, 1.0, 4.0, 5.0))).isEqualTo(4.5);
    }

    @Test
    void theSlopeOfALineIsItsOwn() {
        assertThat(
                        Slope.of(
                                List.of(
                                        new Slope.Point(2e6, 70e6 + 1e6),
                                        new Slope.Point(5e6, 70e6 + 2.5e6),
                                        new Slope.Point(10e6, 70e6 + 5e6))))
                .isCloseTo(0.5, within(1e-9));
    }

    @Test
    void theSlopeOfScatteredPointsIsThatOfLeastSquares() {
        // Worked by hand: means 2 and 8/3; sums of products 3 and of squares 2.
        assertThat(
                        Slope.of(
                                List.of(
                                        new Slope.Point(1, 1),
                                        new Slope.Point(2, 3),
                                        new Slope.Point(3, 4))))
                .isCloseTo(1.5, within(1e-12));
    }

    @Test
    void pointsAboveEachOtherHaveNoSlope() {
        assertThatThrownBy(() -> Slope.of(List.of(new Slope.Point(1, 1), new Slope.Point(1, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two points with different x");
    }
}
