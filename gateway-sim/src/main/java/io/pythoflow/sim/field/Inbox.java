package io.pythoflow.sim.field;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What arrives for the gateways. Network threads put, the field's thread takes and waits; each
 * message keeps the time of its arrival, so that a field which lags behind obeys it in its place.
 */
final class Inbox {

    /** Who never reads gets no more; a gateway's own queue is shorter. */
    private static final int MOST_WAITING = 10_000;

    private final InstantSource clock;
    private final Deque<Arrival> waiting = new ArrayDeque<>();

    Inbox(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A message for a gateway.
     *
     * @param atMillis when it arrived, epoch ms
     */
    record Arrival(String gatewayId, String topic, byte[] payload, long atMillis) {}

    synchronized void put(String gatewayId, String topic, byte[] payload) {
        if (waiting.size() < MOST_WAITING) {
            waiting.add(new Arrival(gatewayId, topic, payload, clock.millis()));
            notifyAll();
        }
    }

    /** Takes the oldest message that arrived up to a time; null if there is none. */
    synchronized @Nullable Arrival pollUntil(long epochMillis) {
        return nextMillis() <= epochMillis ? waiting.remove() : null;
    }

    /** Returns at a time, or before it as soon as a message is there. */
    synchronized void awaitUntil(long epochMillis) throws InterruptedException {
        long millis = Math.min(epochMillis, nextMillis()) - clock.millis();
        while (millis > 0) {
            wait(millis);
            millis = Math.min(epochMillis, nextMillis()) - clock.millis();
        }
    }

    private long nextMillis() {
        Arrival next = waiting.peek();
        return next == null ? Long.MAX_VALUE : next.atMillis();
    }
}
