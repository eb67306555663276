package io.pythoflow.job.mqtt;

import org.apache.flink.api.connector.source.SourceEvent;

/** Reader to enumerator: the broker holds a session with every subscription of this slot. */
record SlotEstablished(int slot) implements SourceEvent {}
