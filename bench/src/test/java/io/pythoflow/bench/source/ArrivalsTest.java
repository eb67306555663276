package io.pythoflow.bench.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArrivalsTest {

    @Test
    void areCompleteWhenEveryNumberCameInWhateverOrder() {
        Arrivals arrivals = new Arrivals(130);

        for (long number = 129; number > 0; number--) {
            arrivals.add(number);
        }
        assertThat(arrivals.areComplete()).isFalse();
        assertThat(arrivals.add(0)).isEqualTo(130);
        assertThat(arrivals.areComplete()).isTrue();
    }

    @Test
    void copiesDoNotMakeUpForWhatIsMissing() {
        Arrivals arrivals = new Arrivals(2);

        arrivals.add(1);
        arrivals.add(1);

        assertThat(arrivals.areComplete()).isFalse();
        assertThat(arrivals.distinct()).isEqualTo(1);
        assertThat(arrivals.copies()).isEqualTo(1);
    }

    @Test
    void aNumberThatWasNotPublishedIsRefused() {
        Arrivals arrivals = new Arrivals(2);

        assertThatThrownBy(() -> arrivals.add(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Number 2 arrived, of 0 to 1");
        assertThatThrownBy(() -> arrivals.add(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Number -1");
    }
}
