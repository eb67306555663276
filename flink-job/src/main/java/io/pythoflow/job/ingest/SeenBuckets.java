package io.pythoflow.job.ingest;

import io.pythoflow.job.state.HotMapState;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sets of a sensor's identities by bucket of time. A timer drops each when its time-to-live has
 * passed since it was last changed or hit. Task thread only.
 */
final class SeenBuckets {
    private final HotMapState<SeenIds> sets;

    SeenBuckets(HotMapState<SeenIds> sets) {
        this.sets = sets;
    }

    /** The set of a bucket; null if there is none. */
    @Nullable SeenIds find(String sensor, long bucket) throws Exception {
        return sets.find(sensor, bucket);
    }

    /** Puts a set in the place of another. */
    void put(String sensor, long bucket, SeenIds seen) throws Exception {
        sets.put(sensor, bucket, seen);
    }

    /**
     * Adds an identity to the set of its bucket and renews the set; whether it was there already.
     *
     * @param seenOrNull what {@link #find} found
     * @param expiresAt until when the set lives on, processing time
     * @param timers is told when to look for sets whose time has come
     */
    boolean remember(
            String sensor,
            long bucket,
            @Nullable SeenIds seenOrNull,
            long hash,
            long expiresAt,
            LongConsumer timers)
            throws Exception {
        SeenIds seen = seenOrNull == null ? new SeenIds() : seenOrNull;
        boolean added = seen.add(hash);
        boolean renewed = renew(seen, expiresAt, timers);
        if (seenOrNull == null) {
            sets.put(sensor, bucket, seen);
        } else if (added || renewed) {
            sets.changed(sensor, bucket, seen);
        }
        return !added;
    }

    /** Renews the set of a bucket. */
    void renew(String sensor, long bucket, SeenIds seen, long expiresAt, LongConsumer timers)
            throws Exception {
        if (renew(seen, expiresAt, timers)) {
            sets.changed(sensor, bucket, seen);
        }
    }

    private static boolean renew(SeenIds seen, long expiresAt, LongConsumer timers) {
        if (seen.expiresAt() == expiresAt) {
            return false;
        }
        seen.expireAt(expiresAt);
        timers.accept(expiresAt);
        return true;
    }

    /** Whether sets are changed where they lie. */
    boolean inPlace() {
        return sets.inPlace();
    }

    void dropExpired(String sensor, long now) throws Exception {
        sets.removeIf(sensor, seen -> seen.expiresAt() <= now);
    }
}
