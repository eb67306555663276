package io.pythoflow.job.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.rules.SystemMessage;
import io.pythoflow.job.mqtt.MqttSource;
import io.pythoflow.job.mqtt.quirks.Quirks;
import io.pythoflow.job.mqtt.quirks.QuirksBroker;
import io.pythoflow.job.mqtt.sink.MqttSink;
import io.pythoflow.job.mqtt.sink.Publish;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.testing.Checkpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The rules from the broker to whoever obeys them, and back to people, in a running job. */
class RulesJobTest {
    private static final InMemoryReporter METRICS = InMemoryReporter.create();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setConfiguration(METRICS.addToConfiguration(new Configuration()))
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Operators are copied into the cluster, which runs in this process. */
    private static final List<Long> OBEYED = new CopyOnWriteArrayList<>();

    private final QuirksBroker broker = QuirksBroker.start(Quirks.AWS);
    @TempDir private Path checkpoints;

    @BeforeEach
    void forget() {
        OBEYED.clear();
    }

    @AfterEach
    void stop(@InjectMiniCluster MiniCluster cluster) throws Exception {
        for (var job : cluster.listJobs().get()) {
            if (!job.getJobState().isGloballyTerminalState()) {
                cluster.cancelJob(job.getJobId()).get();
            }
        }

        broker.close();
    }

    @Test
    void aRestoredJobHasItsRulesThoughThereIsNoBroker(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        retain(RulesMessages.whole(7, RulesMessages.RUNNING));
        JobID first = submit(broker.address(), null);
        await().atMost(PATIENCE).until(() -> OBEYED.equals(List.of(7L)));
        String checkpoint = Checkpoints.take(cluster, first);
        cluster.cancelJob(first).get();
        OBEYED.clear();

        submit(BrokerAddress.plain("localhost", 1), checkpoint);
        await().atMost(PATIENCE).until(() -> OBEYED.equals(List.of(7L)));
    }

    @Test
    void whatCannotBeObeyedIsToldOnTheSameTopicAndTheJobDoesNotAnswerItself() throws Exception {
        retain(RulesMessages.whole(1, RulesMessages.RUNNING));
        JobID job = submit(broker.address(), null);
        await().atMost(PATIENCE).until(() -> OBEYED.equals(List.of(1L)));
        retain(RulesMessages.whole(2, "{\"schema\":\"pythoflow.rules/1\"}"));
        await().atMost(PATIENCE).until(() -> count(job, "alertsIgnored") == 1);
        retain(RulesMessages.whole(3, RulesMessages.STOPPED));
        await().atMost(PATIENCE).until(() -> OBEYED.equals(List.of(1L, 3L)));

        assertThat(broker.published())
                .singleElement()
                .satisfies(
                        alert -> {
                            assertThat(alert.message().topic()).isEqualTo(Topics.SYSTEM_UPDATES);
                            assertThat(alert.text()).contains("\"code\":\"rules_rejected\"");
                        });
        assertThat(count(job, "rulesRejected")).isEqualTo(1);
    }

    private void retain(SystemMessage message) {
        broker.publishRetained(Topics.SYSTEM_UPDATES, message.payload());
    }

    private JobID submit(BrokerAddress address, String restoreFrom) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1));
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        if (restoreFrom != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, restoreFrom);
        }

        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(2);
        SingleOutputStreamOperator<ActiveRules> rules =
                RulesOperator.rulesInForce(
                                env.fromSource(
                                                MqttSource.<SystemMessage>builder()
                                                        .broker(address)
                                                        .exclusiveClientId("test-rules")
                                                        .filters(List.of(Topics.SYSTEM_UPDATES))
                                                        .deserializer(
                                                                new SystemUpdateDeserializer())
                                                        .build(),
                                                WatermarkStrategy.noWatermarks(),
                                                "updates")
                                        .uid("updates"),
                                Optional.empty())
                        .uid("rules");
        rules.map(new Obey()).uid("obey").sinkTo(new DiscardingSink<>()).uid("nowhere");
        rules.getSideOutput(RulesOperator.ALERTS)
                .sinkTo(
                        MqttSink.<Alert>builder()
                                .broker(address)
                                .clientIdPrefix("test-alerts")
                                .serializer(new AlertSerializer())
                                .publish(Publish.ON_WRITE)
                                .build())
                .uid("alerts")
                .setParallelism(1);
        return env.executeAsync().getJobID();
    }

    private static long count(JobID job, String counter) {
        return METRICS.findMetrics(job, ".*[.]" + counter + "$").values().stream()
                .mapToLong(metric -> ((Counter) metric).getCount())
                .sum();
    }

    private static final class Obey implements MapFunction<ActiveRules, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long map(ActiveRules rules) {
            OBEYED.add(rules.version());
            return rules.version();
        }
    }
}
