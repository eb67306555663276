package io.pythoflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.job.config.JobConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What savepoints hang on. */
class TopologyTest {

    @TempDir private Path lake;

    /** A changed or missing line orphans the state of everybody who upgrades. */
    @Test
    void operatorsKeepTheIdsThatStateIsFoundUnder() {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(PythoFlowJob.settings());
        JobConfig config = config();
        PythoFlowJob.defineTopology(
                env, config, PythoFlowJob.sources(config), PythoFlowJob.sinks(config, env));

        assertThat(env.getStreamGraph().getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .containsExactlyInAnyOrder(
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
