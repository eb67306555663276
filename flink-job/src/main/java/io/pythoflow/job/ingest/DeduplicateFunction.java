package io.pythoflow.job.ingest;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.ingest.RecentContents.Occurrence;
import io.pythoflow.job.state.HotMapState;
import io.pythoflow.job.state.HotStateFunction;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.Preconditions;
import org.jspecify.annotations.Nullable;

/**
 * Marks the readings of a sensor that were seen before, so that redelivered messages count once.
 * Keyed by sensor id; every reading goes on, in order.
 *
 * <ul>
 *   <li>A reading with a message id, or with a time of its device or gateway, is a duplicate if an
 *       equal identity ({@link ReadingIdentity}) was seen within the time-to-live.
 *   <li>A reading with neither is a duplicate if the same content on the same topic was counted
 *       less than the redelivery horizon ago, by receive time.
 * </ul>
 *
 * <p><b>What is missed.</b> A copy that comes after the time-to-live. A message id that comes again
 * with a time in another hour (a redelivered message carries its own time, so only a sender that
 * re-uses ids does that). A reading without id whose copy is read with another time, because the
 * sender's clock was so far ahead that receipt decided. Of payloads with neither id nor time:
 * copies later than the horizon count again ({@code repeatedBeyondHorizon} counts those and honest
 * repetitions alike), and honest repetitions closer than the horizon count once.
 *
 * <p><b>State</b> is held in buckets, so that it can be dropped without looking at single entries:
 * by the hour of the reading's own time ({@link SeenByHour}), or, with an id but no own time, by
 * the time of receipt. Buckets are dropped by processing-time timers, at most nine per sensor, and
 * not by Flink's time-to-live: that frees heap state only while records keep coming, and RocksDB
 * state only when files are compacted, whereas timers work alike everywhere and also for sensors
 * that went silent. A bucket lives for the time-to-live, and up to an eighth longer, after it was
 * last hit.
 *
 * <p>Metrics: {@code duplicatesDropped}, and the same by kind: {@code duplicatesById}, {@code
 * duplicatesByContent} (time and content), {@code duplicatesByHorizon}; {@code
 * repeatedBeyondHorizon}.
 */
