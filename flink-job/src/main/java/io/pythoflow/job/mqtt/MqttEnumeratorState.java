package io.pythoflow.job.mqtt;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What outlives a restart: which sessions the broker was left with. No progress is in it, since the
 * broker keeps what is not acknowledged.
 *
 * @param sessions by slot, the filters that a session the broker has confirmed is subscribed to,
 *     the shared group included
 */
record MqttEnumeratorState(SortedMap<Integer, List<String>> sessions) {
    MqttEnumeratorState {
        sessions = Collections.unmodifiableSortedMap(new TreeMap<>(sessions));
    }
}
