package io.pythoflow.contract.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The texts alone; what they answer is tested where there is a lake. */
class ViewsTest {

    @Test
    void sensorAggregatesLatestHasTheColumnsOfItsTableAndItsPartition() {
        assertThat(columns(Views.SENSOR_AGGREGATES_LATEST))
                .startsWith(
                        Tables.SENSOR_AGGREGATES.columns().stream()
                                .map(ViewsTest::text)
                                .toArray(String[]::new))
                .endsWith("dt varchar", "hour varchar")
                .hasSize(Tables.SENSOR_AGGREGATES.columns().size() + 2);
    }

    @Test
    void environmentHasTheColumnsOfTheOriginalLambdaFirst() {
        assertThat(columns(Views.ENVIRONMENT))
                .containsExactly(
                        "identifier varchar",
                        "nodes_count bigint",
                        "temperature_mean double",
                        "humidity_mean double",
                        "soil_humidity_mean double",
                        "uv_intensity_mean double",
                        "soil_temperature_mean double",
                        "ingestion_timestamp_mean double",
                        "light_mean double",
                        "window_start timestamp(3)",
                        "window_end timestamp(3)",
                        "dt varchar",
                        "hour varchar");
    }

    @Test
    void zoneWaterHasOneRowForADayAndSoNoHour() {
        assertThat(columns(Views.ZONE_WATER))
                .containsExactly(
                        "zone_id varchar",
                        "local_date varchar",
                        "mode varchar",
                        "evaluations bigint",
                        "openings bigint",
                        "runs_completed bigint",
                        "runs_failed bigint",
                        "depth_mm_ordered double",
                        "run_s_ordered bigint",
                        "volume_l_ordered double",
                        "run_s double",
                        "volume_l double",
                        "last_moisture double",
                        "moisture_unit varchar",
                        "last_depletion_mm double",
                        "last_et0_mm double",
                        "rain_mm double",
                        "shut_reason varchar",
                        "shut_evaluations bigint",
                        "last_decided_at timestamp(3)",
                        "dt varchar");
    }

    @Test
    void aViewNamesTablesAndEarlierViewsWithoutCatalogueOrSchema() {
        List<String> known =
                new ArrayList<>(Tables.ALL.stream().map(TableDefinition::name).toList());
        for (View view : Views.ALL) {
            assertThat(relations(view.sql())).as(view.name()).isNotEmpty().isSubsetOf(known);
            assertThat(known).doesNotContain(view.name());
            known.add(view.name());
        }
    }

    @Test
    void aTextIsOneQuery() {
        assertThat(Views.ALL)
                .map(View::sql)
                .allSatisfy(
                        sql -> {
                            assertThat(sql).doesNotContain(";").isEqualTo(sql.strip());
                            assertThat(sql.lines()).allMatch(line -> line.length() <= 100);
                        });
    }

    private static List<String> relations(String sql) {
        return Pattern.compile("\\b(?:FROM|JOIN)\\s+([\\w.]+)")
                .matcher(sql)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static List<String> columns(View view) {
        return view.columns().stream().map(ViewsTest::text).toList();
    }

    private static String text(Column column) {
        return column.name() + " " + column.type().trinoName();
    }
}
