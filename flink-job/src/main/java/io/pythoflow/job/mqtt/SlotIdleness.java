package io.pythoflow.job.mqtt;

import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Reader to enumerator, on every change: whether a slot has been connected and subscribed with
 * nothing received and nothing unacknowledged for as long as ends the source.
 */
record SlotIdleness(int slot, boolean idle) implements SourceEvent {}
