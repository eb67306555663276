package io.pythoflow.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.config.JobConfig;
import io.pythoflow.job.lake.ReadingRows;
import io.pythoflow.job.lake.TableSettings;
import io.pythoflow.job.lake.TableSinks;
import io.pythoflow.job.lake.catalog.Catalog;
import io.pythoflow.job.lake.catalog.Registration;
import io.pythoflow.job.mqtt.quirks.Quirks;
import io.pythoflow.job.mqtt.quirks.QuirksBroker;
import io.pythoflow.job.testing.Checkpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the service, and so an alarm, sees of the running job. */
class ServiceMetricsTest {
    private static final InMemoryReporter METRICS = InMemoryReporter.create();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setConfiguration(METRICS.addToConfiguration(new Configuration()))
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long NOON = 1_735_732_800_000L;

    private final QuirksBroker broker = QuirksBroker.start(Quirks.AWS);
    @TempDir private Path folder;
    private JobID job;

    @BeforeEach
    void start() throws Exception {
        job = submit();
        await().atMost(PATIENCE).until(() -> broker.subscriptions().size() == 4);
    }

    @AfterEach
    void stop(@InjectMiniCluster MiniCluster cluster) throws Exception {
        cluster.cancelJob(job).get();
        broker.close();
    }

    @Test
    void theJobReportsWhatTheContractSaysAndNothingElse() {
        List<String> promised =
                Arrays.stream(ServiceMetric.values()).map(ServiceMetric::id).toList();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(exported()).containsExactlyInAnyOrderElementsOf(promised));
    }

    @Test
    void whatHappensIsSeen(@InjectMiniCluster MiniCluster cluster) throws Exception {
        broker.publish(
                "irrigation/sensors/S1/data",
                "{\"sensor_id\":\"S1\",\"temperature\":21.5}".getBytes(UTF_8),
                1);
        broker.publish("irrigation/sensors/S1/data", "no reading".getBytes(UTF_8), 1);
        broker.publishRetained(Topics.SYSTEM_UPDATES, emergencyStop());

        await().atMost(PATIENCE).until(() -> value(ServiceMetric.MESSAGES) > 0);
        await().atMost(PATIENCE).until(() -> value(ServiceMetric.READINGS) > 0);
        await().atMost(PATIENCE).until(() -> value(ServiceMetric.REJECTS) > 0);
        await().atMost(PATIENCE).until(() -> value(ServiceMetric.EMERGENCY_STOP) == 1);
        assertThat(value(ServiceMetric.RULES_VERSION)).isEqualTo(7);
        assertThat(value(ServiceMetric.LEAKS)).isZero();
        assertThat(value(ServiceMetric.PARTITIONS_PENDING)).isZero();
        await().atMost(PATIENCE).until(() -> value(ServiceMetric.OLDEST_UNACKNOWLEDGED) > 0);

        double before = value(ServiceMetric.CHECKPOINT_AGE);
        Checkpoints.take(cluster, job);
        await().atMost(PATIENCE).until(() -> value(ServiceMetric.CHECKPOINT_AGE) < before);
        await().atMost(PATIENCE).until(() -> value(ServiceMetric.PARTITIONS_PENDING) == 1);
        await().atMost(PATIENCE).until(() -> value(ServiceMetric.OLDEST_PENDING_PARTITION) > 0);

        broker.forgetSessions();
        await().atMost(PATIENCE).until(() -> value(ServiceMetric.SESSIONS_LOST) > 0);
    }

    private static byte[] emergencyStop() {
        return new MessageEncoder()
                .systemUpdate(
                        new SystemUpdate(
                                "u-7",
                                7,
                                NOON,
                                NOON,
                                List.of("*"),
                                SystemUpdate.Type.RULES,
                                SystemUpdate.Mode.REPLACE,
                                "{\"schema\":\"pythoflow.rules/1\",\"emergency_stop\":true,\"zones\":{}}"));
    }

    private JobID submit() throws Exception {
        Configuration settings = PythoFlowJob.settings();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1));
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(settings);
        env.setParallelism(2);
        JobConfig config = config();
        PythoFlowJob.Sinks sinks = PythoFlowJob.sinks(config, env);
        PythoFlowJob.defineTopology(
                env,
                config,
                PythoFlowJob.sources(config),
                new PythoFlowJob.Sinks(
                        TableSinks.parquet(
                                Tables.READINGS,
                                new org.apache.flink.core.fs.Path(config.lake().rawRoot()),
                                new ReadingRows(),
                                new TableSettings(
                                        4, Duration.ZERO, Registration.in(new RefusingCatalog()))),
                        sinks.sensorAggregates(),
                        sinks.rejectedMessages(),
                        sinks.gatewayEvents(),
                        sinks.decisions(),
                        sinks.openings(),
                        sinks.messages()));
        return env.executeAsync().getJobID();
    }

    private JobConfig config() {
        Properties mqtt = new Properties();
        mqtt.setProperty(
                JobProperties.MQTT_BROKER.key(), "mqtt://localhost:" + broker.address().port());
        mqtt.setProperty(JobProperties.MQTT_SLOTS.key(), "2");
        Properties lake = new Properties();
        lake.setProperty(LakeProperties.LAKE_PATH.key(), folder.resolve("lake").toString());
        return JobConfig.from(
                Map.of(
                        JobProperties.MQTT_BROKER.group(), mqtt,
                        LakeProperties.LAKE_PATH.group(), lake),
                Map.of());
    }

    /** By what stands behind the group: a further group would become a dimension. */
    private static Set<String> exported() {
        Set<String> names = new TreeSet<>();
        METRICS.getMetricsByGroup()
                .forEach(
                        (group, metrics) -> {
                            List<String> scope = List.of(group.getScopeComponents());
                            int at = scope.indexOf(ServiceMetric.GROUP);
                            if (at >= 0) {
                                String further =
                                        String.join("/", scope.subList(at + 1, scope.size()));
                                metrics.keySet().forEach(name -> names.add(further + name));
                            }
                        });
        return names;
    }

    /** Over the subtasks, as the kind of the metric asks. */
    private double value(ServiceMetric metric) {
        var values =
                METRICS
                        .findMetrics(job, ".*[.]kinesisanalytics[.]" + metric.id() + "$")
                        .values()
                        .stream()
                        .mapToDouble(ServiceMetricsTest::valueOf);
        return metric.kind() == ServiceMetric.Kind.LEVEL ? values.max().orElse(-2) : values.sum();
    }

    private static double valueOf(Metric metric) {
        return metric instanceof Meter meter
                ? meter.getRate()
                : ((Number) ((Gauge<?>) metric).getValue()).doubleValue();
    }

    /** Takes no partition. */
    private static final class RefusingCatalog implements Catalog.Factory {
        private static final long serialVersionUID = 1L;

        @Override
        public Catalog open() {
            return new Catalog() {
                @Override
                public List<Failure> register(String table, List<String> partitions) {
                    return partitions.stream().map(one -> new Failure(one, "No")).toList();
                }

                @Override
                public void close() {}
            };
        }
    }
}
