package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.table.LakeScript;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.control.decision.Decision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each zone was given, over decisions that the job's sink wrote. */
class ZoneWaterViewTest {

    private static final long NOON = Rows.NOON;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    @TempDir Path lake;

    @Test
    void aDayAddsUpWhatWasOrderedAndWhatCameOfIt() throws Exception {
        write(
                run("d1", NOON, 600, 100),
                run("d1", NOON, 600, 100).outcome("completed", 590.0, 95.0),
                run("d2", NOON + HOUR, 300, 50),
                run("d2", NOON + HOUR, 300, 50).outcome("rejected", null, null),
                run("d3", NOON + 2 * HOUR, 120, 20));

        assertThat(row("z1"))
                .containsEntry("local_date", "2026-06-01")
                .containsEntry("mode", "act")
                .containsEntry("evaluations", 3L)
                .containsEntry("openings", 3L)
                .containsEntry("runs_completed", 1L)
                .containsEntry("runs_failed", 1L)
                .containsEntry("depth_mm_ordered", 15.0)
                .containsEntry("run_s_ordered", 1_020L)
                .containsEntry("volume_l_ordered", 170.0)
                .containsEntry("run_s", 590.0)
                .containsEntry("volume_l", 95.0)
                .containsEntry("shut_reason", null)
                .containsEntry("shut_evaluations", null)
                .containsEntry("dt", "2026-06-01");
    }

    @ParameterizedTest
    @CsvSource({
        // outcome, seconds, litres; counted: completed, failed, seconds, litres. Ordered: 600 s,
        // 100 L
        "completed,   590, 95,  1, 0, 590, 95",
        "completed,   300,   ,  1, 0, 300, 50",
        "completed,      ,   ,  1, 0, 600, 100",
        "delivered,      ,   ,  1, 0, 600, 100",
        "unknown,        ,   ,  0, 1, 600, 100",
        "unknown,        , 70,  0, 1, 600, 70",
        "aborted,     150,   ,  0, 1, 150, 25",
        "aborted,     150, 30,  0, 1, 150, 30",
        "aborted,        ,   ,  0, 1, 600, 100",
        "aborted,       0,  0,  0, 1, 0, 0",
        "rejected,       ,   ,  0, 1, 0, 0",
        "expired,        ,   ,  0, 1, 0, 0",
        "timed_out,      ,   ,  0, 1, 600, 100",
        "advised,     600, 100, 0, 0, 0, 0"
    })
    void aRunCountsAsItsOutcomeSays(
            String outcome,
            @Nullable Double seconds,
            @Nullable Double liters,
            long completed,
            long failed,
            double countedSeconds,
            double countedLiters)
            throws Exception {
        write(
                run("d1", NOON, 600, 100),
                run("d1", NOON, 600, 100).outcome(outcome, seconds, liters));

        assertThat(row("z1"))
                .containsEntry("runs_completed", completed)
                .containsEntry("runs_failed", failed)
                .containsEntry("run_s", countedSeconds)
                .containsEntry("volume_l", countedLiters);
    }

    @Test
    void ofTwoOutcomesOfADecisionTheNewestCounts() throws Exception {
        write(
                run("d1", NOON, 600, 100),
                run("d1", NOON, 600, 100)
                        .outcome("completed", 500.0, 80.0)
                        .recordedAt(NOON + 2 * HOUR),
                run("d1", NOON, 600, 100).outcome("unknown", null, null).recordedAt(NOON + HOUR));

        assertThat(row("z1"))
                .containsEntry("openings", 1L)
                .containsEntry("runs_completed", 1L)
                .containsEntry("runs_failed", 0L)
                .containsEntry("volume_l", 80.0);
    }

    @Test
    void evaluationsWithoutARowOfTheirOwnHadTheReasonOfTheRowBefore() throws Exception {
        write(
                DecisionBuilder.evaluation("d1").shut("rain", 1),
                DecisionBuilder.evaluation("d2").shut("demand", 30).at(NOON + HOUR),
                DecisionBuilder.evaluation("d3").shut("demand", 5).at(NOON + 2 * HOUR),
                run("d4", NOON + 3 * HOUR, 600, 100),
                run("d4", NOON + 3 * HOUR, 600, 100).outcome("completed", null, null),
                DecisionBuilder.evaluation("r1").shut("rain", 99).at(NOON + HOUR).mode("evaluate"),
                DecisionBuilder.evaluation("e1").zone("z2").shut("rain", 1));

        assertThat(row("z1"))
                .containsEntry("evaluations", 37L)
                .containsEntry("shut_reason", "rain")
                .containsEntry("shut_evaluations", 30L);
        assertThat(row("z2"))
                .containsEntry("shut_reason", "rain")
                .containsEntry("shut_evaluations", 1L)
                .containsEntry("openings", 0L)
                .containsEntry("run_s_ordered", 0L)
                .containsEntry("volume_l_ordered", 0.0)
                .containsEntry("depth_mm_ordered", null)
                .containsEntry("run_s", 0.0)
                .containsEntry("volume_l", 0.0);
    }

