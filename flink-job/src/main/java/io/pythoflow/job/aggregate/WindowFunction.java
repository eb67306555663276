package io.pythoflow.job.aggregate;

import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.ingest.CheckedReading;
import io.pythoflow.job.metrics.ServiceMetrics;
import io.pythoflow.job.state.HotMapState;
import io.pythoflow.job.state.HotStateFunction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.util.Collector;

/**
 * Tumbling event-time windows of a sensor, aligned to the epoch, one row for each metric. Keyed by
 * sensor id.
 *
 * <ol>
 *   <li>When the watermark passes its end, a window emits its rows with revision 0 and is kept for
 *       the lateness.
 *   <li>A reading that comes then is added, and the window marked. Marked windows are gathered for
 *       the revision interval and then emit one row for each metric, with the metric's next
 *       revision. So do windows that only late readings opened.
 *   <li>When the lateness is over, a window that is still marked emits its rows before it is
 *       dropped. At the end of bounded input this happens to all.
 *   <li>A reading that comes after that is counted and left out.
 * </ol>
 *
 * A duplicate raises the duplicate count of a window that is there, and does nothing else: the
 * count shows in the next row that there is a reason for.
 *
 * <p>A window that was opened under another window length ends at its own end, or at once when a
 * reading opens a window of the new length in its place.
 *
 * <p>Timers of a sensor: one for the end of each window ahead of the watermark, at most 25 for
 * dropping windows, and one for revisions.
 *
 * <p>Metrics: {@code windowsEmitted} (first rows of a window), {@code revisionsEmitted} (windows
 * emitted again), {@code rowsEmitted}; readings {@code lateWithinLateness} and {@code
 * lateBeyondLateness}.
 */
