package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pythoflow.contract.table.LakeScript;
import io.pythoflow.contract.table.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the analyst's page answers of the control loop. */
class ControlQuestionsTest {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    /** Midnight of 1 June on a farm three hours behind UTC. */
    private static final long MIDNIGHT = Instant.parse("2026-06-01T03:00:00Z").toEpochMilli();

    @TempDir Path lake;

    @Test
    void whyAZoneWasNotWatered() throws Exception {
        write(
                bed("d1", MIDNIGHT - HOUR).on("2026-05-31").shut("frost", 90),
                bed("d2", MIDNIGHT + HOUR).shut("quiet_hours", 12),
                bed("d3", MIDNIGHT + 7 * HOUR).shut("rain", 30),
                bed("d4", MIDNIGHT + 12 * HOUR).shut("rain", 31),
                bed("d5", MIDNIGHT + 13 * HOUR).ordered(600, 100),
                bed("d5", MIDNIGHT + 13 * HOUR).ordered(600, 100).outcome("timed_out", null, null),
                bed("d8", MIDNIGHT + 14 * HOUR).ordered(600, 100),
                bed("d8", MIDNIGHT + 14 * HOUR).ordered(600, 100).outcome("timed_out", null, null),
                bed("d6", MIDNIGHT + 8 * HOUR).shut("frost", 70).mode("evaluate"),
                bed("d7", MIDNIGHT + 8 * HOUR).zone("another").shut("frost", 80));

        assertThat(answers("Why a zone was not watered on a day of the farm"))
                .extracting(
                        row -> row.get("action"),
                        row -> row.get("reason"),
                        row -> row.get("outcome"),
                        row -> ((Number) row.get("times")).longValue(),
                        row -> row.get("last_said"))
                .containsExactlyInAnyOrder(
                        tuple("NONE", "rain", null, 32L, "Because of rain"),
                        tuple("NONE", "quiet_hours", null, 30L, "Because of quiet_hours"),
                        tuple("OPEN", "soil_dry", null, 2L, "Because of soil_dry"),
                        tuple("OPEN", "soil_dry", "timed_out", 2L, "Because of soil_dry"));
    }

    @Test
    void howMuchEachZoneWasGiven() throws Exception {
        write(
                bed("d1", MIDNIGHT + HOUR).ordered(600, 100).saw(21.0, null, null, null),
                bed("d1", MIDNIGHT + HOUR).ordered(600, 100).outcome("completed", 540.0, 90.0),
                bed("d2", MIDNIGHT + 23 * HOUR).ordered(60, 10).saw(22.0, null, null, null),
                bed("d2", MIDNIGHT + 23 * HOUR).ordered(60, 10).outcome("unknown", null, null),
                bed("d3", MIDNIGHT + 25 * HOUR).on("2026-06-02").shut("demand", 5),
                bed("d4", MIDNIGHT - HOUR).on("2026-05-31").ordered(60, 10),
                bed("d5", MIDNIGHT + HOUR).zone("south-bed").mode("advise").ordered(60, 10));

        assertThat(answers("How much water each zone was given"))
                .extracting(
                        row -> row.get("local_date"),
                        row -> row.get("zone_id"),
                        row -> row.get("volume_l"),
                        row -> row.get("minutes"),
                        row -> ((Number) row.get("runs_failed")).longValue(),
                        row -> row.get("last_moisture"))
                .containsExactly(
                        tuple("2026-06-01", "north-bed", 100.0, 10.0, 1L, 22.0),
                        tuple("2026-06-02", "north-bed", 0.0, 0.0, 0L, null));
    }

    @Test
    void whichGatewaysWereAwayAndHowLong() throws Exception {
        TableFiles.write(
                lake,
                Tables.GATEWAY_EVENTS,
                new GatewayEventRows(),
                List.of(
                        ControlRows.presence("g1", "offline", MIDNIGHT),
                        ControlRows.presence("g2", "offline", MIDNIGHT + HOUR),
                        ControlRows.presence("g1", "online", MIDNIGHT + 90_000),
                        ControlRows.presence("g2", "forgotten", MIDNIGHT + 2 * HOUR),
                        ControlRows.presence("g1", "offline", MIDNIGHT + 23 * HOUR)));

        assertThat(answers("Which gateways were away"))
                .extracting(
                        row -> row.get("gateway_id"),
                        row -> String.valueOf(row.get("away_since")),
                        row -> row.get("away_s"))
                .containsExactly(
                        tuple("g1", "2026-06-01 03:00:00.0", 90L),
                        tuple("g2", "2026-06-01 04:00:00.0", null),
                        tuple("g1", "2026-06-02 02:00:00.0", null));
    }

    private static DecisionBuilder bed(String id, long at) {
        return DecisionBuilder.evaluation(id).zone("north-bed").at(at);
    }

    private void write(DecisionBuilder... decisions) throws Exception {
        TableFiles.write(
                lake,
                Tables.IRRIGATION_DECISIONS,
                new DecisionRows(),
                Stream.of(decisions).map(DecisionBuilder::build).toList());
    }

    /** What the query of the page below this text answers. */
    private List<Map<String, @Nullable Object>> answers(String question) throws Exception {
        String page = Files.readString(Path.of("..", "docs", "tables.md"));
        assertThat(page).containsOnlyOnce(question);
        String below = page.substring(page.indexOf(question));
        int start = below.indexOf("```sql\n") + "```sql\n".length();
        return DuckDb.query(
                LakeScript.of(lake), below.substring(start, below.indexOf("```", start)));
    }
}
