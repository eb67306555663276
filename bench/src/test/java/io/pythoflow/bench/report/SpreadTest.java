package io.pythoflow.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void severalRoundsShowMedianAndRange() {
        assertThat(new Spread(List.of(0.95, 0.9, 1.02)).text("%.2f"))
                .isEqualTo("0.95 (0.90 to 1.02)");
    }

    @Test
    void oneRoundShowsItsValue() {
        assertThat(new Spread(List.of(0.95)).text("%.2f")).isEqualTo("0.95");
    }
}
