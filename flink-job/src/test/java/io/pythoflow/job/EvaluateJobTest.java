package io.pythoflow.job;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.config.EvaluateConfig;
import io.pythoflow.job.testing.EvaluateRun;
import io.pythoflow.job.testing.EvaluateRun.Tried;
import io.pythoflow.job.testing.Lake;
import io.pythoflow.job.testing.StoredTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rules that are tried on a table of readings, in batch mode. The soil loses 2 % an hour from 26 %
 * at eleven on; at one it has 22 %.
 */
class EvaluateJobTest {

    private static final long MINUTE = 60_000;
    private static final Instant ELEVEN = Instant.ofEpochMilli(NOON - 60 * MINUTE);
    private static final Instant FIVE = Instant.ofEpochMilli(NOON + 300 * MINUTE);

    private static final List<String> IDS =
            List.of(
                    "table",
                    "table-files",
                    "table-readings",
                    "order-of-receipt",
                    "merge-copies",
                    "readings-in-range",
                    "readings",
                    "sensor-reports",
                    "tried-rules",
                    "active-rules",
                    "order-of-hearing",
                    "evaluate",
                    "rows-by-hour",
                    "irrigation-decisions-table",
                    "Sink Committer: irrigation-decisions-table");

    @TempDir private Path folder;

    private Lake lake;
    private EvaluateRun evaluation;

    @BeforeEach
    void nameTheFolders() {
        lake = new Lake(folder.resolve("lake"));
        evaluation = new EvaluateRun(lake, folder);
    }

    @Test
    void aDrySpellOpensTheValveAsOftenAsTheRestAllows() throws Exception {
        StoredTable.store(lake, drySpell());

        Tried tried = evaluation.run(rules(22, 30), ELEVEN, FIVE);

        assertThat(
                        tried.decisions()
                                .query(
                                        "SELECT strftime(decided_at::TIMESTAMP, '%H:%M'), reason,"
                                                + " mode, duration_s, volume_l FROM"
                                                + " {irrigation_decisions} WHERE action = 'OPEN' AND"
                                                + " kind = 'evaluation' ORDER BY decided_at"))
                .containsExactly(
                        List.of("13:02", "soil_dry", "evaluate", 600, 250.0),
                        List.of("14:12", "soil_dry", "evaluate", 600, 250.0),
                        List.of("15:22", "soil_dry", "evaluate", 600, 250.0),
                        List.of("16:32", "soil_dry", "evaluate", 600, 250.0));
        assertThat(
                        tried.decisions()
                                .query(
                                        "SELECT count(*), min(outcome), max(outcome_duration_s),"
                                                + " min(recorded_at = outcome_at) FROM"
                                                + " {irrigation_decisions} WHERE kind = 'outcome'"))
                .containsExactly(List.of(4L, "advised", 600.0, true));
        assertThat(
                        tried.decisions()
                                .query(
                                        "SELECT DISTINCT reason FROM {irrigation_decisions} WHERE"
                                                + " action = 'NONE' AND decided_at::TIMESTAMP >="
                                                + " '2025-06-01 13:02:00' ORDER BY 1"))
                .containsExactly(List.of("min_rest"), List.of("valve_busy"));
        assertThat(tried.report())
                .contains("readings 361, out of range 0")
                .contains(
                        "zone field            openings 4 · 1,000.0 L · 18.0 mm · shut for min_rest ");
    }

    @Test
    void soilThatIsWetEnoughKeepsItShutAndSaysWhy() throws Exception {
        StoredTable.store(lake, drySpell());

        Tried tried = evaluation.run(rules(10, 12), ELEVEN, FIVE);

        assertThat(
                        tried.decisions()
                                .query(
                                        "SELECT DISTINCT action, reason, moisture > 10, low FROM"
                                                + " {irrigation_decisions} WHERE healthy_sensors > 0"))
                .containsExactly(List.of("NONE", "demand", true, 10.0));
        assertThat(tried.report()).contains("openings 0 · 0.0 L · 0.0 mm · shut for demand ");
    }

