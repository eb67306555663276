package io.pythoflow.job.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.View;
import org.junit.jupiter.api.Test;

class RecentGrowthTest {

    private static final int UPDATES =
            (int) RecentGrowth.SPAN.toSeconds() / View.UPDATE_INTERVAL_SECONDS;

    private final SimpleCounter counter = new SimpleCounter();
    private final RecentGrowth growth = new RecentGrowth(counter);

    @Test
    void whatHappenedOnceIsSeenForTheWholeSpanAndNoLonger() {
        growth.update();
        counter.inc();
        for (int i = 0; i < UPDATES; i++) {
            growth.update();
            assertThat(growth.getValue()).as("after update %d", i).isEqualTo(1);
        }

        growth.update();
        assertThat(growth.getValue()).isZero();
    }

    @Test
    void whatHappenedBeforeTheFirstUpdateIsSeen() {
        counter.inc(3);
        growth.update();

        assertThat(growth.getValue()).isEqualTo(3);
    }

    @Test
    void whatHappensWithinTheSpanAddsUp() {
        for (int i = 0; i < 3 * UPDATES; i++) {
            counter.inc(2);
            growth.update();
        }

        assertThat(growth.getValue()).isEqualTo(2L * UPDATES);
    }
}
