package io.pythoflow.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.suite.Target.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTest {
    private final List<Target> targets = new ArrayList<>();
    private final Report report =
            new Report("speed", "How fast", Machine.here(), List.of(Column.text("who", "who")));

    @Test
    void aMissedTargetIsMissedInEveryProfile() {
        run(Profile.SHORT).target(report, "6", "within 30 s", "40 s", false);

        assertThat(targets).containsExactly(new Target("6", "within 30 s", "40 s", Verdict.MISSED));
        assertThat(report.missed()).isPresent();
    }

    @Test
    void aWarmJobsTargetIsShownByTheShortProfileAndNotJudged() {
        run(Profile.SHORT).targetOfWarmJob(report, "3", "8 times", "3 times", false);

        assertThat(targets)
                .containsExactly(new Target("3", "8 times", "3 times", Verdict.TOO_BRIEF));
        assertThat(report.missed()).isEmpty();
    }

    @Test
    void aWarmJobsTargetIsJudgedByTheFullProfile() {
        Run run = run(Profile.FULL);
        run.targetOfWarmJob(report, "3", "8 times", "10 times", true);
        run.targetOfWarmJob(report, "4a", "as fast", "half as fast", false);

        assertThat(targets)
                .extracting(Target::verdict)
                .containsExactly(Verdict.HELD, Verdict.MISSED);
        assertThat(report.missed()).isPresent();
    }

    private Run run(Profile profile) {
        return new Run(
                Path.of("unused"),
                profile,
                1,
                new Results(),
                targets,
                new PrintWriter(new StringWriter()));
    }
}
