package io.pythoflow.job.ingest;

import java.util.Arrays;

/**
 * The identities of one sensor that were seen in one bucket of time: a set of 64-bit hashes that
 * takes 10 to 16 bytes for each once it holds a few dozen. Knows when all of it may be forgotten.
 */
final class SeenIds {
    private long[] table;
    private int size;
    private long expiresAt;

    SeenIds() {
        this(new long[OpenAddressing.capacityFor(1)], 0, 0);
    }

    private SeenIds(long[] table, int size, long expiresAt) {
        this.table = table;
        this.size = size;
        this.expiresAt = expiresAt;
    }

    /** An empty set with room for so many. */
    static SeenIds sized(int size, long expiresAt) {
        return new SeenIds(new long[OpenAddressing.capacityFor(size)], 0, expiresAt);
    }

    boolean contains(long hash) {
        return table[OpenAddressing.slotOf(table, hash)] == hash;
    }

    /** Whether the hash is new. */
    boolean add(long hash) {
        int slot = OpenAddressing.slotOf(table, hash);
        if (table[slot] == hash) {
            return false;
        }
        if (!OpenAddressing.hasRoomFor(size + 1, table.length)) {
            grow();
            slot = OpenAddressing.slotOf(table, hash);
        }
        table[slot] = hash;
        size++;
        return true;
    }

    int size() {
        return size;
    }

    /** Slots taken in memory, eight bytes each. */
    int capacity() {
        return table.length;
    }

    /** Processing time, epoch milliseconds, from which on the set may be dropped. */
    long expiresAt() {
        return expiresAt;
    }

    void expireAt(long processingTime) {
        expiresAt = processingTime;
    }

    long[] hashes() {
        return Arrays.stream(table).filter(hash -> hash != 0).toArray();
    }

    SeenIds copy() {
        return new SeenIds(table.clone(), size, expiresAt);
    }

    private void grow() {
        long[] smaller = table;
        table = new long[OpenAddressing.grown(smaller.length)];
        for (long hash : smaller) {
            if (hash != 0) {
                table[OpenAddressing.slotOf(table, hash)] = hash;
            }
        }
    }
}
