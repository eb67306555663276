package io.pythoflow.job.aggregate;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.ingest.CheckedReading;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The rows of windows whose readings are all there: one for each metric, revision 0, nothing late.
 * Keyed by {@link #windowOf}, duplicates behind the readings they are of, which batch mode sees to;
 * what it keeps is one window.
 */
public final class WholeWindowFunction
        extends KeyedProcessFunction<Tuple2<String, Long>, CheckedReading, SensorAggregate> {

    /** Accumulators. */
    public static final String WINDOWS = "windows";

    public static final String ROWS = "rows";

    /** The end of a key: batch mode fires what is due then, whatever its time. */
    private static final long END = Long.MAX_VALUE - 1;

    private final WindowSettings settings;
    private final int lengthMillis;
    private final long emittedAt;

    private transient ValueState<SensorWindow> windows;
    private transient LongCounter windowsEmitted;
    private transient LongCounter rowsEmitted;

    /**
     * @param emittedAt what all rows say of when they were made, epoch milliseconds: before the
     *     first reading was looked for, so that what the live job corrects meanwhile stays newer
     */
    public WholeWindowFunction(WindowSettings settings, long emittedAt) {
        this.settings = settings;
        this.lengthMillis = Math.toIntExact(settings.length().toMillis());
        this.emittedAt = emittedAt;
    }

    /** The sensor, and the start of the window that the reading lies in. */
    public static Tuple2<String, Long> windowOf(CheckedReading checked, Duration length) {
        Reading reading = checked.reading();
        long millis = length.toMillis();
        return Tuple2.of(reading.sensorId(), Math.floorDiv(reading.timestamp(), millis) * millis);
    }

    /** Behind every time of a reading, where duplicates belong. */
    public static long orderOf(CheckedReading checked) {
        return checked.duplicate() ? Long.MAX_VALUE : checked.reading().timestamp();
    }

    @Override
    public void open(OpenContext context) {
        windows =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>("window", new SensorWindowSerializer()));
        windowsEmitted = getRuntimeContext().getLongCounter(WINDOWS);
        rowsEmitted = getRuntimeContext().getLongCounter(ROWS);
    }

    @Override
    public void processElement(
            CheckedReading checked, Context context, Collector<SensorAggregate> out)
            throws Exception {
        SensorWindow window = windows.value();
        if (window == null && checked.duplicate()) {
            return;
        }
        if (window == null) {
            window = new SensorWindow(context.getCurrentKey().f1, lengthMillis);
            context.timerService().registerEventTimeTimer(END);
        }
        if (checked.duplicate()) {
            window.countDuplicate(checked.reading());
        } else {
            window.add(checked.reading(), settings.exactLimit());
        }
        windows.update(window);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<SensorAggregate> out)
            throws Exception {
        List<SensorAggregate> rows =
                windows.value().takeRows(context.getCurrentKey().f0, settings.origin(), emittedAt);
        rows.forEach(out::collect);
        windowsEmitted.add(1);
        rowsEmitted.add(rows.size());
    }
}
