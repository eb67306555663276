package io.pythoflow.sim.field;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Messages on their way, in the order in which they will be sent. */
final class Outbox {

    private record Entry(long serial, OutgoingMessage message) {}

    private final PriorityQueue<Entry> waiting =
            new PriorityQueue<>(
                    Comparator.comparingLong((Entry entry) -> entry.message().sendMillis())
                            .thenComparingLong(Entry::serial));
    private long nextSerial;

    void add(OutgoingMessage message) {
        waiting.add(new Entry(nextSerial++, message));
    }

    /** Takes out everything to be sent up to a time. */
    List<OutgoingMessage> takeUntil(long nowMillis) {
        List<OutgoingMessage> due = new ArrayList<>();
        while (nextMillis() <= nowMillis) {
            due.add(waiting.remove().message());
        }
        return due;
    }

    /** When the next message is to be sent; {@link Long#MAX_VALUE} if none waits. */
    long nextMillis() {
        Entry next = waiting.peek();
        return next == null ? Long.MAX_VALUE : next.message().sendMillis();
    }
}
