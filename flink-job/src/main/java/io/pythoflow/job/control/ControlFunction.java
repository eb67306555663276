package io.pythoflow.job.control;

import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.gateway.GatewayEvent;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.metrics.ServiceMetrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the {@link Controller}, in parallelism 1 and under one key, which it has for its timers
 * alone. What the controller knows is operator state, written whole with every checkpoint.
 *
 * <p>Time is that of the machine, four times a second: watermarks stand still when sensors fall
 * silent, and that is when time matters most.
 */
public final class ControlFunction extends KeyedProcessFunction<Byte, ControlInput, Decision>
        implements CheckpointedFunction, CheckpointListener {

    /** Rows of {@code gateway_events}. */
    public static final OutputTag<GatewayEvent> EVENTS =
            new OutputTag<>("events", Types.POJO(GatewayEvent.class));

    /** What devices may open for: published once the checkpoint that contains it has completed. */
    public static final OutputTag<DeviceCommand> OPENINGS =
            new OutputTag<>("openings", Types.POJO(DeviceCommand.class));

    /** Everything else for devices, and alerts for people: published at once. */
    public static final OutputTag<ControlMessage> MESSAGES =
            new OutputTag<>("messages", Types.POJO(ControlMessage.class));

    private static final Logger LOG = LoggerFactory.getLogger(ControlFunction.class);

    private static final long TICK_MS = 250;

    private static final ListStateDescriptor<byte[]> STATE =
            new ListStateDescriptor<>(
                    "controller", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    private final ControlSettings settings;

    private transient Controller controller;
    private transient ListState<byte[]> state;
    private transient boolean restored;
    private transient long nextTick;

    /** OPENs since the last snapshot, and by the checkpoint that contains them. */
    private transient List<String> opened;

    private transient NavigableMap<Long, List<String>> awaitingCommit;
    private transient @Nullable Context context;
    private transient @Nullable Collector<Decision> decisions;
    private transient Counters counters;

    /** As of the last tick, for threads that report metrics. */
    private transient volatile int zones;

    private transient volatile int valvesInUse;
    private transient volatile int zonesLockedOut;
    private transient volatile Map<Alert.Code, Integer> standingAlerts;

    /** When a checkpoint completed, or this task began; for the same threads. */
    private transient volatile long lastCheckpointAt;

    public ControlFunction(ControlSettings settings) {
        this.settings = settings;
    }

    /** The one place where everything is decided. */
    public static byte placeOf(ControlInput input) {
        return 0;
    }

    @Override
    public void initializeState(FunctionInitializationContext initialization) throws Exception {
        controller = new Controller(settings, new Output());
        opened = new ArrayList<>();
        awaitingCommit = new TreeMap<>();
        state = initialization.getOperatorStateStore().getListState(STATE);
        for (byte[] bytes : state.get()) {
            controller.read(new DataInputStream(new ByteArrayInputStream(bytes)));
            restored = true;
        }
    }

    @Override
    public void open(OpenContext openContext) {
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        counters = new Counters(metrics);
        metrics.gauge("zones", () -> zones);
        metrics.gauge("valvesInUse", () -> valvesInUse);
        metrics.gauge("zonesLockedOut", () -> zonesLockedOut);
        standingAlerts = controller.standingAlerts();
        lastCheckpointAt = System.currentTimeMillis();
        reportTo(ServiceMetrics.in(metrics));
    }

    private void reportTo(ServiceMetrics service) {
        service.level(ServiceMetric.ZONES, () -> zones)
                .level(ServiceMetric.VALVES_IN_USE, () -> valvesInUse)
                .recent(ServiceMetric.OPENINGS, counters.openings)
                .level(
                        ServiceMetric.CHECKPOINT_AGE,
                        () -> System.currentTimeMillis() - lastCheckpointAt);
        for (Alert.Code code : Alert.Code.values()) {
            ServiceMetric.of(code)
                    .ifPresent(
                            metric ->
                                    service.level(
                                            metric, () -> standingAlerts.getOrDefault(code, 0)));
        }
    }

    @Override
    public void processElement(ControlInput input, Context here, Collector<Decision> out)
            throws Exception {
        speakThrough(here, out);
        long now = here.timerService().currentProcessingTime();
        restoreOnce(now);
        if (input.sensor() != null) {
            controller.hear(input.sensor(), now);
        } else if (input.gateway() != null) {
            controller.hear(input.gateway(), now);
        } else if (input.early() != null) {
            controller.hearEarly(input.early(), now);
        } else if (input.rules() != null) {
            controller.obey(input.rules(), now);
        } else {
            controller.announce(input.alert());
        }
        if (nextTick == 0) {
            scheduleAfter(now, here);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext here, Collector<Decision> out)
            throws Exception {
        speakThrough(here, out);
        long now = here.timerService().currentProcessingTime();
        restoreOnce(now);
        controller.tick(now);
        zones = controller.zoneCount();
        valvesInUse = controller.valvesInUse();
        zonesLockedOut = controller.zonesLockedOut();
        standingAlerts = controller.standingAlerts();
        // A restored timer may lie between the ticks of this one.
        if (timestamp >= nextTick) {
            scheduleAfter(now, here);
        }
    }

    private void scheduleAfter(long now, Context here) {
        nextTick = now + TICK_MS;
        here.timerService().registerProcessingTimeTimer(nextTick);
    }

    private void restoreOnce(long now) {
        if (restored) {
            restored = false;
            controller.restored(now);
        }
    }

    private void speakThrough(Context here, Collector<Decision> out) {
        context = here;
        decisions = out;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext snapshot) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        controller.write(new DataOutputStream(bytes));
        state.update(List.of(bytes.toByteArray()));
        if (!opened.isEmpty()) {
            awaitingCommit.put(snapshot.getCheckpointId(), opened);
            opened = new ArrayList<>();
        }
    }

    /** The sink publishes what the checkpoint contains now, or has a moment ago. */
    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        var complete = awaitingCommit.headMap(checkpointId, true);
        long now = System.currentTimeMillis();
        lastCheckpointAt = now;
        complete.values().forEach(ids -> ids.forEach(id -> controller.committed(id, now)));
        complete.clear();
    }

    /** What somebody who looks at the log at night wants to know: what opened, why, and its end. */
    private static void tell(Decision row) {
        Decision.Order order = row.order();
        if (order == null) {
            return;
        }
        Decision.Outcome outcome = row.outcome();
        if (outcome == null) {
            LOG.info(
                    "Zone {} opens {} for {} s, {} L ({}): {} - {}",
                    row.zoneId(),
                    order.deviceId(),
                    order.durationSeconds(),
                    order.volumeLiters(),
                    row.mode(),
                    row.reason(),
                    row.explanation());
        } else {
            LOG.info(
                    "Zone {} {} after {} s, {} L - {}",
                    row.zoneId(),
                    outcome.result(),
                    outcome.durationSeconds(),
                    outcome.volumeLiters(),
                    row.explanation());
        }
    }

    private static void tell(Alert alert) {
        if (alert.severity().compareTo(Severity.WARN) > 0) {
            LOG.warn("{} {}: {}", alert.code().word(), alert.state(), alert.message());
        } else {
            LOG.info("{} {}: {}", alert.code().word(), alert.state(), alert.message());
        }
    }

    private final class Output implements ControlOutput {

        @Override
        public void decided(Decision row) {
            counters.decisions.inc();
            tell(row);
            decisions.collect(row);
        }

        @Override
        public void event(GatewayEvent row) {
            context.output(EVENTS, row);
        }

        @Override
        public void alert(Alert alert) {
            counters.alert(alert.code());
            tell(alert);
            context.output(MESSAGES, ControlMessage.of(alert));
        }

        @Override
        public void open(DeviceCommand command) {
            counters.openings.inc();
            opened.add(command.commandId());
            context.output(OPENINGS, command);
        }

        @Override
        public void prepare(DeviceCommand command) {
            counters.openings.inc();
            opened.add(command.commandId());
        }

        @Override
        public void publish(DeviceCommand command) {
            Command v1 = command.command();
            if (v1 != null && v1.action() != Command.Action.OPEN) {
                counters.closings.inc();
            } else {
                counters.repetitions.inc();
            }
            context.output(MESSAGES, ControlMessage.of(command));
        }
    }

    private static final class Counters {
        private final Counter decisions;
        private final Counter openings;
        private final Counter closings;
        private final Counter repetitions;
        private final Counter alerts;
        private final Map<Alert.Code, Counter> alertsByCode = new EnumMap<>(Alert.Code.class);

        Counters(MetricGroup metrics) {
            decisions = metrics.counter("decisions");
            openings = metrics.counter("openings");
            closings = metrics.counter("closings");
            repetitions = metrics.counter("openingsRepeated");
            alerts = metrics.counter("alerts");
            for (Alert.Code code : Alert.Code.values()) {
                alertsByCode.put(
                        code, metrics.addGroup("code", code.word()).counter("alertsByCode"));
            }
        }

        void alert(Alert.Code code) {
            alerts.inc();
            alertsByCode.get(code).inc();
        }
    }
}
