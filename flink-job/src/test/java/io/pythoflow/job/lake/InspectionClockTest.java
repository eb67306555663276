package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InspectionClockTest {
    private final TestProcessingTimeService wall = new TestProcessingTimeService();
    private InspectionClock clock = new InspectionClock(wall);

    @BeforeEach
    void setTheTime() throws Exception {
        wall.setCurrentTime(1_000);
        clock = new InspectionClock(wall);
    }

    @Test
    void standsStillWhileTimePasses() throws Exception {
        wall.setCurrentTime(1_900);

        assertThat(clock.getCurrentProcessingTime()).isEqualTo(1_000);
    }

    @Test
    void isSetByAnInspectionWhichComesWhenItIsDue() throws Exception {
        List<Long> seen = new ArrayList<>();
        var unused = clock.registerTimer(2_000, due -> seen.add(clock.getCurrentProcessingTime()));
        wall.setCurrentTime(1_999);
        assertThat(seen).isEmpty();

        wall.setCurrentTime(2_005);
        assertThat(seen).containsExactly(2_005L);
        assertThat(clock.getCurrentProcessingTime()).isEqualTo(2_005);
    }
}
