package io.pythoflow.bench.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.suite.Profile;
import io.pythoflow.bench.suite.Results;
import io.pythoflow.bench.suite.Run;
import io.pythoflow.bench.suite.Target;
import io.pythoflow.bench.suite.Target.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RateCommandTest {
    private static final Round.Costs CHEAPER = new Round.Costs(1, 10, 30, 24);
    private static final Round.Costs DEARER = new Round.Costs(0.8, 10, 30, 33);

    /** The plain job costs more than 3.5 times the raw subscriber. */
    private static final Round.Costs INVALID = new Round.Costs(0.4, 10, 36, 18);

    @Test
    void theJobMustHoldNineTenthsOfTheRawSubscribersRate() {
        assertThat(conclude(Profile.FULL, round(30_000, 27_000, CHEAPER)))
                .first()
                .extracting(Target::verdict)
                .isEqualTo(Verdict.HELD);
        assertThat(conclude(Profile.FULL, round(30_000, 26_900, CHEAPER)))
                .first()
                .extracting(Target::verdict)
                .isEqualTo(Verdict.MISSED);
    }

    @Test
    void aRoundWhosePlainJobCostsTooMuchIsNotCompared() {
        Target costs =
                costs(
                        Profile.FULL,
                        round(30_000, 27_000, CHEAPER),
                        round(30_000, 27_000, INVALID),
                        round(30_000, 27_000, null));

        assertThat(costs.verdict()).isEqualTo(Verdict.HELD);
        assertThat(costs.measured()).startsWith("0.80 times").endsWith("valid in 1 of 3 rounds");
    }

    @Test
    void nothingHoldsWhereNoRoundIsValid() {
        Target costs = costs(Profile.FULL, round(30_000, 27_000, INVALID));

        assertThat(costs.verdict()).isEqualTo(Verdict.MISSED);
        assertThat(costs.measured()).startsWith("invalid: the plain job costs 3.60 times");
    }

    @Test
    void nothingHoldsWhereNotAllKeptUp() {
        assertThat(costs(Profile.FULL, round(30_000, 27_000, null)).verdict())
                .isEqualTo(Verdict.MISSED);
    }

    @Test
    void theJobMustNotCostMoreThanThePlainJob() {
        assertThat(costs(Profile.FULL, round(30_000, 27_000, DEARER)).verdict())
                .isEqualTo(Verdict.MISSED);
    }

    @Test
    void theShortProfileDoesNotJudgeAJobThatIsStillBeingCompiled() {
        assertThat(conclude(Profile.SHORT, round(30_000, 21_000, INVALID)))
                .filteredOn(target -> target.number().equals("1"))
                .extracting(Target::verdict)
                .containsExactly(Verdict.TOO_BRIEF, Verdict.TOO_BRIEF);
    }

    private static Round.Found round(double raw, double ours, Round.@Nullable Costs costs) {
        return new Round.Found(raw, ours, 5 * ours, costs);
    }

    private static Target costs(Profile profile, Round.Found... rounds) {
        return conclude(profile, rounds).get(1);
    }

    private static List<Target> conclude(Profile profile, Round.Found... rounds) {
        List<Target> targets = new ArrayList<>();
        Run run =
                new Run(
                        Path.of("unused"),
                        profile,
                        rounds.length,
                        new Results(),
                        targets,
                        new PrintWriter(new StringWriter()));
        Report report =
                new Report("rate", "Rate", Machine.here(), List.of(Column.text("who", "who")));
        RateCommand.conclude(run, report, List.of(rounds));
        return targets;
    }
}
