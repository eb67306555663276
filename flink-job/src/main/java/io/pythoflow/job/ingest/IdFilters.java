package io.pythoflow.job.ingest;

import java.util.Arrays;

/**
 * Tells of sets of hashes, without having them, which one cannot hold a hash: a Bloom filter for
 * each, of 12 bits for every hash, that is wrong about one absent hash in 250 or so.
 *
 * <p>Sets are added and never change, so copies share their filters.
 */
final class IdFilters {
    private static final int BITS_PER_HASH = 12;

    /** How many bits a hash sets. */
    private static final int PROBES = 6;

    private static final long[][] NONE = {};

    private long[][] filters;
    private int hashes;
    private long expiresAt;

    IdFilters() {
        this(NONE, 0, 0);
    }

    /**
     * @param filters one for each set
     * @param hashes in all sets
     */
    IdFilters(long[][] filters, int hashes, long expiresAt) {
        this.filters = filters;
        this.hashes = hashes;
        this.expiresAt = expiresAt;
    }

    /** Adds the filter of a set behind the others. */
    void add(long[] set) {
        int words = (set.length * BITS_PER_HASH + Long.SIZE - 1) / Long.SIZE;
        long[] filter = new long[Math.max(1, words)];
        for (long hash : set) {
            long probe = hash;
            for (int i = 0; i < PROBES; i++) {
                int bit = bitOf(probe, filter);
                filter[bit / Long.SIZE] |= 1L << bit;
                probe = next(probe, hash);
            }
        }
        long[][] more = Arrays.copyOf(filters, filters.length + 1);
        more[filters.length] = filter;
        filters = more;
        hashes += set.length;
    }

    /**
     * The next set that may hold the hash, counted from 0; -1 if none of the rest does.
     *
     * @param from the first set that is asked about
     */
    int next(int from, long hash) {
        for (int i = from; i < filters.length; i++) {
            if (mayHold(filters[i], hash)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean mayHold(long[] filter, long hash) {
        long probe = hash;
        for (int i = 0; i < PROBES; i++) {
            int bit = bitOf(probe, filter);
            if ((filter[bit / Long.SIZE] & 1L << bit) == 0) {
                return false;
            }
            probe = next(probe, hash);
        }
        return true;
    }

    /** By the lower half: sets spread their hashes by the upper. */
    private static int bitOf(long probe, long[] filter) {
        return (int) (((probe & 0xFFFF_FFFFL) * ((long) filter.length * Long.SIZE)) >>> 32);
    }

    /** Two independent halves make as many independent hashes (Kirsch and Mitzenmacher, 2006). */
    private static long next(long probe, long hash) {
        return probe + (hash >>> 32 | 1);
    }

    /** How many sets there are. */
    int sets() {
        return filters.length;
    }

    /** How many hashes all sets hold together. */
    int hashes() {
        return hashes;
    }

    long[][] filters() {
        return filters;
    }

    /** Processing time, epoch milliseconds, from which on the sets may be dropped. */
    long expiresAt() {
        return expiresAt;
    }

    void expireAt(long processingTime) {
        expiresAt = processingTime;
    }

    IdFilters copy() {
        return new IdFilters(filters, hashes, expiresAt);
    }

    /** Of this and its filters, roughly. */
    long heapBytes() {
        long bytes = 56;
        for (long[] filter : filters) {
            bytes += 24 + 8L * filter.length;
        }
        return bytes;
    }
}
