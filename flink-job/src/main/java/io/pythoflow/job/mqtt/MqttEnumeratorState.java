package io.pythoflow.job.mqtt;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What outlives a restart: with which sessions and subscriptions the broker was left. No progress
 * is in it, since the broker keeps what is not acknowledged.
 *
 * @param slots number of sessions
 * @param sharedGroup null if the filters are subscribed plainly
 * @param filters as configured
 * @param knownSessions slots whose session the broker has confirmed
 */
record MqttEnumeratorState(
        int slots,
        @Nullable String sharedGroup,
        List<String> filters,
        SortedSet<Integer> knownSessions) {
    MqttEnumeratorState {
        filters = List.copyOf(filters);
        knownSessions = new TreeSet<>(knownSessions);
    }
}
