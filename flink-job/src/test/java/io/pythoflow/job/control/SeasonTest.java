package io.pythoflow.job.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.rules.Demand.By;
import io.pythoflow.contract.rules.TimeWindow;
import io.pythoflow.job.control.SeasonFarm.Opening;
import io.pythoflow.job.control.SeasonRun.Controlled;
import io.pythoflow.job.control.decision.Gates;
import io.pythoflow.job.control.decision.Gates.Verdict;
import io.pythoflow.job.control.decision.Situation;
import io.pythoflow.job.control.season.Plot;
import io.pythoflow.job.control.season.Scenario;
import io.pythoflow.job.control.sense.Sensed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A season of three crops in soil that is not as the rules say; {@code docs/season.md} tells what
 * is simulated and what came of it. To write the page anew: {@code mvn -pl flink-job -am test
 * -Dtest=SeasonTest -Dpythoflow.write=true}.
 */
class SeasonTest {
    private static final Path PAGE = Path.of("..", "docs", "season.md");
    private static final long LAST_SEED = 4;

    /** The season the page shows: one with frosts. */
    private static final long SHOWN_SEED = 2;

    /** Share of TAW; see the page for why. */
    private static final double TOLERATED_EXCESS = 0.05;

    private static final double TOLERATED_WATER = 0.1;

    /** Dr / TAW of a season that does not begin with full soil. */
    private static final double DRY_START = 0.2;

    /** Lasts as long as the class: a season is lived through once. */
    private static final Map<Long, SeasonRun> RUNS = new HashMap<>();

    static Stream<Arguments> seasons() {
        return LongStream.rangeClosed(1, LAST_SEED)
                .boxed()
                .flatMap(seed -> Stream.of(By.values()).map(by -> Arguments.of(seed, by)));
    }

    @ParameterizedTest
    @MethodSource("seasons")
    void noCropSuffersBeyondTheConfiguredDepletion(long seed, By by) {
        for (Plot plot : run(seed).controlled(by).plots()) {
            assertThat(plot.ledger().worstExcessShare())
                    .as("farthest that %s went beyond RAW", plot.setup().crop())
                    .isLessThanOrEqualTo(TOLERATED_EXCESS);
            assertThat(plot.ledger().stressDays())
                    .as("stress days of %s", plot.setup().crop())
                    .isLessThanOrEqualTo(by == By.DEPLETION ? 1 : 3);
        }
    }

    @ParameterizedTest
    @MethodSource("seasons")
    void nothingIsWateredInRainOrFrost(long seed, By by) {
        SeasonFarm farm = run(seed).controlled(by).farm();

        assertThat(farm.openings()).hasSizeGreaterThan(100);
        assertThat(farm.openings()).extracting(Opening::forbidden).containsOnly("");
        assertThat(farm.forbiddenSeconds()).isZero();
    }

    /** Where water may only flow at dawn, thirst meets frost and rain; elsewhere it hardly does. */
    @ParameterizedTest
    @EnumSource(By.class)
    void atDawnItIsTheGatesOfRainAndFrostThatKeepTheValvesShut(By by) {
        SeasonFarm guarded = dawn(by, Gates::pass);
        SeasonFarm unguarded = dawn(by, SeasonTest::whateverTheWeather);

        assertThat(guarded.openings()).hasSizeGreaterThan(100);
        assertThat(guarded.openings()).extracting(Opening::forbidden).containsOnly("");
        assertThat(guarded.forbiddenSeconds()).isZero();
        assertThat(unguarded.openings())
                .extracting(Opening::forbidden)
                .contains("it rains", "frost");
    }

    private static SeasonFarm dawn(By by, Function<Situation, Verdict> gates) {
        Scenario scenario = new Scenario(SHOWN_SEED, DRY_START);
        TimeWindow dawn =
                new TimeWindow(
                        EnumSet.allOf(DayOfWeek.class), LocalTime.of(3, 0), LocalTime.of(7, 0));
        SeasonFarm farm =
                new SeasonFarm(
                        scenario.weather(), scenario.plots(), by, SHOWN_SEED, List.of(dawn), gates);
        farm.live();
        return farm;
    }

    private static Verdict whateverTheWeather(Situation at) {
        Sensed seen = at.sensed();
        Sensed fine =
                new Sensed(
                        seen.moisture(),
                        seen.unit(),
                        seen.healthySensors(),
                        seen.sensors(),
                        seen.quorum(),
                        seen.faults(),
                        seen.observations(),
                        seen.newestReadingAt(),
                        seen.temperatureC(),
                        false,
                        null,
                        false,
                        seen.flowLitersPerMinute(),
                        seen.flowMeasuredAt());
        return Gates.pass(
                new Situation(
                        at.now(),
                        at.zone(),
                        at.stops(),
                        at.bypass(),
                        at.durationSeconds(),
                        at.volumeLiters(),
                        fine,
                        at.need(),
                        at.valve(),
                        at.pump()));
    }

    @ParameterizedTest
    @MethodSource("seasons")
    void theWaterIsWhatTheSeasonRequires(long seed, By by) {
        SeasonRun run = run(seed);
        List<Plot> plots = run.controlled(by).plots();
        for (int index = 0; index < plots.size(); index++) {
            assertThat(run.requirementShare(plots, index))
                    .as("water of %s", plots.get(index).setup().crop())
                    .isCloseTo(1, within(TOLERATED_WATER));
        }
    }

    @ParameterizedTest
    @MethodSource("seasons")
    void theBrokenProbeIsReportedAndNothingWorse(long seed, By by) {
        Controlled controlled = run(seed).controlled(by);
        List<Alert> alerts = controlled.farm().alerts();

        assertThat(alerts)
                .extracting(Alert::code)
                .isSubsetOf(Alert.Code.SENSOR_FAULTY, Alert.Code.INEFFECTIVE_WATERING);
        Set<String> broken =
                controlled.plots().stream()
                        .map(plot -> plot.probes().get(0).id())
                        .collect(Collectors.toSet());
        assertThat(alerts).extracting(Alert::sensorId).containsAll(broken);
    }

    @Test
    void theSameSeasonComesToTheSame() {
        SeasonRun again = SeasonRun.of(new Scenario(1, 0));

        assertThat(SeasonPage.text(again, List.of(again), again))
                .isEqualTo(SeasonPage.text(run(1), List.of(run(1)), run(1)));
    }

    @Test
    void thePageSaysWhatTheSeasonsCameTo() throws IOException {
        List<SeasonRun> all =
                LongStream.rangeClosed(1, LAST_SEED).mapToObj(SeasonTest::run).toList();
        SeasonRun dryStart = SeasonRun.of(new Scenario(LAST_SEED, DRY_START));
        String page = SeasonPage.text(run(SHOWN_SEED), all, dryStart);
        if (Boolean.getBoolean("pythoflow.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/season.md, to be written anew with -Dpythoflow.write=true")
                .isEqualTo(page);
    }

    private static SeasonRun run(long seed) {
        return RUNS.computeIfAbsent(seed, one -> SeasonRun.of(new Scenario(one, 0)));
    }
}
