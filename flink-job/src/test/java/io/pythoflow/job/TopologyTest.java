package io.pythoflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.JobProperties.Creation;
import io.pythoflow.job.config.CatalogConfig;
import io.pythoflow.job.config.JobConfig;
import io.pythoflow.job.config.LakeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What savepoints hang on. */
class TopologyTest {

    @TempDir private Path lake;

    /** A changed or missing line orphans the state of everybody who upgrades. */
    private static final List<String> IDS =
            List.of(
                    "messages",
                    "admission",
                    "rejected-messages-table",
                    "Sink Committer: rejected-messages-table",
                    "deduplicate",
                    "first-copies",
                    "readings",
                    "readings-table",
                    "Sink Committer: readings-table",
                    "windows",
                    "sensor-aggregates-table",
                    "Sink Committer: sensor-aggregates-table");

    @Test
    void operatorsKeepTheIdsThatStateIsFoundUnder() {
        assertThat(ids(config())).containsExactlyInAnyOrderElementsOf(IDS);
    }

    @Test
    void soDoTheRegistrarsWhereThereIsACatalogue() {
        List<String> expected = new ArrayList<>(IDS);
        for (String table : List.of("readings", "sensor-aggregates", "rejected-messages")) {
            expected.add(table + "-table: committed-partitions");
            expected.add(table + "-table: partition-registrar");
        }
        JobConfig config = config();
        LakeConfig lake = config.lake();

        assertThat(
                        ids(
                                new JobConfig(
                                        config.mqtt(),
                                        config.ingest(),
                                        config.window(),
                                        new LakeConfig(
                                                lake.rawRoot(),
                                                lake.aggregatedRoot(),
                                                lake.database(),
                                                lake.maxOpenWriters(),
                                                lake.freshness(),
                                                Optional.of(
                                                        new CatalogConfig(
                                                                Creation.FALSE,
                                                                Optional.empty(),
                                                                "farm"))))))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<String> ids(JobConfig config) {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(PythoFlowJob.settings());
        PythoFlowJob.defineTopology(
                env, config, PythoFlowJob.sources(config), PythoFlowJob.sinks(config, env));
        return env.getStreamGraph().getStreamNodes().stream()
                .map(StreamNode::getTransformationUID)
                .toList();
    }

    private JobConfig config() {
        Properties mqtt = new Properties();
        mqtt.setProperty(JobProperties.MQTT_BROKER.key(), "mqtt://localhost:1");
        Properties tables = new Properties();
        tables.setProperty(JobProperties.LAKE_PATH.key(), lake.toString());
        return JobConfig.from(
                Map.of(
                        JobProperties.MQTT_BROKER.group(), mqtt,
                        JobProperties.LAKE_PATH.group(), tables),
                Map.of());
    }
}
