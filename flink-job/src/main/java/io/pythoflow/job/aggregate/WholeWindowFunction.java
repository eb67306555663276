package io.pythoflow.job.aggregate;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.ingest.CheckedReading;
import io.pythoflow.job.ingest.Copies;
import io.pythoflow.job.ingest.FoundReading;
import io.pythoflow.job.ingest.FoundReading.Place;
import io.pythoflow.job.ingest.FoundReadingSerializer;
import io.pythoflow.job.ingest.GroupCopies;
import io.pythoflow.job.ingest.MergeCopiesFunction;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongPredicate;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The rows of windows whose readings are all there: one for each metric, revision 0, nothing late.
 * Keyed by group of readings ({@link io.pythoflow.job.ingest.ReadingGroups}). Batch mode brings all
 * of one key, then ends it with a timer, before the first of the next: what is kept is one group,
 * and no state.
 *
 * <ol>
 *   <li>The first input are bundles ({@link io.pythoflow.job.ingest.BundleOperator}) of readings,
 *       all whose copies are in the group. They are merged here, in order of receipt; those that
 *       count and are not in the table also go to {@link MergeCopiesFunction#NOT_IN_TABLE}.
 *   <li>The second input are readings that {@link MergeCopiesFunction} has merged.
 * </ol>
 */
public final class WholeWindowFunction
        extends KeyedCoProcessFunction<Long, Tuple2<Long, byte[]>, CheckedReading, SensorAggregate>
        implements ResultTypeQueryable<SensorAggregate> {

    /** Accumulators. */
    public static final String WINDOWS = "windows";

    public static final String ROWS = "rows";

    /** The end of a key: batch mode fires what is due then, whatever its time. */
    private static final long END = Long.MAX_VALUE - 1;

    private final WindowSettings settings;
    private final int lengthMillis;
    private final Times times;
    private final long emittedAt;

    private transient TypeSerializer<FoundReading> serializer;
    private transient GroupCopies copies;
    private transient List<byte[]> bundles;
    private transient List<CheckedReading> merged;
    private transient List<Reading> duplicates;
    private transient Map<Window, SensorWindow> windows;
    private transient @Nullable Window lastWindow;
    private transient @Nullable SensorWindow last;
    private transient boolean begun;
    private transient LongCounter counted;
    private transient LongCounter copiesFound;
    private transient LongCounter duplicatesFound;
    private transient LongCounter windowsEmitted;
    private transient LongCounter rowsEmitted;

    /** Whether readings of a time, epoch milliseconds, are aggregated. */
    public interface Times extends LongPredicate, Serializable {}

    private record Window(String sensorId, long start) {}

    /** The next reading of a bundle, and the rest of it. */
    private static final class Cursor {
        private final DataInputDeserializer in;
        private FoundReading next;

        Cursor(byte[] bundle, TypeSerializer<FoundReading> serializer) throws IOException {
            in = new DataInputDeserializer(bundle);
            next = serializer.deserialize(in);
        }

        FoundReading next() {
            return next;
        }

        boolean advance(TypeSerializer<FoundReading> serializer) throws IOException {
            if (in.available() == 0) {
                return false;
            }
            next = serializer.deserialize(in);
            return true;
        }
    }

    /**
     * @param times which of the readings are aggregated; the others are there for their copies
     * @param emittedAt what all rows say of when they were made, epoch milliseconds: before the
     *     first reading was looked for, so that what the live job corrects meanwhile stays newer
     */
    public WholeWindowFunction(WindowSettings settings, Times times, long emittedAt) {
        this.settings = settings;
        this.lengthMillis = Math.toIntExact(settings.length().toMillis());
        this.times = times;
        this.emittedAt = emittedAt;
    }

    @Override
    public void open(OpenContext context) {
        serializer = new FoundReadingSerializer();
        copies = new GroupCopies();
        bundles = new ArrayList<>();
        merged = new ArrayList<>();
        duplicates = new ArrayList<>();
        windows = new HashMap<>();
        counted = getRuntimeContext().getLongCounter(MergeCopiesFunction.COUNTED);
        copiesFound = getRuntimeContext().getLongCounter(MergeCopiesFunction.COPIES);
        duplicatesFound = getRuntimeContext().getLongCounter(MergeCopiesFunction.DUPLICATES);
        windowsEmitted = getRuntimeContext().getLongCounter(WINDOWS);
        rowsEmitted = getRuntimeContext().getLongCounter(ROWS);
    }

    @Override
    public void processElement1(
            Tuple2<Long, byte[]> bundle, Context context, Collector<SensorAggregate> out) {
        bundles.add(bundle.f1);
        begin(context);
    }

    @Override
    public void processElement2(
            CheckedReading checked, Context context, Collector<SensorAggregate> out) {
        merged.add(checked);
        begin(context);
    }

    private void begin(Context context) {
        if (!begun) {
            begun = true;
            context.timerService().registerEventTimeTimer(END);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<SensorAggregate> out)
            throws Exception {
        mergeBundles(context);
        for (CheckedReading checked : merged) {
            if (checked.duplicate()) {
                duplicates.add(checked.reading());
            } else {
                add(checked.reading());
            }
        }
        // Behind the readings that they are of.
        duplicates.forEach(this::countDuplicate);
        windows.forEach((window, readings) -> emit(window.sensorId(), readings, out));
        bundles.clear();
        merged.clear();
        duplicates.clear();
        windows.clear();
        lastWindow = null;
        last = null;
        begun = false;
    }

    @Override
    public TypeInformation<SensorAggregate> getProducedType() {
        return SensorAggregateSerializer.TYPE;
    }

    private void mergeBundles(OnTimerContext context) throws IOException {
        Copies.Verdicts verdicts = verdicts(context);
        PriorityQueue<Cursor> order =
                new PriorityQueue<>(
                        Comparator.comparingLong(cursor -> cursor.next().reading().receivedAt()));
        for (byte[] bundle : bundles) {
            order.add(new Cursor(bundle, serializer));
        }
        while (!order.isEmpty()) {
            Cursor first = order.remove();
            copies.add(first.next(), verdicts);
            if (first.advance(serializer)) {
                order.add(first);
            }
        }
        copies.end(verdicts);
    }

    private Copies.Verdicts verdicts(OnTimerContext context) {
        return new Copies.Verdicts() {
            @Override
            public void counts(FoundReading found) {
                counted.add(1);
                add(found.reading());
                if (found.place() != Place.TABLE) {
                    context.output(MergeCopiesFunction.NOT_IN_TABLE, found.reading());
                }
            }

            @Override
            public void isCopy(FoundReading found) {
                copiesFound.add(1);
            }

            @Override
            public void isDuplicate(FoundReading found) {
                duplicatesFound.add(1);
                duplicates.add(found.reading());
            }
        };
    }

    private void add(Reading reading) {
        if (times.test(reading.timestamp())) {
            Window window = windowOf(reading);
            if (!window.equals(lastWindow)) {
                lastWindow = window;
                last =
                        windows.computeIfAbsent(
                                window, first -> new SensorWindow(first.start(), lengthMillis));
            }
            last.add(reading, settings.exactLimit());
        }
    }

    private void countDuplicate(Reading reading) {
        SensorWindow window = windows.get(windowOf(reading));
        if (window != null) {
            window.countDuplicate(reading);
        }
    }

    private Window windowOf(Reading reading) {
        return new Window(
                reading.sensorId(),
                Math.floorDiv(reading.timestamp(), (long) lengthMillis) * lengthMillis);
    }

    private void emit(String sensorId, SensorWindow window, Collector<SensorAggregate> out) {
        List<SensorAggregate> rows = window.takeRows(sensorId, settings.origin(), emittedAt);
        rows.forEach(out::collect);
        windowsEmitted.add(1);
        rowsEmitted.add(rows.size());
    }
}
