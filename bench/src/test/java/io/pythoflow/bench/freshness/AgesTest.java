package io.pythoflow.bench.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AgesTest {
    private final Ages ages = new Ages();

    @Test
    void everyRowCountsOnce() {
        ages.add(2.5, 98);
        ages.add(1.5, 900);
        ages.add(4.0, 1);
        ages.add(2.5, 1);

        assertThat(ages.rows()).isEqualTo(1_000);
        assertThat(ages.percentile(50)).isEqualTo(1.5);
        assertThat(ages.percentile(90)).isEqualTo(1.5);
        assertThat(ages.percentile(99)).isEqualTo(2.5);
        assertThat(ages.percentile(100)).isEqualTo(4.0);
    }

    @Test
    void ofNoRowsThereIsNone() {
        assertThatThrownBy(() -> ages.percentile(99)).hasMessage("No percentile of no rows");
    }
}
