package io.pythoflow.job.mqtt;

import java.util.List;

/**
 * A session that a broker has confirmed.
 *
 * @param broker where, as its address is written; empty if a former version did not note it
 * @param filters that it is subscribed to, the shared group included
 * @param live whether its newest messages were of the present
 */
record KnownSession(String broker, List<String> filters, boolean live) {
    KnownSession {
        filters = List.copyOf(filters);
    }

    KnownSession withLiveness(SlotLiveness liveness) {
        return new KnownSession(broker, filters, liveness.live());
    }
}
