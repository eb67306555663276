package io.pythoflow.bench.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointMarkTest {
    private static final long SECOND = 1_000_000_000;

    private final List<CheckpointMark> marks =
            List.of(
                    new CheckpointMark(7 * SECOND, 0),
                    new CheckpointMark(12 * SECOND, 60),
                    new CheckpointMark(17 * SECOND, 160),
                    new CheckpointMark(22 * SECOND, 260),
                    new CheckpointMark(28 * SECOND, 360));

    @Test
    void theRateIsTakenOverWholePeriodsAsLongAsTheyReallyWere() {
        assertThat(CheckpointMark.rate(marks.subList(1, 4))).isCloseTo(20, within(1e-9));
        assertThat(CheckpointMark.rate(marks.subList(2, 5))).isCloseTo(200.0 / 11, within(1e-9));
    }

    @Test
    void theMostOfOnePeriodIsFound() {
        assertThat(CheckpointMark.most(marks)).isEqualTo(100);
        assertThat(CheckpointMark.most(marks.subList(0, 2))).isEqualTo(60);
    }

    @Test
    void checkpointsBeforeTheFirstMessageDoNotCount() {
        assertThat(CheckpointMark.firstWithMessages(marks)).isEqualTo(1);
        assertThat(CheckpointMark.firstWithMessages(marks.subList(0, 1))).isEqualTo(1);
    }
}
