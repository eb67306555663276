package io.pythoflow.job.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.job.soak.SoakPlan.JobRun;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SoakPlanTest {

    private static final Duration PUBLISHING = Duration.ofMinutes(5);

    @Test
    void aSeedGivesOnePlanAndAnotherSeedAnother() {
        assertThat(draw(7)).isEqualTo(draw(7)).isNotEqualTo(draw(8));
    }

    @Test
    void everyPlanChangesParallelismAndSlotsOnceAndBack() {
        for (SoakPlan plan : plans()) {
            assertThat(changes(plan.runs().stream().map(JobRun::parallelism).toList()))
                    .containsExactly(1, 2, 1);
            assertThat(changes(plan.runs().stream().map(JobRun::slots).toList()))
                    .containsExactly(4, 2, 4);
        }
    }

    @Test
    void everyRunHasTimeAndTheLastEndsWithThePublishing() {
        for (SoakPlan plan : plans()) {
            assertThat(plan.runs()).hasSize(11);
            Duration previous = Duration.ZERO;
            for (JobRun run : plan.runs()) {
                assertThat(run.end().minus(previous)).isGreaterThan(Duration.ofSeconds(5));
                previous = run.end();
            }
            assertThat(previous).isEqualTo(PUBLISHING);
        }
    }

    @Test
    void cutsLieWithinThePublishingInOrder() {
        for (SoakPlan plan : plans()) {
            assertThat(plan.cuts())
                    .hasSize(10)
                    .isSorted()
                    .allMatch(cut -> !cut.isNegative() && cut.compareTo(PUBLISHING) < 0);
        }
    }

    @Test
    void twoKillsAreTheLeastThatChangeAndChangeBack() {
        assertThat(SoakPlan.draw(1, PUBLISHING, 2, 0).runs())
                .extracting(JobRun::parallelism)
                .containsExactly(1, 2, 1);
        assertThatThrownBy(() -> SoakPlan.draw(1, PUBLISHING, 1, 0))
                .hasMessageContaining("with 1 kills: must be 2 or more");
    }

    private static List<SoakPlan> plans() {
        return LongStream.range(0, 100).mapToObj(SoakPlanTest::draw).toList();
    }

    private static SoakPlan draw(long seed) {
        return SoakPlan.draw(seed, PUBLISHING, 10, 10);
    }

    private static List<Integer> changes(List<Integer> values) {
        return LongStream.range(0, values.size())
                .filter(i -> i == 0 || !values.get((int) i).equals(values.get((int) i - 1)))
                .mapToObj(i -> values.get((int) i))
                .toList();
    }
}
