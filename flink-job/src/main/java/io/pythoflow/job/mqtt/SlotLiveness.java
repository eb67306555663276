package io.pythoflow.job.mqtt;

import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Reader to enumerator, on every change: whether a slot's newest messages are of the present. Known
 * after a restart, it lets windows close that were open before it, should nothing more come.
 */
record SlotLiveness(int slot, boolean live) implements SourceEvent {}
