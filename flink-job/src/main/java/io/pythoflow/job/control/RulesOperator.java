package io.pythoflow.job.control;

import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.rules.InvalidRulesException;
import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.rules.RulesInForce;
import io.pythoflow.job.control.rules.RulesInForce.Outcome;
import io.pythoflow.job.control.rules.SystemMessage;
import io.pythoflow.job.metrics.ServiceMetrics;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rules in force, and tells them to those that obey: on every change, and once after
 * every start, so that a job that was restored need not wait for the broker to have its rules. What
 * cannot be applied changes nothing and is told to people ({@link #ALERTS}).
 *
 * <p>An operator and no function, since a function cannot emit before its first element.
 *
 * <p>Counts {@code rulesApplied}, {@code rulesRejected} and {@code rulesGaps}; the gauge {@code
 * rulesVersion} is -1 before the first rules. Task thread only.
 */
public final class RulesOperator extends AbstractStreamOperator<ActiveRules>
        implements OneInputStreamOperator<SystemMessage, ActiveRules> {
    private static final long serialVersionUID = 1L;

    /** What people should know of the rules. */
    public static final OutputTag<Alert> ALERTS =
            new OutputTag<>("rules-alerts", TypeInformation.of(Alert.class));

    private static final Logger RULES_LOG = LoggerFactory.getLogger(RulesOperator.class);

    private static final ListStateDescriptor<RulesInForce> STATE =
            new ListStateDescriptor<>("rules-in-force", new RulesInForceSerializer());

    private final @Nullable String initialRules;

    private transient ListState<RulesInForce> state;
    private transient RulesInForce rules;
    private transient boolean told;
    private transient Counter applied;
    private transient Counter rejected;
    private transient Counter gaps;

    /** Read by the metric reporters. */
    private transient volatile long version;

    RulesOperator(@Nullable String initialRules) {
        this.initialRules = initialRules;
    }

    /**
     * The rules in force, as a stream of one subtask.
     *
     * @param initialRules path or URI of the rules to begin with, read on the task where no later
     *     ones are known; the job fails where they cannot be read or obeyed
     */
    public static SingleOutputStreamOperator<ActiveRules> rulesInForce(
            DataStream<SystemMessage> messages, Optional<String> initialRules) {
        return messages.transform(
                        "Rules",
                        TypeInformation.of(ActiveRules.class),
                        new RulesOperator(initialRules.orElse(null)))
                .forceNonParallel();
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        state = context.getOperatorStateStore().getListState(STATE);
        Iterator<RulesInForce> restored = state.get().iterator();
        rules = restored.hasNext() ? restored.next() : RulesInForce.none();
    }

    @Override
    public void open() throws Exception {
        super.open();
        applied = getMetricGroup().counter("rulesApplied");
        rejected = getMetricGroup().counter("rulesRejected");
        gaps = getMetricGroup().counter("rulesGaps");
        getMetricGroup().<Long, Gauge<Long>>gauge("rulesVersion", () -> version);
        ServiceMetrics.in(getMetricGroup())
                .level(ServiceMetric.RULES_VERSION, () -> version)
                .recent(ServiceMetric.RULES_REJECTED, rejected)
                .recent(ServiceMetric.RULES_GAPS, gaps);
        begin();
        version = rules.version();
        // Once the task runs: while it opens, those behind it may not.
        Future<?> unused = getProcessingTimeService().registerTimer(now(), time -> tellOnce());
    }

    private void begin() throws IOException {
        if (rules.version() > RulesInForce.INITIAL_VERSION) {
            RULES_LOG.info(
                    "The rules begin with version {} of the state{}.",
                    rules.version(),
                    initialRules == null ? "" : "; " + initialRules + " is not read");
        } else if (initialRules != null) {
            beginWith(initialRules);
            RULES_LOG.info(
                    "The rules begin with {}; a document that the broker retains takes their place.",
                    initialRules);
        } else if (rules.version() == RulesInForce.NO_VERSION) {
            RULES_LOG.info(
                    "There are no rules yet, hence no decisions, until the broker has a document.");
        }
    }

    private void beginWith(String location) throws IOException {
        try {
            rules.beginWith(bytesOf(new Path(location)), now());
        } catch (InvalidRulesException e) {
            throw new IOException(
                    "Cannot begin with the rules in "
                            + location
                            + ", correct them and start again:\n"
                            + e.getMessage(),
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    "Cannot read the rules to begin with from "
                            + location
                            + ": "
                            + e.getMessage()
                            + ". Check rules.initial, and that the job may read it",
                    e);
        }
    }

    /**
     * A file with rules in any of Flink's file systems: all that can be valid, and of too long a
     * one enough to be known as such.
     */
    public static byte[] bytesOf(Path path) throws IOException {
        try (FSDataInputStream in = path.getFileSystem().open(path)) {
            return in.readNBytes(2 * RulesCodec.MAX_PUBLISHED_BYTES);
        }
    }

    @Override
    public void processElement(StreamRecord<SystemMessage> element) {
        tellOnce();
        Outcome outcome = rules.receive(element.getValue(), now());
        switch (outcome.kind()) {
            case APPLIED -> applied.inc();
            case REJECTED -> rejected.inc();
            case GAP -> gaps.inc();
            case UNCHANGED -> {
                // The retained document comes again with every connection.
            }
        }

        outcome.alerts()
                .forEach(
                        alert -> {
                            RULES_LOG.warn("{}", alert.message());
                            output.collect(ALERTS, new StreamRecord<>(alert));
                        });
        if (outcome.changed() != null) {
            version = rules.version();
            RULES_LOG.info("Version {} of the rules is in force.", version);
            output.collect(new StreamRecord<>(outcome.changed()));
        }
    }

    @Override
    public void finish() throws Exception {
        tellOnce();
        super.finish();
    }

    private void tellOnce() {
        ActiveRules active = rules.active();
        if (!told && active != null) {
            output.collect(new StreamRecord<>(active));
        }

        told = true;
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        state.update(List.of(rules));
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }
}
