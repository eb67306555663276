package io.pythoflow.job.ingest;

import java.util.function.LongConsumer;

/** A set of 64-bit hashes of sensor ids. Not thread-safe. */
final class KnownSensors {

    /** Stands for the hash 0, which marks a free slot. */
    private static final long ZERO = 1;

    private long[] table = new long[OpenAddressing.capacityFor(1)];
    private int size;

    boolean contains(long sensor) {
        long hash = stored(sensor);
        return table[OpenAddressing.slotOf(table, hash)] == hash;
    }

    void add(long sensor) {
        long hash = stored(sensor);
        int slot = OpenAddressing.slotOf(table, hash);
        if (table[slot] == hash) {
            return;
        }
        if (!OpenAddressing.hasRoomFor(size + 1, table.length)) {
            grow();
            slot = OpenAddressing.slotOf(table, hash);
        }
        table[slot] = hash;
        size++;
    }

    int size() {
        return size;
    }

    void forEach(LongConsumer action) {
        for (long hash : table) {
            if (hash != 0) {
                action.accept(hash);
            }
        }
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

    private static long stored(long sensor) {
        return sensor == 0 ? ZERO : sensor;
    }
}
