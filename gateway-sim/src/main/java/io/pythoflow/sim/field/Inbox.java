package io.pythoflow.sim.field;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the gateways from outside. Network threads put, the field's thread takes and
 * waits; each event keeps its time, so that a field which lags behind takes it in its place.
 */
final class Inbox {

    /** Beyond it nothing more is taken: whoever sends so much to a field means no good. */
    private static final int MOST_WAITING = 10_000;

    private final InstantSource clock;
    private final Deque<Event> waiting = new ArrayDeque<>();

    Inbox(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Something that happened.
     *
     * @param effect on the field at a time in epoch ms
     * @param atMillis when it happened, epoch ms
     */
    record Event(ObjLongConsumer<FieldSimulation> effect, long atMillis) {}

    synchronized void put(ObjLongConsumer<FieldSimulation> effect) {
        if (waiting.size() < MOST_WAITING) {
            waiting.add(new Event(effect, clock.millis()));
            notifyAll();
        }
    }

    /** Takes the oldest event up to a time; null if there is none. */
    synchronized @Nullable Event pollUntil(long epochMillis) {
        return nextMillis() <= epochMillis ? waiting.remove() : null;
    }

    /** Returns at a time, or before it as soon as something has happened. */
    synchronized void awaitUntil(long epochMillis) throws InterruptedException {
        long millis = Math.min(epochMillis, nextMillis()) - clock.millis();
        while (millis > 0) {
            wait(millis);
            millis = Math.min(epochMillis, nextMillis()) - clock.millis();
        }
    }

    private long nextMillis() {
        Event next = waiting.peek();
        return next == null ? Long.MAX_VALUE : next.atMillis();
    }
}
