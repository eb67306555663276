package io.pythoflow.job.ingest;

/**
 * Linear probing in an array of hashes in which 0 marks a free slot. Tables grow by half, so they
 * are between half and four fifths full; hashes are spread by their upper bits, which needs no
 * power of two.
 */
final class OpenAddressing {
    private static final int SMALLEST = 2;

    private OpenAddressing() {}

    /** The slot that holds the hash, or the free one where it belongs. */
    static int slotOf(long[] table, long hash) {
        int slot = (int) (((hash >>> 32) * table.length) >>> 32);
        while (table[slot] != 0 && table[slot] != hash) {
            slot = slot + 1 == table.length ? 0 : slot + 1;
        }
        return slot;
    }

    /** Whether a table of this capacity has room for so many hashes and a free slot to stop at. */
    static boolean hasRoomFor(int size, int capacity) {
        return size * 5L <= capacity * 4L;
    }

    /** The next larger capacity. */
    static int grown(int capacity) {
        return capacity + capacity / 2 + 1;
    }

    /** The capacity that a table has after growing to a size. */
    static int capacityFor(int size) {
        int capacity = SMALLEST;
        while (!hasRoomFor(size, capacity)) {
            capacity = grown(capacity);
        }
        return capacity;
    }
}
