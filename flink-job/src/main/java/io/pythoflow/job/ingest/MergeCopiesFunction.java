package io.pythoflow.job.ingest;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.ingest.Copies.Known;
import io.pythoflow.job.ingest.FoundReading.Place;
import java.time.Duration;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets every reading of the past count once, wherever it was found and however often. Keyed by
 * {@link #identityOf} and in order of receipt, which batch mode sees to; what it keeps of an
 * identity is one reading.
 *
 * <p>The rules are {@link DeduplicateFunction}'s. Of copies the one in our table counts, with the
 * flags it was stored with. Readings that count but are not in the table also go to {@link
 * #NOT_IN_TABLE}.
 *
 * <p><b>Identity survives the table</b>: id, times, sequence, values and topic are columns. Only
 * the unit of a metric that the contract does not know is none, so here it is no part of a
 * reading's content.
 */
public final class MergeCopiesFunction
        extends KeyedProcessFunction<Tuple2<Long, Long>, FoundReading, CheckedReading>
        implements ResultTypeQueryable<CheckedReading> {

    /** What our table lacks. */
    public static final OutputTag<Reading> NOT_IN_TABLE =
            new OutputTag<>("not-in-table", ReadingSerializer.TYPE);

    /** Accumulators: readings that count, copies in a second place, and those sent twice. */
    public static final String COUNTED = "counted";

    public static final String COPIES = "copies";

    public static final String DUPLICATES = "duplicates";

    /** The end of a key: batch mode fires what is due then, whatever its time. */
    private static final long END = Long.MAX_VALUE - 1;

    private final long memoryMillis;
    private final long horizonMillis;

    private transient ValueState<FoundReading> waiting;
    private transient ValueState<Long> since;
    private transient ValueState<Integer> places;
    private transient LongCounter counted;
    private transient LongCounter copies;
    private transient LongCounter duplicates;

    /**
     * @param memory how far apart copies with a message id but no time of their own are received
     * @param redeliveryHorizon the same for those with neither
     */
    public MergeCopiesFunction(Duration memory, Duration redeliveryHorizon) {
        this.memoryMillis = memory.toMillis();
        this.horizonMillis = redeliveryHorizon.toMillis();
    }

    /** Hashes of the sensor and of what makes readings of it copies. */
    public static Tuple2<Long, Long> identityOf(FoundReading found) {
        CopyIdentity identity = CopyIdentity.of(found.reading());
        return Tuple2.of(identity.sensor(), identity.content());
    }

    @Override
    public void open(OpenContext context) {
        waiting =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>("waiting", FoundReadingSerializer.TYPE));
        since = getRuntimeContext().getState(new ValueStateDescriptor<>("since", Types.LONG));
        places = getRuntimeContext().getState(new ValueStateDescriptor<>("places", Types.INT));
        counted = getRuntimeContext().getLongCounter(COUNTED);
        copies = getRuntimeContext().getLongCounter(COPIES);
        duplicates = getRuntimeContext().getLongCounter(DUPLICATES);
    }

    @Override
    public void processElement(FoundReading found, Context context, Collector<CheckedReading> out)
            throws Exception {
        Long knownSince = since.value();
        Known known =
                knownSince == null ? null : new Known(waiting.value(), knownSince, places.value());
        Known now = Copies.add(known, found, horizonOf(found.reading()), verdicts(context, out));
        waiting.update(now.waiting());
        since.update(now.since());
        places.update(now.places());
        if (now.waiting() != null) {
            context.timerService().registerEventTimeTimer(END);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<CheckedReading> out)
            throws Exception {
        FoundReading last = waiting.value();
        if (last != null) {
            count(last, context, out);
        }
    }

    @Override
    public TypeInformation<CheckedReading> getProducedType() {
        return CheckedReadingSerializer.TYPE;
    }

    private long horizonOf(Reading reading) {
        if (ReadingIdentity.hasOwnTime(reading)) {
            return Long.MAX_VALUE;
        }
        return reading.messageId() == null ? horizonMillis : memoryMillis;
    }

    private Copies.Verdicts verdicts(Context context, Collector<CheckedReading> out) {
        return new Copies.Verdicts() {
            @Override
            public void counts(FoundReading found) {
                count(found, context, out);
            }

            @Override
            public void isCopy(FoundReading found) {
                copies.add(1);
            }

            @Override
            public void isDuplicate(FoundReading found) {
                duplicates.add(1);
                out.collect(new CheckedReading(found.reading(), true));
            }
        };
    }

    private void count(FoundReading found, Context context, Collector<CheckedReading> out) {
        counted.add(1);
        out.collect(new CheckedReading(found.reading(), false));
        if (found.place() != Place.TABLE) {
            context.output(NOT_IN_TABLE, found.reading());
        }
    }
}
