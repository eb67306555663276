package io.pythoflow.job.ingest;

/**
 * When a sensor last sent which content, for payloads that carry neither id nor time. Sixteen bytes
 * for each content, doubled at worst; contents that were not sent for {@link #REMEMBERED_HORIZONS}
 * horizons are dropped when room is needed.
 */
final class RecentContents {
    /**
     * How many horizons a content is remembered: the first tells copies from repetitions, the
     * others only let repetitions be counted.
     */
    static final int REMEMBERED_HORIZONS = 10;

    /** How a content stands to the last equal one that was counted. */
    enum Occurrence {
        FIRST,
        WITHIN_HORIZON,
        BEYOND_HORIZON
    }

    private long[] contents = new long[OpenAddressing.capacityFor(1)];
    private long[] countedAt = new long[contents.length];
    private int size;
    private long newest = Long.MIN_VALUE;
    private long expiresAt;

    /**
     * Notes a content. Measured from the last one that counted, not from the last that came: a
     * sensor stuck at one value still yields a reading per horizon.
     *
     * @param receivedAt epoch milliseconds; may run backwards a little between connections
     */
    Occurrence observe(long content, long receivedAt, long horizonMillis) {
        newest = Math.max(newest, receivedAt);
        int slot = OpenAddressing.slotOf(contents, content);
        if (contents[slot] == content) {
            if (Math.abs(receivedAt - countedAt[slot]) < horizonMillis) {
                return Occurrence.WITHIN_HORIZON;
            }
            countedAt[slot] = Math.max(countedAt[slot], receivedAt);
            return Occurrence.BEYOND_HORIZON;
        }
        if (!OpenAddressing.hasRoomFor(size + 1, contents.length)) {
            rebuild(newest - REMEMBERED_HORIZONS * horizonMillis);
        }
        put(content, receivedAt);
        return Occurrence.FIRST;
    }

    int size() {
        return size;
    }

    /** Slots taken in memory, sixteen bytes each. */
    int capacity() {
        return contents.length;
    }

    /** Processing time, epoch milliseconds, from which on all may be dropped. */
    long expiresAt() {
        return expiresAt;
    }

    void expireAt(long processingTime) {
        expiresAt = processingTime;
    }

    RecentContents copy() {
        RecentContents copy = new RecentContents();
        copy.contents = contents.clone();
        copy.countedAt = countedAt.clone();
        copy.size = size;
        copy.newest = newest;
        copy.expiresAt = expiresAt;
        return copy;
    }

    /** What a serializer does with each content. */
    interface Visitor<E extends Exception> {
        void visit(long content, long countedAt) throws E;
    }

    <E extends Exception> void forEach(Visitor<E> visitor) throws E {
        for (int slot = 0; slot < contents.length; slot++) {
            if (contents[slot] != 0) {
                visitor.visit(contents[slot], countedAt[slot]);
            }
        }
    }

    /** Puts back what {@link #forEach} gave. */
    void restore(long content, long restoredCountedAt) {
        if (!OpenAddressing.hasRoomFor(size + 1, contents.length)) {
            rebuild(Long.MIN_VALUE);
        }
        newest = Math.max(newest, restoredCountedAt);
        put(content, restoredCountedAt);
    }

    private void put(long content, long at) {
        int slot = OpenAddressing.slotOf(contents, content);
        contents[slot] = content;
        countedAt[slot] = at;
        size++;
    }

    private void rebuild(long oldest) {
        long[] oldContents = contents;
        long[] oldCountedAt = countedAt;
        int kept = 0;
        for (int slot = 0; slot < oldContents.length; slot++) {
            if (oldContents[slot] != 0 && oldCountedAt[slot] >= oldest) {
                kept++;
            }
        }
        // Room for as many again as half of what stays, so that rebuilding stays rare.
        contents = new long[OpenAddressing.capacityFor(kept + kept / 2 + 1)];
        countedAt = new long[contents.length];
        size = 0;
        for (int slot = 0; slot < oldContents.length; slot++) {
            if (oldContents[slot] != 0 && oldCountedAt[slot] >= oldest) {
                put(oldContents[slot], oldCountedAt[slot]);
            }
        }
    }
}
