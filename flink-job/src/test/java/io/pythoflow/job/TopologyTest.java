package io.pythoflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.property.LakeProperties.Creation;
import io.pythoflow.job.config.CatalogConfig;
import io.pythoflow.job.config.JobConfig;
import io.pythoflow.job.config.LakeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
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
                    "rejected-messages-table: committed-partitions",
                    "rejected-messages-table: partition-registrar",
                    "deduplicate",
                    "first-copies",
                    "readings",
                    "readings-table",
                    "Sink Committer: readings-table",
                    "readings-table: committed-partitions",
                    "readings-table: partition-registrar",
                    "windows",
                    "sensor-aggregates-table",
                    "Sink Committer: sensor-aggregates-table",
                    "sensor-aggregates-table: committed-partitions",
                    "sensor-aggregates-table: partition-registrar",
                    "system-updates",
                    "rules",
                    "sensor-reports",
                    "route",
                    "gateway-reports",
                    "answers",
                    "early-answers",
                    "active-rules",
                    "rules-alerts",
                    "control",
                    "irrigation-decisions-table",
                    "Sink Committer: irrigation-decisions-table",
                    "irrigation-decisions-table: committed-partitions",
                    "irrigation-decisions-table: partition-registrar",
                    "gateway-events-table",
                    "Sink Committer: gateway-events-table",
                    "gateway-events-table: committed-partitions",
                    "gateway-events-table: partition-registrar",
                    "openings",
                    "Sink Committer: openings",
                    "messages-at-once");

    @Test
    void operatorsKeepTheIdsThatStateIsFoundUnder() {
        assertThat(ids(config())).containsExactlyInAnyOrderElementsOf(IDS);
    }

    @Test
    void theyAreTheSameWithACatalogue() {
        JobConfig config = config();
        LakeConfig lake = config.lake();
        LakeConfig listed =
                new LakeConfig(
                        lake.rawRoot(),
                        lake.aggregatedRoot(),
                        lake.database(),
                        lake.maxOpenWriters(),
                        lake.freshness(),
                        Optional.of(new CatalogConfig(Creation.FALSE, Optional.empty(), "farm")));

        assertThat(
                        ids(
                                new JobConfig(
                                        config.mqtt(),
                                        config.ingest(),
                                        config.window(),
                                        config.control(),
                                        listed)))
                .containsExactlyInAnyOrderElementsOf(IDS);
    }

    /** One exchange: what is done to a reading behind it is a call, and no bytes. */
    @Test
    void routeHeadsTheChainOfAllThatIsDoneToAReading() {
        JobGraph job = streamGraph(config()).getJobGraph();
        JobVertex chain = vertexOf("route", job);

        assertThat(uids(chain))
                .contains(
                        "route",
                        "deduplicate",
                        "first-copies",
                        "readings",
                        "readings-table",
                        "windows",
                        "sensor-aggregates-table",
                        "sensor-reports")
                .doesNotContain("messages", "rules", "control");
        assertThat(chain.getInputs())
                .extracting(edge -> edge.getSource().getProducer())
                .containsExactlyInAnyOrder(vertexOf("messages", job), vertexOf("rules", job));
    }

    @Test
    void readingsGoToTheirSensorsSubtaskAndRulesToAll() {
        StreamNode route =
                streamGraph(config()).getStreamNodes().stream()
                        .filter(node -> "route".equals(node.getTransformationUID()))
                        .findFirst()
                        .orElseThrow();

        assertThat(route.getInEdges())
                .extracting(edge -> edge.getTypeNumber(), edge -> edge.getPartitioner().toString())
                .containsExactlyInAnyOrder(tuple(1, "HASH"), tuple(2, "BROADCAST"));
        assertThat(route.getStateKeySerializer()).as("No keyed state").isNull();
    }

    private static JobVertex vertexOf(String uid, JobGraph job) {
        return job.getVerticesSortedTopologicallyFromSources().stream()
                .filter(vertex -> uids(vertex).contains(uid))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> uids(JobVertex vertex) {
        return vertex.getOperatorIDs().stream()
                .map(OperatorIDPair::getUserDefinedOperatorUid)
                .toList();
    }

    private static List<String> ids(JobConfig config) {
        return streamGraph(config).getStreamNodes().stream()
                .map(StreamNode::getTransformationUID)
                .toList();
    }

    private static StreamGraph streamGraph(JobConfig config) {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(PythoFlowJob.settings());
        PythoFlowJob.defineTopology(
                env, config, PythoFlowJob.sources(config), PythoFlowJob.sinks(config, env));
        return env.getStreamGraph();
    }

    private JobConfig config() {
        Properties mqtt = new Properties();
        mqtt.setProperty(JobProperties.MQTT_BROKER.key(), "mqtt://localhost:1");
        Properties tables = new Properties();
        tables.setProperty(LakeProperties.LAKE_PATH.key(), lake.toString());
        return JobConfig.from(
                Map.of(
                        JobProperties.MQTT_BROKER.group(), mqtt,
                        LakeProperties.LAKE_PATH.group(), tables),
                Map.of());
    }
}
