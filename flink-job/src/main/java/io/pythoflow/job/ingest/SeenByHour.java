package io.pythoflow.job.ingest;

import io.pythoflow.job.state.HotMapState;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The identities of a sensor's readings, by the hour of the reading's own time. An hour has one
 * set, as long as that is small or is changed where it lies.
 *
 * <p>Where a change writes the whole value (RocksDB), a set that is full is put aside and never
 * written again, and another one begins. Whether an identity is in one of those put aside tell
 * {@link IdFilters}, so that almost no new identity has them read. A full set has {@link
 * #SMALLEST_FULL} identities, or {@link #SHARE_OF_EARLIER} of all before it if that is more, so
 * that there are few sets however many identities an hour has.
 *
 * <p>Every set lives until the time-to-live has passed since it was last changed or hit. Task
 * thread only.
 */
final class SeenByHour {
    private static final int SMALLEST_FULL = 64;

    /** The reciprocal. */
    private static final int SHARE_OF_EARLIER = 4;

    /** The hours that come before a full set's number in its place. */
    private static final long HOURS = 1L << 40;

    private final SeenBuckets newest;
    private final HotMapState<SeenIds> full;
    private final HotMapState<IdFilters> filters;

    /**
     * @param newest sets that are written to, by hour
     * @param full sets that are not, by hour and number
     * @param filters of the full sets, by hour
     */
    SeenByHour(
            HotMapState<SeenIds> newest,
            HotMapState<SeenIds> full,
            HotMapState<IdFilters> filters) {
        this.newest = new SeenBuckets(newest);
        this.full = full;
        this.filters = filters;
    }

    /**
     * Remembers an identity; whether it was there already.
     *
     * @param expiresAt until when, processing time
     * @param timers is told when to look for sets whose time has come
     */
    boolean remember(String sensor, long hour, long hash, long expiresAt, LongConsumer timers)
            throws Exception {
        SeenIds seen = newest.find(sensor, hour);
        if (seen == null || isAlone(seen) || seen.contains(hash)) {
            return newest.remember(sensor, hour, seen, hash, expiresAt, timers);
        }
        IdFilters known = seen.followsOthers() ? filters.find(sensor, hour) : null;
        if (known != null && isInFullSet(sensor, hour, hash, known, expiresAt)) {
            newest.renew(sensor, hour, seen, expiresAt, timers);
            return true;
        }
        SeenIds room = isFull(seen, known) ? putAside(sensor, hour, seen, known) : seen;
        return newest.remember(sensor, hour, room, hash, expiresAt, timers);
    }

    /** Whether no other set matters: the usual case. */
    private boolean isAlone(SeenIds seen) {
        return !seen.followsOthers() && (seen.size() < SMALLEST_FULL || newest.inPlace());
    }

    private boolean isFull(SeenIds seen, @Nullable IdFilters known) {
        int earlier = known == null ? 0 : known.hashes();
        return seen.size() >= Math.max(SMALLEST_FULL, earlier / SHARE_OF_EARLIER)
                && !newest.inPlace();
    }

    /** An empty set in the place of a full one. */
    private SeenIds putAside(
            String sensor, long hour, SeenIds seen, @Nullable IdFilters knownOrNull)
            throws Exception {
        IdFilters known = knownOrNull == null ? new IdFilters() : knownOrNull;
        full.putAside(sensor, placeOf(hour, known.sets()), seen);
        known.add(seen.hashes());
        known.expireAt(seen.expiresAt());
        if (knownOrNull == null) {
            filters.put(sensor, hour, known);
        } else {
            filters.changed(sensor, hour, known);
        }
        SeenIds empty = new SeenIds();
        empty.followOthers();
        empty.expireAt(seen.expiresAt());
        newest.put(sensor, hour, empty);
        return empty;
    }

    /** If it is, its set lives on. */
    private boolean isInFullSet(
            String sensor, long hour, long hash, IdFilters known, long expiresAt) throws Exception {
        for (int set = known.next(0, hash); set >= 0; set = known.next(set + 1, hash)) {
            SeenIds seen = full.peek(placeOf(hour, set));
            if (seen != null && seen.contains(hash)) {
                seen.expireAt(expiresAt);
                full.putAside(sensor, placeOf(hour, set), seen);
                known.expireAt(expiresAt);
                filters.changed(sensor, hour, known);
                return true;
            }
        }
        return false;
    }

    /** Of a full set, counted from 0. Readings are nearer to 1970 than {@link #HOURS}. */
    private static long placeOf(long hour, int set) {
        return (set + 1) * HOURS + hour;
    }

    /** Drops the sets of the current key whose time has come. */
    void dropExpired(String sensor, long now) throws Exception {
        newest.dropExpired(sensor, now);
        full.removeIf(sensor, seen -> seen.expiresAt() <= now);
        filters.removeIf(sensor, known -> known.expiresAt() <= now);
    }
}
