package io.pythoflow.job.frozen;

import static org.awaitility.Awaitility.await;

import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.PythoFlowJob;
import io.pythoflow.job.PythoFlowJob.Sinks;
import io.pythoflow.job.PythoFlowJob.Sources;
import io.pythoflow.job.config.JobConfig;
import io.pythoflow.job.control.SystemUpdateDeserializer;
import io.pythoflow.job.control.rules.SystemMessage;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.ingest.AnswerDeserializer;
import io.pythoflow.job.ingest.GatewayReport;
import io.pythoflow.job.ingest.Ingested;
import io.pythoflow.job.ingest.ReadingDeserializer;
import io.pythoflow.job.lake.DecisionRows;
import io.pythoflow.job.lake.GatewayEventRows;
import io.pythoflow.job.lake.ReadingRows;
import io.pythoflow.job.lake.RejectedMessageRows;
import io.pythoflow.job.lake.SensorAggregateRows;
import io.pythoflow.job.lake.TableSettings;
import io.pythoflow.job.lake.TableSinks;
import io.pythoflow.job.lake.catalog.Registration;
import io.pythoflow.job.mqtt.HandFedSource;
import io.pythoflow.job.mqtt.HandFedSource.Hand;
import io.pythoflow.job.mqtt.MqttSource;
import io.pythoflow.job.mqtt.sink.MqttPublication;
import io.pythoflow.job.testing.Checkpoints;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.jspecify.annotations.Nullable;

/**
 * The job's own topology in a mini cluster, with the hands of a test where brokers, clocks and
 * catalogues are. Operators are not chained, so that each has a task, and a clock, of its own.
 */
