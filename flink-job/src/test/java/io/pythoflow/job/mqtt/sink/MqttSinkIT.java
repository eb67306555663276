package io.pythoflow.job.mqtt.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.testing.Broker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The sink in a running job that fails and is restored, against a real broker. */
class MqttSinkIT {
    private static final InMemoryReporter METRICS = InMemoryReporter.createWithRetainedMetrics();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setConfiguration(METRICS.addToConfiguration(new Configuration()))
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private static final int PARALLELISM = 2;
    private static final int RECORDS = 300;
    private static final int RECORDS_PER_CHECKPOINT = 60;

    @TempDir private Path folder;
    private Broker broker;
    private RecordingSubscriber subscriber;

    @BeforeEach
    void startBroker() {
        broker = Broker.start(folder);
        subscriber = RecordingSubscriber.start(address(), "commands/#");
        FailsBetweenWriteAndCommit.reset();
    }

    @AfterEach
    void stopBroker() {
        subscriber.close();
        broker.close();
    }

    @Test
    void onCommitPublishesAllAndNothingThatWasRolledBack() throws Exception {
        JobID job = run(Publish.ON_COMMIT);
        await().atMost(Duration.ofSeconds(20)).until(() -> attemptsByRecord().size() == RECORDS);

        assertThat(FailsBetweenWriteAndCommit.FAILURES).hasValue(1);
        assertThat(FailsBetweenWriteAndCommit.ROLLED_BACK).isNotEmpty();
        assertThat(subscriber.texts())
                .doesNotContainAnyElementsOf(FailsBetweenWriteAndCommit.ROLLED_BACK);
        assertThat(attemptsByRecord().keySet()).containsExactlyElementsOf(allRecords());
        assertThat(attemptsByRecord().values()).allMatch(attempts -> attempts.size() == 1);
        assertThat(attemptsByRecord().values()).contains(Set.of(0), Set.of(1));
        assertThat(count(job, "Committer", "acknowledged")).isGreaterThanOrEqualTo(RECORDS);
    }

    @Test
    void onWriteLosesNothingAndMayPublishWhatIsRolledBack() throws Exception {
        JobID job = run(Publish.ON_WRITE);
        await().atMost(Duration.ofSeconds(20)).until(() -> attemptsByRecord().size() == RECORDS);

        assertThat(FailsBetweenWriteAndCommit.FAILURES).hasValue(1);
        assertThat(attemptsByRecord().keySet()).containsExactlyElementsOf(allRecords());
        assertThat(FailsBetweenWriteAndCommit.ROLLED_BACK).isNotEmpty();
        assertThat(subscriber.texts()).containsAll(FailsBetweenWriteAndCommit.REPLACEMENTS);
        assertThat(count(job, "Writer", "acknowledged")).isGreaterThanOrEqualTo(RECORDS);
    }

    /** Runs a job that ends by itself, and fails once on its way. */
    private JobID run(Publish publish) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(PARALLELISM);
        env.fromSource(
                        new DataGeneratorSource<>(
                                number -> number,
                                RECORDS,
                                RateLimiterStrategy.perCheckpoint(RECORDS_PER_CHECKPOINT),
                                Types.LONG),
                        WatermarkStrategy.noWatermarks(),
                        "numbers")
                .uid("numbers")
                .map(new FailsBetweenWriteAndCommit())
                .uid("commands")
                .sinkTo(
                        MqttSink.<String>builder()
                                .broker(address())
                                .clientIdPrefix("it-sink")
                                .serializer(
                                        text ->
                                                MqttPublication.of(
                                                        "commands/" + text.charAt(0),
                                                        text.getBytes(UTF_8)))
                                .publish(publish)
                                .maximumRatePerSecond(1000)
                                .build())
                .uid("mqtt-sink")
                .name("mqtt-sink");
        return env.execute().getJobID();
    }

    private BrokerAddress address() {
        URI url = URI.create(broker.url());
        return BrokerAddress.plain(url.getHost(), url.getPort());
    }

    /** Which attempts of the job published a record. */
    private Map<Long, Set<Integer>> attemptsByRecord() {
        Map<Long, Set<Integer>> attempts = new TreeMap<>();
        for (String text : subscriber.texts()) {
            String[] parts = text.split("/", 2);
            attempts.computeIfAbsent(Long.valueOf(parts[0]), record -> new TreeSet<>())
                    .add(Integer.valueOf(parts[1]));
        }

        return attempts;
    }

    private static List<Long> allRecords() {
        return LongStream.range(0, RECORDS).boxed().toList();
    }

    /** Over both attempts and all subtasks. */
    private static long count(JobID job, String operator, String counter) {
        Pattern identifier =
                Pattern.compile(".*mqtt-sink: " + operator + "\\.\\d+\\.mqtt\\." + counter);
        long sum = 0;
        for (var group : METRICS.getMetricsByGroup().entrySet()) {
            if (!job.toString().equals(group.getKey().getAllVariables().get("<job_id>"))) {
                continue;
            }

            for (var metric : group.getValue().entrySet()) {
                String name = group.getKey().getMetricIdentifier(metric.getKey());
                if (identifier.matcher(name).matches()) {
                    sum += ((Counter) metric.getValue()).getCount();
                }
            }
        }

        return sum;
    }

    /** A command that differs from attempt to attempt, as one with a random id would. */
    private static final class FailsBetweenWriteAndCommit extends RichMapFunction<Long, String>
            implements CheckpointListener {
        private static final long serialVersionUID = 1L;

        private static final int CHECKPOINTS_BEFORE = 2 * PARALLELISM;
        private static final int RECORDS_BEFORE = 15;

        // Across restarts and subtasks of this process.
        static final AtomicInteger FAILURES = new AtomicInteger();
        static final Set<String> ROLLED_BACK = ConcurrentHashMap.newKeySet();
        static final Set<String> REPLACEMENTS = ConcurrentHashMap.newKeySet();
        private static final AtomicInteger CHECKPOINTS = new AtomicInteger();
        private static final AtomicInteger WRITTEN_SINCE_CHECKPOINT = new AtomicInteger();
        private static final Set<Long> WRITTEN_BEFORE_FAILURE = ConcurrentHashMap.newKeySet();

        static void reset() {
            FAILURES.set(0);
            ROLLED_BACK.clear();
            REPLACEMENTS.clear();
            CHECKPOINTS.set(0);
            WRITTEN_SINCE_CHECKPOINT.set(0);
            WRITTEN_BEFORE_FAILURE.clear();
        }

        @Override
        public String map(Long number) {
            int attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
            if (attempt > 0) {
                if (WRITTEN_BEFORE_FAILURE.contains(number)) {
                    ROLLED_BACK.add(number + "/0");
                    REPLACEMENTS.add(number + "/" + attempt);
                }
            } else if (CHECKPOINTS.get() >= CHECKPOINTS_BEFORE
                    && WRITTEN_SINCE_CHECKPOINT.incrementAndGet() > RECORDS_BEFORE
                    && FAILURES.compareAndSet(0, 1)) {
                throw new IllegalStateException("Fails once, on purpose");
            } else {
                WRITTEN_BEFORE_FAILURE.add(number);
            }

            return number + "/" + attempt;
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            CHECKPOINTS.incrementAndGet();
            WRITTEN_SINCE_CHECKPOINT.set(0);
        }
    }
}