    @Test
    void anotherThresholdIsAnotherNumberOfOpenings() throws Exception {
        StoredTable.store(lake, drySpell());

        Tried low = evaluation.run(rules(20, 30), ELEVEN, FIVE);
        Tried high = evaluation.run(rules(24, 30), ELEVEN, FIVE);

        assertThat(openings(low)).isEqualTo(3);
        assertThat(openings(high)).isEqualTo(5);
    }

    @Test
    void neitherCopiesNorTheOrderOfFilesChangeAnything() throws Exception {
        Lake disordered = new Lake(folder.resolve("disordered"));
        List<Reading> readings = new ArrayList<>(drySpell());
        StoredTable.store(lake, readings);
        Collections.shuffle(readings, new Random(3));
        StoredTable.store(disordered, readings);
        StoredTable.store(disordered, readings.subList(0, 200));

        Tried once = evaluation.run(rules(22, 30), ELEVEN, FIVE);
        Tried twice =
                new EvaluateRun(disordered, folder.resolve("disordered"))
                        .run(rules(22, 30), ELEVEN, FIVE);

        assertThat(rows(twice)).isEqualTo(rows(once)).hasSizeGreaterThan(20);
        assertThat(twice.report()).contains("sent twice 200");
    }

    @Test
    void whatCameLateIsHeardLate() throws Exception {
        List<Reading> readings = new ArrayList<>(drySpell());
        readings.removeIf(reading -> reading.timestamp() >= NOON + 60 * MINUTE);
        // Dry since 13:00, and nobody knew before two.
        for (int minute = 60; minute < 70; minute++) {
            readings.add(
                    aReading()
                            .at(NOON + minute * MINUTE)
                            .receivedAt(NOON + 120 * MINUTE + minute)
                            .with("soil_moisture", soil(minute))
                            .build());
        }
        StoredTable.store(lake, readings);

        Tried tried = evaluation.run(rules(22, 30), ELEVEN, FIVE);

        assertThat(openings(tried)).isZero();
        assertThat(
                        tried.decisions()
                                .query(
                                        "SELECT DISTINCT reason FROM {irrigation_decisions} WHERE"
                                                + " decided_at::TIMESTAMP > '2025-06-01 15:00:00'"))
                .containsExactly(List.of("sensors"));
    }

    @Test
    void twoRunsGiveTheSameRowsDownToTheirIds() throws Exception {
        StoredTable.store(lake, drySpell());

        List<List<Object>> first = rows(evaluation.run(rules(22, 30), ELEVEN, FIVE));

        assertThat(rows(evaluation.run(rules(22, 30), ELEVEN, FIVE))).isEqualTo(first);
    }

    @Test
    void whatWasBeforeTheRangeIsKnownAndNotWritten() throws Exception {
        StoredTable.store(lake, drySpell());
        Instant two = Instant.ofEpochMilli(NOON + 120 * MINUTE);

        Tried warm = evaluation.run(rules(22, 30), two, FIVE);
        Tried cold = evaluation.warmUp("0 s").run(rules(22, 30), two, FIVE);

        assertThat(
                        warm.decisions()
                                .count(
                                        "SELECT count(*) FROM {irrigation_decisions} WHERE"
                                                + " decided_at::TIMESTAMP < '2025-06-01 14:00:00'"))
                .isZero();
        assertThat(firstOpening(warm)).as("an hour after the run of 13:02").isEqualTo("14:12");
        assertThat(firstOpening(cold)).as("with the second reading").isEqualTo("14:01");
    }

    @Test
    void readingsFromABufferOpenNothing() throws Exception {
        StoredTable.store(
                lake,
                IntStream.range(0, 120)
                        .mapToObj(
                                minute ->
                                        aReading()
                                                .at(NOON + minute * MINUTE)
                                                .with("soil_moisture", 12 - minute / 100.0)
                                                .fromBuffer()
                                                .build())
                        .toList());

        Tried tried = evaluation.run(rules(22, 30), ELEVEN, FIVE);

        assertThat(openings(tried)).isZero();
        assertThat(tried.report())
                .contains("openings 0 · 0.0 L · 0.0 mm · shut for sensors 100.0 %");
    }