final class RunningJob implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Longer than a checkpoint apart: rows wait in the state of their writer. */
    private static final Duration FRESHNESS = Duration.ofMinutes(10);

    private final MiniCluster cluster;
    private final Path root;
    private final JobID id;
    private final Map<String, String> uidsByName;
    private final Hand messages;
    private final Hand answers;
    private final Hand systemUpdates;

    private RunningJob(
            MiniCluster cluster,
            Path root,
            JobID id,
            Map<String, String> uidsByName,
            Hand messages,
            Hand answers,
            Hand updates) {
        this.cluster = cluster;
        this.root = root;
        this.id = id;
        this.uidsByName = uidsByName;
        this.messages = messages;
        this.answers = answers;
        this.systemUpdates = updates;
    }

    /** Where keyed state is kept, by the names that Flink has for it. */
    enum Backend {
        HASHMAP,
        ROCKSDB
    }

    /** What differs from the job in earnest. */
    interface Variation {
        /** Changes nothing. */
        Variation NONE = graph -> {};

        void apply(StreamGraph graph);
    }

    /**
     * Starts it, and waits until it runs.
     *
     * @param root folder of the lake and of all snapshots
     * @param savepoint to begin with; null for none
     * @throws JobFailedException if it fails
     */
    static RunningJob start(
            MiniCluster cluster,
            Path root,
            JobConfig config,
            long now,
            Backend backend,
            @Nullable Path savepoint,
            Variation variation)
            throws Exception {
        Heard.forget();
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(settings(root, backend));
        env.setParallelism(1);
        Sources real = PythoFlowJob.sources(config);
        HandFedSource<Ingested> messages =
                handFed(
                        real.messages(),
                        new ReadingDeserializer(config.ingest().limits()),
                        "messages");
        HandFedSource<GatewayReport> answers =
                handFed(
                        real.answers(),
                        new AnswerDeserializer(config.ingest().limits()),
                        "answers");
        HandFedSource<SystemMessage> updates =
                handFed(real.systemUpdates(), new SystemUpdateDeserializer(), "system-updates");
        PythoFlowJob.defineTopology(
                env, config, new Sources(messages, answers, updates), sinks(env, config));
        StreamGraph graph = env.getStreamGraph();
        variation.apply(graph);
        if (savepoint != null) {
            graph.setSavepointRestoreSettings(
                    SavepointRestoreSettings.forPath(savepoint.toUri().toString()));
        }
        JobGraph job = graph.getJobGraph();
        TaskClock.drive(job, now);
        cluster.submitJob(job).get();
        RunningJob running =
                new RunningJob(
                        cluster,
                        root,
                        job.getJobID(),
                        uids(graph),
                        messages.hand(),
                        answers.hand(),
                        updates.hand());
        await("all tasks").atMost(PATIENCE).until(running::isUp);
        return running;
    }

    private static Configuration settings(Path root, Backend backend) {
        Configuration settings = PythoFlowJob.settings();
        settings.set(PipelineOptions.OPERATOR_CHAINING, false);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        settings.set(StateBackendOptions.STATE_BACKEND, backend.name().toLowerCase(Locale.ROOT));
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofDays(1));
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                root.resolve("checkpoints").toUri().toString());
        settings.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // All of a savepoint in one file.
        settings.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
        return settings;
    }

    @SuppressWarnings("unchecked") // All three are what the job's configuration makes.
    private static <T> HandFedSource<T> handFed(
            org.apache.flink.api.connector.source.Source<T, ?, ?> real,
            io.pythoflow.job.mqtt.MqttDeserializer<T> deserializer,
            String name) {
        return new HandFedSource<>((MqttSource<T>) real, deserializer, name);
    }

    /** Some tables whose rows wait, and some whose files do. */
    private static Sinks sinks(StreamExecutionEnvironment env, JobConfig config) {
        Registration registration = Registration.in(new Heard.CatalogueFactory());
        TableSettings atOnce = new TableSettings(8, Duration.ZERO, registration);
        TableSettings waiting = new TableSettings(8, FRESHNESS, registration);
        var raw = new org.apache.flink.core.fs.Path(config.lake().rawRoot());
        var aggregated = new org.apache.flink.core.fs.Path(config.lake().aggregatedRoot());
        Sink<RejectedMessage> rejected =
                TableSinks.parquet(
                        Tables.REJECTED_MESSAGES, raw, new RejectedMessageRows(), waiting);
        return new Sinks(
                TableSinks.parquet(Tables.READINGS, raw, new ReadingRows(), waiting),
                TableSinks.parquet(
                        Tables.SENSOR_AGGREGATES, aggregated, new SensorAggregateRows(), atOnce),
                rejected,
                TableSinks.parquet(Tables.GATEWAY_EVENTS, raw, new GatewayEventRows(), waiting),
                TableSinks.parquet(
                        Tables.IRRIGATION_DECISIONS, aggregated, new DecisionRows(), atOnce),
                afterCheckpoint(PythoFlowJob.sinks(config, env).openings()),
                new Heard.AtOnceSink<>("messages"));
    }

    @SuppressWarnings("unchecked") // Of openings, which are published after a checkpoint.
    private static <S extends Sink<DeviceCommand> & SupportsCommitter<MqttPublication>>
            Sink<DeviceCommand> afterCheckpoint(Sink<DeviceCommand> real) {
        return new Heard.AfterCheckpointSink<>((S) real);
    }

    private static Map<String, String> uids(StreamGraph graph) {
        Map<String, String> uids = new HashMap<>();
        for (StreamNode node : graph.getStreamNodes()) {
            uids.put(node.getOperatorName(), node.getTransformationUID());
        }
        return uids;
    }

    private boolean isUp() throws Exception {
        AccessExecutionGraph graph = cluster.getExecutionGraph(id).get();
        if (graph.getState() == JobStatus.FAILED || graph.getFailureInfo() != null) {
            throw new JobFailedException(failures(graph));
        }
        return Checkpoints.everyTaskRuns(graph);
    }

    private List<String> failures(AccessExecutionGraph graph) {
        List<String> failures = new ArrayList<>();
        for (AccessExecutionJobVertex vertex : graph.getVerticesTopologically()) {
            for (AccessExecutionVertex task : vertex.getTaskVertices()) {
                task.getFailureInfo()
                        .ifPresent(
                                info ->
                                        failures.add(
                                                uidsByName.getOrDefault(
                                                                vertex.getName(), vertex.getName())
                                                        + ": "
                                                        + info.getExceptionAsString()));
            }
        }
        if (failures.isEmpty()) {
            failures.add(graph.getFailureInfo().getExceptionAsString());
        }
        return failures;
    }

    Hand messages() {
        return messages;
    }

    Hand answers() {
        return answers;
    }

    Hand systemUpdates() {
        return systemUpdates;
    }

    /**
     * Waits until everything that was handed over has gone through: a savepoint's barrier follows
     * it. Savepoints commit nothing.
     */
    void settle() throws Exception {
        savepoint("settled");
    }

    /** Takes a checkpoint that holds everything that was handed over, and stays. */
    Path checkpoint() throws Exception {
        awaitFed();
        return Path.of(URI.create(cluster.triggerCheckpoint(id).get()));
    }

    /** Takes a savepoint that any state backend can restore. */
    Path savepoint(String name) throws Exception {
        awaitFed();
        try {
            String location =
                    cluster.triggerSavepoint(
                                    id,
                                    root.resolve(name).toUri().toString(),
                                    false,
                                    SavepointFormatType.CANONICAL)
                            .get();
            return Path.of(URI.create(location));
        } catch (ExecutionException e) {
            // What failed the job says more than what failed the savepoint.
            isUp();
            throw e;
        }
    }

    private void awaitFed() {
        await("everything to be handed over").atMost(PATIENCE).until(this::isFed);
    }

    private boolean isFed() throws Exception {
        return isUp() && messages.isEmpty() && answers.isEmpty() && systemUpdates.isEmpty();
    }

    /** Takes a checkpoint, and waits until what it holds was committed. */
    void commit() throws Exception {
        cluster.triggerCheckpoint(id).get();
        // The notification goes to each task before the barrier does.
        settle();
    }

    /** Lets time pass, for what was handed over before. What comes of it follows by and by. */
    void advanceTo(long instant) throws Exception {
        settle();
        TaskClock.advanceTo(instant);
    }

    @Override
    public void close() throws Exception {
        if (!cluster.getJobStatus(id).get().isGloballyTerminalState()) {
            cluster.cancelJob(id).get();
            await().atMost(PATIENCE)
                    .until(() -> cluster.getJobStatus(id).get().isGloballyTerminalState());
        }
    }

    /** The job failed; names each operator that did, and why. */
    static final class JobFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        JobFailedException(List<String> failures) {
            super(String.join("\n", failures));
        }
    }
}
