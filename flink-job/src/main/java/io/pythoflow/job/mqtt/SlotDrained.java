package io.pythoflow.job.mqtt;

import org.apache.flink.api.connector.source.SourceEvent;

/** Reader to enumerator: the abandoned session of this slot is empty, and ended at the broker. */
record SlotDrained(int slot) implements SourceEvent {}