public final class DeduplicateFunction
        extends HotStateFunction<String, RoutedReading, CheckedReading> {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    /** How many buckets of receive time make up the time-to-live. */
    private static final int GENERATIONS = 4;

    /** Expiry is rounded up to this fraction of the time-to-live, which bounds the timers. */
    private static final int TIMERS_PER_LIFETIME = 8;

    private final long lifetimeMillis;
    private final long horizonMillis;
    private final long generationMillis;

    private transient SeenByHour seenByHour;
    private transient SeenBuckets seenByGeneration;
    private transient ValueState<RecentContents> recentContents;
    private transient @Nullable LongConsumer timers;
    private transient Counter duplicatesDropped;
    private transient Counter duplicatesById;
    private transient Counter duplicatesByContent;
    private transient Counter duplicatesByHorizon;
    private transient Counter repeatedBeyondHorizon;

    /**
     * @param timeToLive how long an identity is remembered: max(session expiry + 90 min, lateness)
     * @param redeliveryHorizon below which equal payloads with neither id nor time are one
     */
    public DeduplicateFunction(Duration timeToLive, Duration redeliveryHorizon) {
        Preconditions.checkArgument(
                timeToLive.toMillis() >= GENERATIONS,
                "Time-to-live of deduplication is %s, but must be positive: set it to max(session expiry + 90 min, lateness)",
                timeToLive);
        Preconditions.checkArgument(
                redeliveryHorizon.toMillis() > 0,
                "Redelivery horizon is %s, but must be positive: set it to a little less than the interval at which senders without clocks repeat themselves",
                redeliveryHorizon);
        this.lifetimeMillis = timeToLive.toMillis();
        this.horizonMillis = redeliveryHorizon.toMillis();
        this.generationMillis = lifetimeMillis / GENERATIONS;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        seenByHour =
                new SeenByHour(
                        seenIds("seen-by-hour"),
                        seenIds("full-by-hour"),
                        hotMapState(
                                "filters-by-hour",
                                new IdFiltersSerializer(),
                                IdFilters::heapBytes));
        seenByGeneration = new SeenBuckets(seenIds("seen-by-generation"));
        recentContents =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "recent-contents", new RecentContentsSerializer()));
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        duplicatesDropped = metrics.counter("duplicatesDropped");
        duplicatesById = metrics.counter("duplicatesById");
        duplicatesByContent = metrics.counter("duplicatesByContent");
        duplicatesByHorizon = metrics.counter("duplicatesByHorizon");
        repeatedBeyondHorizon = metrics.counter("repeatedBeyondHorizon");
    }

    private HotMapState<SeenIds> seenIds(String name) throws Exception {
        return hotMapState(name, new SeenIdsSerializer(), SeenIds::heapBytes);
    }

    @Override
    public void processElement(RoutedReading routed, Context context, Collector<CheckedReading> out)
            throws Exception {
        Reading reading = routed.reading();
        ReadingIdentity identity = ReadingIdentity.of(reading);
        boolean duplicate =
                switch (identity.kind()) {
                    case MESSAGE_ID ->
                            ReadingIdentity.hasOwnTime(reading)
                                    ? seenInItsHour(reading, identity, context)
                                    : seenInAnyGeneration(reading, identity, context);
                    case TIME_AND_CONTENT -> seenInItsHour(reading, identity, context);
                    case CONTENT -> countedWithinHorizon(reading, identity, context);
                };
        if (duplicate) {
            duplicatesDropped.inc();
            counterOf(identity.kind()).inc();
        }
        out.collect(new CheckedReading(reading, duplicate, routed.named()));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<CheckedReading> out)
            throws Exception {
        seenByHour.dropExpired(context.getCurrentKey(), timestamp);
        seenByGeneration.dropExpired(context.getCurrentKey(), timestamp);
        RecentContents recent = recentContents.value();
        if (recent != null && recent.expiresAt() <= timestamp) {
            recentContents.clear();
        }
    }

    private boolean seenInItsHour(Reading reading, ReadingIdentity identity, Context context)
            throws Exception {
        return seenByHour.remember(
                context.getCurrentKey(),
                Math.floorDiv(reading.timestamp(), HOUR_MILLIS),
                identity.hash(),
                expiryOf(lifetimeMillis, context),
                timers(context));
    }

    /**
     * The copy's receive time is another one than the original's, so all that live are searched.
     */
    private boolean seenInAnyGeneration(Reading reading, ReadingIdentity identity, Context context)
            throws Exception {
        long current = Math.floorDiv(reading.receivedAt(), generationMillis);
        // One ahead, because receive times of several connections are not in order.
        for (long generation = current + 1; generation >= current - GENERATIONS; generation--) {
            SeenIds seen = seenByGeneration.find(context.getCurrentKey(), generation);
            if (seen != null && seen.contains(identity.hash())) {
                return remember(generation, seen, identity, context);
            }
        }
        SeenIds seen = seenByGeneration.find(context.getCurrentKey(), current);
        return remember(current, seen, identity, context);
    }

    private boolean remember(
            long generation, @Nullable SeenIds seen, ReadingIdentity identity, Context context)
            throws Exception {
        return seenByGeneration.remember(
                context.getCurrentKey(),
                generation,
                seen,
                identity.hash(),
                expiryOf(lifetimeMillis, context),
                timers(context));
    }

    private boolean countedWithinHorizon(Reading reading, ReadingIdentity identity, Context context)
            throws Exception {
        RecentContents recent = recentContents.value();
        if (recent == null) {
            recent = new RecentContents();
        }
        Occurrence occurrence =
                recent.observe(identity.hash(), reading.receivedAt(), horizonMillis);
        if (occurrence == Occurrence.BEYOND_HORIZON) {
            repeatedBeyondHorizon.inc();
        }
        long expiry = expiryOf(horizonMillis * RecentContents.REMEMBERED_HORIZONS, context);
        boolean renewed = recent.expiresAt() != expiry;
        if (renewed) {
            recent.expireAt(expiry);
            context.timerService().registerProcessingTimeTimer(expiry);
        }
        if (renewed || occurrence != Occurrence.WITHIN_HORIZON) {
            recentContents.update(recent);
        }
        return occurrence == Occurrence.WITHIN_HORIZON;
    }

    /** The same for every reading, and for the key that is worked on. */
    private LongConsumer timers(Context context) {
        if (timers == null) {
            timers = context.timerService()::registerProcessingTimeTimer;
        }
        return timers;
    }

    private static long expiryOf(long lifetimeMillis, Context context) {
        long step = Math.max(1, lifetimeMillis / TIMERS_PER_LIFETIME);
        long earliest = context.timerService().currentProcessingTime() + lifetimeMillis;
        return Math.floorDiv(earliest + step - 1, step) * step;
    }

    private Counter counterOf(ReadingIdentity.Kind kind) {
        return switch (kind) {
            case MESSAGE_ID -> duplicatesById;
            case TIME_AND_CONTENT -> duplicatesByContent;
            case CONTENT -> duplicatesByHorizon;
        };
    }
}