public final class WindowFunction extends HotStateFunction<String, CheckedReading, SensorAggregate>
        implements CheckpointedFunction {
    private static final ListStateDescriptor<Long> WATERMARK =
            new ListStateDescriptor<>("watermark", LongSerializer.INSTANCE);

    /** Windows are dropped together, this often in the time of the lateness. */
    private static final int CLEANUPS_PER_LATENESS = 24;

    private final WindowSettings settings;
    private final int lengthMillis;
    private final long latenessMillis;
    private final long cleanupMillis;

    private transient HotMapState<SensorWindow> windows;

    /** Starts of windows that wait for the revision timer. */
    private transient MapState<Long, Boolean> marked;

    private transient ListState<Long> checkpointedWatermark;

    /** The highest that a reading or timer found, here or before the restore. */
    private transient long highestWatermark;

    private transient Counter windowsEmitted;
    private transient Counter revisionsEmitted;
    private transient Counter rowsEmitted;
    private transient Counter lateWithinLateness;
    private transient Counter lateBeyondLateness;

    public WindowFunction(WindowSettings settings) {
        this.settings = settings;
        this.lengthMillis = Math.toIntExact(settings.length().toMillis());
        this.latenessMillis = settings.lateness().toMillis();
        this.cleanupMillis = Math.max(lengthMillis, latenessMillis / CLEANUPS_PER_LATENESS);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        highestWatermark = Long.MIN_VALUE;
        // Union: sensors may move to another subtask, and windows were dropped by any watermark.
        checkpointedWatermark = context.getOperatorStateStore().getUnionListState(WATERMARK);
        long lowest = Long.MAX_VALUE;
        for (long restored : checkpointedWatermark.get()) {
            lowest = Math.min(lowest, restored);
            highestWatermark = lowest;
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        checkpointedWatermark.clear();
        if (highestWatermark > Long.MIN_VALUE) {
            checkpointedWatermark.add(highestWatermark);
        }
    }

    @Override
    public void open(OpenContext context) throws Exception {
        windows = hotMapState("windows", new SensorWindowSerializer(), SensorWindow::heapBytes);
        marked =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "marked",
                                        LongSerializer.INSTANCE,
                                        BooleanSerializer.INSTANCE));
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        windowsEmitted = metrics.counter("windowsEmitted");
        revisionsEmitted = metrics.counter("revisionsEmitted");
        rowsEmitted = metrics.counter("rowsEmitted");
        lateWithinLateness = metrics.counter("lateWithinLateness");
        lateBeyondLateness = metrics.counter("lateBeyondLateness");
        ServiceMetrics.in(metrics).rate(ServiceMetric.LATE, lateBeyondLateness);
    }

    @Override
    public void processElement(
            CheckedReading checked, Context context, Collector<SensorAggregate> out)
            throws Exception {
        Reading reading = checked.reading();
        long start = Math.floorDiv(reading.timestamp(), lengthMillis) * lengthMillis;
        if (checked.duplicate()) {
            countDuplicate(start, reading, context);
            return;
        }
        long watermark = watermark(context);
        if (expired(start + lengthMillis, watermark)) {
            lateBeyondLateness.inc();
            return;
        }
        SensorWindow window = openWindow(start, context, out);
        window.add(reading, settings.exactLimit());
        windows.changed(context.getCurrentKey(), start, window);
        // The watermark of a restore may lie below windows that have fired.
        if (window.fired() || due(window, watermark)) {
            lateWithinLateness.inc();
            mark(start, context);
        }
    }

    private void countDuplicate(long start, Reading reading, Context context) throws Exception {
        SensorWindow window = windows.find(context.getCurrentKey(), start);
        if (window != null && window.lengthMillis() == lengthMillis) {
            window.countDuplicate(reading);
            windows.changed(context.getCurrentKey(), start, window);
        }
    }

    private SensorWindow openWindow(long start, Context context, Collector<SensorAggregate> out)
            throws Exception {
        SensorWindow window = windows.find(context.getCurrentKey(), start);
        if (window != null && window.lengthMillis() == lengthMillis) {
            return window;
        }
        if (window != null) {
            emitIfChanged(window, context, out);
            marked.remove(start);
        }
        SensorWindow opened = new SensorWindow(start, lengthMillis);
        windows.put(context.getCurrentKey(), start, opened);
        long lastInstant = opened.end() - 1;
        if (!due(opened, watermark(context))) {
            context.timerService().registerEventTimeTimer(lastInstant);
        }
        context.timerService().registerEventTimeTimer(cleanup(opened));
        return opened;
    }

    private void mark(long start, Context context) throws Exception {
        marked.put(start, true);
        long now = context.timerService().currentProcessingTime();
        context.timerService()
                .registerProcessingTimeTimer(
                        roundUp(now + 1, settings.revisionInterval().toMillis()));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<SensorAggregate> out)
            throws Exception {
        if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
            emitMarked(context, out);
            return;
        }
        long start = timestamp + 1 - lengthMillis;
        SensorWindow window = windows.find(context.getCurrentKey(), start);
        boolean ending = window != null && window.end() - 1 == timestamp && !window.fired();
        if (ending) {
            emit(window, context, out);
            windows.changed(context.getCurrentKey(), start, window);
        }
        // A timer that ends no window is for dropping, also one of an earlier configuration.
        if (!ending || timestamp % cleanupMillis == 0) {
            sweep(timestamp, context, out);
        }
    }

    private void emitMarked(OnTimerContext context, Collector<SensorAggregate> out)
            throws Exception {
        List<Long> starts = new ArrayList<>();
        marked.keys().forEach(starts::add);
        for (Long start : starts) {
            SensorWindow window = windows.find(context.getCurrentKey(), start);
            // Unchanged if its first rows were still due when the late reading came.
            emitIfChanged(window, context, out);
            windows.changed(context.getCurrentKey(), start, window);
        }
        marked.clear();
    }

    private void sweep(long timestamp, OnTimerContext context, Collector<SensorAggregate> out)
            throws Exception {
        long watermark = watermark(context);
        MapState<Long, SensorWindow> all = windows.all(context.getCurrentKey());
        Iterator<Map.Entry<Long, SensorWindow>> entries = all.iterator();
        while (entries.hasNext()) {
            Map.Entry<Long, SensorWindow> entry = entries.next();
            SensorWindow window = entry.getValue();
            if (expired(window.end(), watermark)) {
                emitIfChanged(window, context, out);
                entries.remove();
                // Few are marked, and each removal is one more entry to pass in RocksDB.
                if (marked.contains(entry.getKey())) {
                    marked.remove(entry.getKey());
                }
                forgetTimers(window, timestamp, watermark, context);
            } else if (due(window, watermark)
                    && !window.fired()
                    && !marked.contains(entry.getKey())) {
                // Opened under another window length, so its timer did not find it.
                emit(window, context, out);
                entry.setValue(window);
            }
        }
        windows.clearIfEmpty(all);
    }

    /**
     * Of a window that was dropped. When time leaps, as it does at the end of input, each would
     * come to look for more of the sensor, and RocksDB finds that there is nothing only after every
     * entry that was removed, of all sensors.
     */
    private void forgetTimers(
            SensorWindow window, long timestamp, long watermark, OnTimerContext context) {
        long lastInstant = window.end() - 1;
        if (lastInstant > timestamp) {
            context.timerService().deleteEventTimeTimer(lastInstant);
        }
        long cleanup = cleanup(window);
        // One that is not due yet may be another window's as well.
        if (cleanup > timestamp && cleanup <= watermark) {
            context.timerService().deleteEventTimeTimer(cleanup);
        }
    }

    private void emitIfChanged(
            SensorWindow window, Context context, Collector<SensorAggregate> out) {
        if (window.changed()) {
            emit(window, context, out);
        }
    }

    private void emit(SensorWindow window, Context context, Collector<SensorAggregate> out) {
        (window.fired() ? revisionsEmitted : windowsEmitted).inc();
        List<SensorAggregate> rows =
                window.takeRows(
                        context.getCurrentKey(),
                        settings.origin(),
                        context.timerService().currentProcessingTime());
        rows.forEach(out::collect);
        rowsEmitted.inc(rows.size());
    }

    /**
     * Flink's watermark begins anew after a restore. Until it has caught up the former one holds:
     * else a reading beyond the lateness would open a window that was dropped, and a row of that
     * reading alone would be the newest of its window.
     */
    private long watermark(Context context) {
        long current = context.timerService().currentWatermark();
        // The end of input is no time: what is resumed after it may bring readings again.
        if (current < Long.MAX_VALUE) {
            highestWatermark = Math.max(highestWatermark, current);
        }
        return Math.max(highestWatermark, current);
    }

    /** Whether no reading before the end is expected any more. */
    private static boolean due(SensorWindow window, long watermark) {
        return window.end() - 1 <= watermark;
    }

    /** When a window is dropped: together with others, since that reads all of a sensor. */
    private long cleanup(SensorWindow window) {
        return roundUp(window.end() - 1 + latenessMillis, cleanupMillis);
    }

    private boolean expired(long end, long watermark) {
        return end - 1 + latenessMillis <= watermark;
    }

    private static long roundUp(long instant, long step) {
        return Math.floorDiv(instant + step - 1, step) * step;
    }
}
