package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.transport.Disconnect;
import io.pythoflow.job.mqtt.transport.InboundMessage;
import io.pythoflow.job.mqtt.transport.MqttFatalException;
import io.pythoflow.job.mqtt.transport.SessionState;

/** What the event loop tells the task thread. Slots are named by their index. */
sealed interface SlotEvent {
    /** Time has passed: watermarks, idleness and metrics are due. Concerns the whole reader. */
    record Tick() implements SlotEvent {}

    /** Something that happened to one slot. */
    sealed interface OfSlot extends SlotEvent {
        int slot();
    }

    /** A slot's message. */
    record Received(int slot, InboundMessage message) implements OfSlot {}

    /** A slot's connection was accepted. */
    record Connected(int slot, SessionState session) implements OfSlot {}

    /** A slot's filters are all subscribed. */
    record Subscribed(int slot) implements OfSlot {}

    /** So many acknowledgements of a slot were written. */
    record Acknowledged(int slot, int count, long writtenAt) implements OfSlot {}

    /** A slot's connection is gone. */
    record Disconnected(int slot, Disconnect disconnect) implements OfSlot {}

    /** A drained slot's session is no more. */
    record SessionEnded(int slot) implements OfSlot {}

    /** A slot can never connect again. */
    record Failed(MqttFatalException failure) implements SlotEvent {}
}
