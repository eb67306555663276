package io.pythoflow.job.ingest;

/**
 * The identities of one sensor that were seen in one bucket of time: a set of 64-bit hashes that
 * takes 10 to 16 bytes for each once it holds a few dozen. Knows when all of it may be forgotten.
 */
final class SeenIds {
    private long[] table;

    /** Whether a copy has the same table, so that it must not be written to. */
    private boolean tableShared;

    private int size;
    private long expiresAt;

    private boolean followsOthers;

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
        } else if (tableShared) {
            table = table.clone();
            tableShared = false;
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

    /** Of the object and its table, roughly. */
    long heapBytes() {
        return 56 + 8L * table.length;
    }

    /** Processing time, epoch milliseconds, from which on the set may be dropped. */
    long expiresAt() {
        return expiresAt;
    }

    void expireAt(long processingTime) {
        expiresAt = processingTime;
    }

    /** Whether there were sets of the same bucket before this one, and may still be. */
    boolean followsOthers() {
        return followsOthers;
    }

    /** Notes that another set of the same bucket was full. */
    void followOthers() {
        followsOthers = true;
    }

    long[] hashes() {
        long[] hashes = new long[size];
        int next = 0;
        for (long hash : table) {
            if (hash != 0) {
                hashes[next++] = hash;
            }
        }
        return hashes;
    }

    /**
     * A set that can go its own way. Both have one table until one of them needs another hash: a
     * snapshot copies all hours of a sensor, and most of them stay as they are.
     */
    SeenIds copy() {
        tableShared = true;
        SeenIds copy = new SeenIds(table, size, expiresAt);
        copy.followsOthers = followsOthers;
        copy.tableShared = true;
        return copy;
    }

    private void grow() {
        long[] smaller = table;
        table = new long[OpenAddressing.grown(smaller.length)];
        tableShared = false;
        for (long hash : smaller) {
            if (hash != 0) {
                table[OpenAddressing.slotOf(table, hash)] = hash;
            }
        }
    }
}
