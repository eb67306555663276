package io.pythoflow.job.mqtt;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What outlives a restart: which sessions the broker was left with. No progress is in it, since the
 * broker keeps what is not acknowledged.
 *
 * @param sessions by slot
 */
record MqttEnumeratorState(SortedMap<Integer, KnownSession> sessions) {
    MqttEnumeratorState {
        sessions = Collections.unmodifiableSortedMap(new TreeMap<>(sessions));
    }
}
