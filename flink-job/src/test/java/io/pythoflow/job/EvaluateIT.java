package io.pythoflow.job;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.testing.JavaProcess;
import io.pythoflow.job.testing.Lake;
import io.pythoflow.job.testing.StoredTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Rules that are tried on a lake, as their user does it. */
class EvaluateIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long MINUTE = 60_000;

    private static final String SITE =
            "\"site\": {\"latitude\": 45, \"longitude\": 10, \"elevation_m\": 50},";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private Lake lake;

    @BeforeEach
    void storeADrySpell() throws Exception {
        lake = new Lake(folder.resolve("lake"));
        StoredTable.store(
                lake,
                IntStream.range(0, 180)
                        .mapToObj(
                                minute ->
                                        aReading()
                                                .at(NOON + minute * MINUTE)
                                                .with("soil_moisture", 24 - minute / 30.0)
                                                .build())
                        .toList());
    }

    @Test
    void rulesAreTriedOnALakeAndSaidToWaterIt() throws Exception {
        Path rules = rules("lettuce");
        Path tried = folder.resolve("tried/aggregated");

        try (JavaProcess evaluation = evaluate("first.log", rules, tried)) {
            assertThat(evaluation.awaitExit(PATIENCE)).as(evaluation.output()).isZero();
            assertThat(evaluation.output())
                    .contains("Evaluating 2025-06-01T12:00:00Z to 2025-06-01T15:00:00Z")
                    .contains("readings 180, out of range 0")
                    .contains("zone field            openings 2 · 500.0 L · 9.0 mm · shut for ");
        }

        assertThat(
                        new Lake(folder.resolve("tried"))
                                .query(
                                        "SELECT kind, count(*), min(mode), max(mode) FROM"
                                                + " {irrigation_decisions} WHERE action = 'OPEN'"
                                                + " GROUP BY kind ORDER BY kind"))
                .containsExactly(
                        List.of("evaluation", 2L, "evaluate", "evaluate"),
                        List.of("outcome", 2L, "evaluate", "evaluate"));
        assertThat(lake.root().resolve("aggregated")).doesNotExist();

        try (JavaProcess again = evaluate("again.log", rules, tried)) {
            assertThat(again.awaitExit(PATIENCE)).isEqualTo(2);
            assertThat(again.output()).contains("--output " + tried + ": must be empty");
        }
    }

    @Test
    void aBacklogIsTriedOverSoilThatIsGivenWhatTheRulesAdvise() throws Exception {
        Lake backlog = new Lake(folder.resolve("backlog"));
        StoredTable.store(
                backlog,
                IntStream.range(0, 36)
                        .mapToObj(
                                round ->
                                        aReading()
                                                .at(NOON + 5L * round * MINUTE)
                                                .receivedAt(NOON + 30 * 86_400_000L + round)
                                                .every(300)
                                                .fromBuffer()
                                                .with("soil_moisture", 21)
                                                .with("temperature", 25 + round / 10.0)
                                                .with("humidity", 50)
                                                .with("solar_radiation", 600)
                                                .build())
                        .toList());
        try (JavaProcess refused =
                evaluate(
                        "refused.log",
                        backlog,
                        rules("lettuce"),
                        folder.resolve("refused"),
                        "--soil",
                        "modelled")) {
            assertThat(refused.awaitExit(PATIENCE)).isEqualTo(2);
            assertThat(refused.output()).contains("--soil modelled: zone field has no site");
        }
        Path rules = rules("lettuce", SITE);
        try (JavaProcess evaluation =
                evaluate(
                        "modelled.log",
                        backlog,
                        rules,
                        folder.resolve("modelled/aggregated"),
                        "--order",
                        "measured",
                        "--soil",
                        "modelled")) {
            assertThat(evaluation.awaitExit(PATIENCE)).as(evaluation.output()).isZero();
            assertThat(evaluation.output())
                    .contains("order measured · soil modelled")
                    .contains("openings 3 · 750.0 L · 13.5 mm · shut for ")
                    .containsPattern(
                            "soil field +moisture 21\\.0 to 2[345]\\.\\d %.* given 13\\.5 mm, rain 0\\.0 mm");
        }
        assertThat(
                        new Lake(folder.resolve("modelled"))
                                .query(
                                        "SELECT round(moisture, 1) FROM {irrigation_decisions} WHERE"
                                                + " action = 'OPEN' AND kind = 'evaluation' ORDER BY"
                                                + " decided_at"))
                .as("21 % measured, runs of 4.5 mm, and what the crop took of them")
                .hasSize(3)
                .startsWith(List.of(21.0))
                .allSatisfy(row -> assertThat((double) row.get(0)).isBetween(21.0, 24.0));
    }

    @Test
    void rulesThatCannotBeObeyedAreRefusedWithTheirReasons() throws Exception {
        try (JavaProcess evaluation =
                evaluate("wrong.log", rules("letuce"), folder.resolve("tried"))) {
            assertThat(evaluation.awaitExit(PATIENCE)).isEqualTo(2);
            assertThat(evaluation.output()).contains("rules.json: ").contains("letuce");
        }
        assertThat(folder.resolve("tried")).doesNotExist();
    }

    private JavaProcess evaluate(String log, Path rules, Path output) {
        return evaluate(log, lake, rules, output);
    }

    private JavaProcess evaluate(
            String log, Lake readings, Path rules, Path output, String... options) {
        return JavaProcess.localEvaluate(
                folder.resolve(log),
                Stream.concat(
                                Stream.of(
                                        "--lake",
                                        readings.root().toString(),
                                        "--rules",
                                        rules.toString(),
                                        "--from",
                                        "2025-06-01T12:00:00Z",
                                        "--to",
                                        "2025-06-01T15:00:00Z",
                                        "--output",
                                        output.toString()),
                                Stream.of(options))
                        .toArray(String[]::new));
    }

    private Path rules(String crop) throws Exception {
        return rules(crop, "");
    }

    private Path rules(String crop, String site) throws Exception {
        return Files.writeString(
                folder.resolve("rules.json"),
                """
                {"schema": "pythoflow.rules/1", "zones": {"field": {
                  "sensors": ["A1"], "device": {"id": "valve-1", "protocol": "v1"},
                  "crop": "%s", %s "soil": "loam", "root_depth_m": 0.3, "area_m2": 50,
                  "flow_l_min": 25, "time_zone": "UTC",
                  "demand": {"metric": "soil_moisture", "low": 22, "high": 30},
                  "limits": {"max_run_s": 600, "min_rest_s": 3600},
                  "frost": {"below_c": "never"}}}}
                """
                        .formatted(crop, site));
    }
}
