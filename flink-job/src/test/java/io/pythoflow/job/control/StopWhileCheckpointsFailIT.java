package io.pythoflow.job.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.Command.Action;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.control.rules.SystemMessage;
import io.pythoflow.job.control.valve.CommandIds;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.mqtt.MqttSource;
import io.pythoflow.job.mqtt.sink.MqttSink;
import io.pythoflow.job.mqtt.sink.Publish;
import io.pythoflow.job.mqtt.sink.RecordingSubscriber;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.state.VersionedSerializer;
import io.pythoflow.job.state.VersionedSerializerSnapshot;
import io.pythoflow.job.testing.Broker;
import io.pythoflow.job.testing.RawPublisher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An order to stop reaches the devices whatever becomes of checkpoints. */
class StopWhileCheckpointsFailIT {

    /** Tolerates no failed checkpoint by itself: what a job tolerates, it says itself. */
    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String DEVICE = "irrigation-gateway-001";

    @TempDir private Path folder;
    private Broker broker;
    private RecordingSubscriber device;
    private RawPublisher operator;

    @BeforeEach
    void startBroker() throws IOException {
        broker = Broker.start(folder);
        device = RecordingSubscriber.start(address(), Topics.command(DEVICE));
        operator = new RawPublisher(broker.url(), "operator");
    }

    @AfterEach
    void stopBroker(@InjectMiniCluster MiniCluster cluster) throws Exception {
        for (var job : cluster.listJobs().get()) {
            if (!job.getJobState().isGloballyTerminalState()) {
                cluster.cancelJob(job.getJobId()).get();
            }
        }

        operator.close();
        device.close();
        broker.close();
    }

    @Test
    void whileEveryCheckpointFails(@InjectMiniCluster MiniCluster cluster) throws Exception {
        JobClient job = submit(OFTEN, Integer.MAX_VALUE);
        await().atMost(PATIENCE)
                .until(() -> checkpoints(cluster, job).getNumberOfFailedCheckpoints() >= 5);
        pressStop("1");
        await().atMost(PATIENCE).until(() -> device.texts().size() == 1);
        long failedAtFirst = checkpoints(cluster, job).getNumberOfFailedCheckpoints();
        await().atMost(PATIENCE)
                .until(
                        () ->
                                checkpoints(cluster, job).getNumberOfFailedCheckpoints()
                                        > failedAtFirst);
        pressStop("2");
        await().atMost(PATIENCE).until(() -> device.texts().size() == 2);

        assertThat(device.texts()).allMatch(text -> text.contains("\"action\":\"STOP_ALL\""));
        assertThat(checkpoints(cluster, job).getNumberOfCompletedCheckpoints()).isZero();
        assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void withoutWaitingForABarrier(@InjectMiniCluster MiniCluster cluster) throws Exception {
        JobClient job = submit(NEVER, 0);
        pressStop("1");
        await().atMost(PATIENCE).until(() -> device.texts().size() == 1);

        assertThat(checkpoints(cluster, job).getTotalNumberOfCheckpoints()).isZero();
    }

    /** Why the job has to say what it tolerates. */
    @Test
    void withoutToleranceTheFirstFailedCheckpointFailsTheJob() throws Exception {
        JobClient job = submit(OFTEN, 0);

        assertThatThrownBy(
                        () ->
                                job.getJobExecutionResult()
                                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasStackTraceContaining("Exceeded checkpoint tolerable failure threshold");
    }

    /** Retained, since the job may not be connected yet. */
    private void pressStop(String id) throws IOException {
        operator.publishRetained(Topics.SYSTEM_UPDATES, id.getBytes(UTF_8));
    }

    private JobClient submit(Duration checkpointInterval, int tolerableFailures) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, tolerableFailures);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(1);
        env.fromSource(
                        MqttSource.<SystemMessage>builder()
                                .broker(address())
                                .exclusiveClientId("it-rules")
                                .filters(List.of(Topics.SYSTEM_UPDATES))
                                .deserializer(new SystemUpdateDeserializer())
                                .build(),
                        WatermarkStrategy.noWatermarks(),
                        "orders")
                .uid("orders")
                .process(new StopOnEveryOrder())
                .uid("stop")
                .returns(TypeInformation.of(ControlMessage.class))
                .sinkTo(
                        MqttSink.<ControlMessage>builder()
                                .broker(address())
                                .clientIdPrefix("it-control")
                                .serializer(new ControlMessageSerializer())
                                .publish(Publish.ON_WRITE)
                                .build())
                .uid("commands");
        return env.executeAsync();
    }

    private static CheckpointStatsCounts checkpoints(MiniCluster cluster, JobClient job)
            throws Exception {
        return cluster.getExecutionGraph(job.getJobID())
                .get()
                .getCheckpointStatsSnapshot()
                .getCounts();
    }

    private BrokerAddress address() {
        URI url = URI.create(broker.url());
        return BrokerAddress.plain(url.getHost(), url.getPort());
    }

    /** Has state that no checkpoint can write. */
    private static final class StopOnEveryOrder
            extends ProcessFunction<SystemMessage, ControlMessage> implements CheckpointedFunction {
        private static final long serialVersionUID = 1L;

        private transient ListState<String> state;

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            state =
                    context.getOperatorStateStore()
                            .getListState(
                                    new ListStateDescriptor<>("doomed", new FailingSerializer()));
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            state.update(List.of("doomed"));
        }

        @Override
        public void processElement(
                SystemMessage order, Context context, Collector<ControlMessage> out) {
            long now = context.timerService().currentProcessingTime();
            out.collect(
                    ControlMessage.of(
                            DeviceCommand.of(
                                    new Command(
                                            CommandIds.stop(DEVICE, 1, now),
                                            DEVICE,
                                            null,
                                            null,
                                            Action.STOP_ALL,
                                            null,
                                            null,
                                            now,
                                            now + 60_000,
                                            null,
                                            null,
                                            "EMERGENCY_STOP"))));
        }
    }

    /** Fails where state is written, which is when the barrier has passed. */
    private static final class FailingSerializer extends VersionedSerializer<String> {
        private static final long serialVersionUID = 1L;

        @Override
        protected int version() {
            return 1;
        }

        @Override
        protected void write(String value, DataOutputView out) throws IOException {
            throw new IOException("The store is full, on purpose");
        }

        @Override
        protected String read(int version, DataInputView in) throws IOException {
            return in.readUTF();
        }

        @Override
        public String createInstance() {
            return "";
        }

        @Override
        public String copy(String from) {
            return from;
        }

        @Override
        public TypeSerializerSnapshot<String> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Created by its name where state is restored, which never happens here. */
    public static final class Snapshot extends VersionedSerializerSnapshot<String> {
        public Snapshot() {
            super(FailingSerializer::new);
        }
    }
}