    @Test
    void theLastThatIsKnownOfTheSoilStandsBesideIt() throws Exception {
        write(
                DecisionBuilder.evaluation("d1").saw(21.5, 40.0, 4.5, 0.5),
                DecisionBuilder.evaluation("d2").at(NOON + HOUR).saw(22.5, null, 5.5, 2.5),
                DecisionBuilder.evaluation("d3").at(NOON + 2 * HOUR).saw(null, null, null, 1.5));

        assertThat(row("z1"))
                .containsEntry("last_moisture", 22.5)
                .containsEntry("moisture_unit", "%VWC")
                .containsEntry("last_depletion_mm", 40.0)
                .containsEntry("last_et0_mm", 5.5)
                .containsEntry("rain_mm", 2.5);
    }

    @Test
    void advisedWaterStandsApartAndReplaysDoNotCount() throws Exception {
        write(
                run("d1", NOON, 600, 100),
                run("d1", NOON, 600, 100).outcome("completed", null, null),
                run("d2", NOON + HOUR, 300, 50).mode("advise"),
                run("d2", NOON + HOUR, 300, 50).mode("advise").outcome("advised", null, null),
                run("d3", NOON + HOUR, 900, 150).mode("evaluate"));

        assertThat(
                        query(
                                "SELECT mode, openings, volume_l_ordered, volume_l FROM zone_water"
                                        + " ORDER BY mode"))
                .containsExactly(
                        Map.of(
                                "mode",
                                "act",
                                "openings",
                                1L,
                                "volume_l_ordered",
                                100.0,
                                "volume_l",
                                100.0),
                        Map.of(
                                "mode",
                                "advise",
                                "openings",
                                1L,
                                "volume_l_ordered",
                                50.0,
                                "volume_l",
                                0.0));
    }

    @Test
    void aRunStaysInTheModeItWasDecidedIn() throws Exception {
        write(
                run("d1", NOON, 600, 100),
                DecisionBuilder.evaluation("d2").at(NOON + MINUTE).mode("off").shut("disabled", 1),
                run("d1", NOON, 600, 100).mode("off").outcome("completed", null, null));

        assertThat(
                        query("SELECT mode, volume_l, shut_reason FROM zone_water ORDER BY mode")
                                .stream()
                                .map(row -> row.values().toString()))
                .containsExactly("[act, 100.0, null]", "[off, 0.0, disabled]");
    }

    @Test
    void aLocalDayLiesInTwoUtcDaysAndAddsUp() throws Exception {
        // The farm is three hours behind UTC: 22:00 there is 01:00 of the next day.
        long evening = Instant.parse("2026-06-02T01:00:00Z").toEpochMilli();
        write(
                run("d1", NOON, 600, 100),
                run("d1", NOON, 600, 100).outcome("completed", null, null),
                run("d2", evening, 300, 50),
                run("d2", evening, 300, 50)
                        .outcome("completed", null, null)
                        .recordedAt(evening + 5 * HOUR));

        assertThat(query("SELECT dt, local_date, volume_l FROM zone_water ORDER BY dt"))
                .containsExactly(
                        Map.of("dt", "2026-06-01", "local_date", "2026-06-01", "volume_l", 100.0),
                        Map.of("dt", "2026-06-02", "local_date", "2026-06-01", "volume_l", 50.0));
    }

    @Test
    void aFilterOnTheDayOpensNoFileOfAnother() throws Exception {
        write(run("d1", NOON, 600, 100), run("d2", NOON + 24 * HOUR, 600, 100));
        Path unreadable =
                TableFiles.folder(lake, Tables.IRRIGATION_DECISIONS)
                        .resolve("dt=2026-06-03/hour=12/part-0.parquet");
        Files.createDirectories(unreadable.getParent());
        Files.writeString(unreadable, "This is not Parquet.");

        assertThat(query("SELECT dt FROM zone_water WHERE dt = '2026-06-01'")).hasSize(1);
        assertThat(query("SELECT dt FROM zone_water WHERE dt < '2026-06-03'")).hasSize(2);
        assertThatThrownBy(() -> query("SELECT dt FROM zone_water"))
                .hasMessageContaining("dt=2026-06-03");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/Sao_Paulo", "Asia/Kathmandu"})
    void timesAreUtcWhateverTheSessionsZone(String zone) throws Exception {
        write(DecisionBuilder.evaluation("d1"));

        assertThat(
                        DuckDb.query(
                                "SET TimeZone = '" + zone + "';" + LakeScript.of(lake),
                                "SELECT last_decided_at::VARCHAR AS at FROM zone_water"))
                .containsExactly(Map.of("at", "2026-06-01 12:00:00.123"));
    }

    private static DecisionBuilder run(String id, long at, int seconds, double liters) {
        return DecisionBuilder.evaluation(id).at(at).ordered(seconds, liters);
    }

    private Map<String, @Nullable Object> row(String zone) throws Exception {
        List<Map<String, @Nullable Object>> rows =
                query("SELECT * FROM zone_water WHERE zone_id = '" + zone + "'");
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private List<Map<String, @Nullable Object>> query(String sql) throws Exception {
        return DuckDb.query(LakeScript.of(lake), sql);
    }

    private void write(DecisionBuilder... decisions) throws Exception {
        List<Decision> rows = Stream.of(decisions).map(DecisionBuilder::build).toList();
        TableFiles.write(lake, Tables.IRRIGATION_DECISIONS, new DecisionRows(), rows);
    }
}