    @Test
    void aBacklogOpensInTheOrderOfItsMeasuring() throws Exception {
        StoredTable.store(
                lake,
                drySpell().stream()
                        .map(
                                reading ->
                                        aReading()
                                                .at(reading.timestamp())
                                                .receivedAt(reading.timestamp() + 86_400_000)
                                                .with(
                                                        "soil_moisture",
                                                        reading.measurements().get(0).value())
                                                .fromBuffer()
                                                .build())
                        .toList());

        Tried received = evaluation.run(rules(22, 30), ELEVEN, FIVE);
        Tried measured = evaluation.order("measured").run(rules(22, 30), ELEVEN, FIVE);

        assertThat(openings(received)).isZero();
        assertThat(openings(measured)).as("as where nothing was on its way").isEqualTo(4);
        assertThat(firstOpening(measured)).isEqualTo("13:02");
        assertThat(measured.report()).contains("order measured · soil recorded");
    }

    @Test
    void theLakesOwnTableStaysAsItIs() throws Exception {
        StoredTable.store(lake, drySpell());

        evaluation.run(rules(22, 30), ELEVEN, FIVE);

        assertThat(lake.root().resolve("aggregated")).doesNotExist();
    }

    @Test
    void operatorsHaveIdsOfTheirOwn() throws Exception {
        StoredTable.store(lake, drySpell());
        EvaluateConfig config = evaluation.config(rules(22, 30), ELEVEN, FIVE);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(BackfillJob.settings());

        EvaluateJob.defineTopology(env, config, EvaluateJob.sink(config));

        assertThat(env.getStreamGraph().getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .containsAll(IDS)
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    private static List<Reading> drySpell() {
        return IntStream.rangeClosed(-60, 300)
                .mapToObj(
                        minute ->
                                aReading()
                                        .at(NOON + minute * MINUTE)
                                        .receivedAt(NOON + minute * MINUTE + 40)
                                        .with("soil_moisture", soil(minute))
                                        .build())
                .toList();
    }

    /** % volumetric, so many minutes after noon. */
    private static double soil(int minute) {
        return 24 - minute / 30.0;
    }

    private static String rules(double low, double high) {
        return """
        {"schema": "pythoflow.rules/1", "zones": {"field": {
          "sensors": ["A1"],
          "device": {"id": "valve-1", "protocol": "v1", "gateway_id": "irrigation-gateway-000"},
          "crop": "lettuce", "soil": "loam", "root_depth_m": 0.3, "area_m2": 50,
          "flow_l_min": 25, "time_zone": "UTC",
          "demand": {"metric": "soil_moisture", "low": %s, "high": %s, "confirmations": 2},
          "limits": {"max_run_s": 600, "min_rest_s": 3600, "max_run_s_per_day": 7200},
          "frost": {"below_c": "never"}}}}
        """
                .formatted(low, high);
    }

    private static long openings(Tried tried) {
        return tried.decisions()
                .count(
                        "SELECT count(*) FROM {irrigation_decisions} WHERE action = 'OPEN' AND kind"
                                + " = 'evaluation'");
    }

    private static Object firstOpening(Tried tried) {
        return tried.decisions()
                .query(
                        "SELECT strftime(min(decided_at)::TIMESTAMP, '%H:%M') FROM"
                                + " {irrigation_decisions} WHERE action = 'OPEN'")
                .get(0)
                .get(0);
    }

    private static List<List<Object>> rows(Tried tried) {
        return tried.decisions()
                .query(
                        "SELECT COLUMNS(*)::VARCHAR FROM {irrigation_decisions} ORDER BY decided_at,"
                                + " zone_id, kind, recorded_at");
    }
}
