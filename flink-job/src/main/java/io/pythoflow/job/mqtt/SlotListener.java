package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.transport.Disconnect;
import io.pythoflow.job.mqtt.transport.InboundMessage;
import io.pythoflow.job.mqtt.transport.MqttFatalException;
import io.pythoflow.job.mqtt.transport.MqttListener;
import io.pythoflow.job.mqtt.transport.SessionState;

/** Brings what happens to a slot's connection from the event loop to the task thread. */
final class SlotListener implements MqttListener {
    private final int slot;
    private final FlowControl flow;
    private final Handover<SlotEvent> handover;

    SlotListener(int slot, FlowControl flow, Handover<SlotEvent> handover) {
        this.slot = slot;
        this.flow = flow;
        this.handover = handover;
    }

    @Override
    public void connected(long connection, SessionState session) {
        handover.putAndWake(new SlotEvent.Connected(slot, session));
    }

    @Override
    public void subscribed(long connection) {
        handover.putAndWake(new SlotEvent.Subscribed(slot));
    }

    @Override
    public void received(InboundMessage message) {
        handover.put(new SlotEvent.Received(slot, message));
        flow.received(message.payload().length);
    }

    @Override
    public void receivedAll() {
        handover.wake();
    }

    @Override
    public void acknowledged(long connection, int count, long writtenAt) {
        handover.putAndWake(new SlotEvent.Acknowledged(slot, count, writtenAt));
    }

    @Override
    public void disconnected(long connection, Disconnect disconnect) {
        handover.putAndWake(new SlotEvent.Disconnected(slot, disconnect));
    }

    @Override
    public void sessionEnded(long connection) {
        handover.putAndWake(new SlotEvent.SessionEnded(slot));
    }

    @Override
    public void failed(MqttFatalException failure) {
        handover.putAndWake(new SlotEvent.Failed(failure));
    }
}
