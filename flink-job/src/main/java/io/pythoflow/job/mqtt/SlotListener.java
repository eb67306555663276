package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.transport.Disconnect;
import io.pythoflow.job.mqtt.transport.InboundMessage;
import io.pythoflow.job.mqtt.transport.MqttFatalException;
import io.pythoflow.job.mqtt.transport.MqttListener;
import io.pythoflow.job.mqtt.transport.SessionState;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings what happens to a slot's connection from the event loop to the task thread. Messages that
 * arrive together are handed over together, since each time costs a lock. Event loop only.
 */
final class SlotListener implements MqttListener {
    /** Messages after which the task thread gets them, whatever else has arrived. */
    static final int MOST_GATHERED = 256;

    private final int slot;
    private final FlowControl flow;
    private final Handover<SlotEvent> handover;
    private final List<SlotEvent> gathered = new ArrayList<>(MOST_GATHERED);
    private int gatheredBytes;

    SlotListener(int slot, FlowControl flow, Handover<SlotEvent> handover) {
        this.slot = slot;
        this.flow = flow;
        this.handover = handover;
    }

    @Override
    public void connected(long connection, SessionState session) {
        tell(new SlotEvent.Connected(slot, session));
    }

    @Override
    public void subscribed(long connection) {
        tell(new SlotEvent.Subscribed(slot));
    }

    @Override
    public void received(InboundMessage message) {
        gathered.add(new SlotEvent.Received(slot, message));
        gatheredBytes += message.payload().length;
        if (gathered.size() == MOST_GATHERED || gatheredBytes >= FlowControl.MAXIMUM_BYTES) {
            handOver();
        }
    }

    @Override
    public void receivedAll() {
        handOver();
        handover.wake();
    }

    private void handOver() {
        if (!gathered.isEmpty()) {
            flow.received(gathered.size(), gatheredBytes);
            handover.putAll(gathered);
            gathered.clear();
            gatheredBytes = 0;
        }
    }

    /** After the messages before it. */
    private void tell(SlotEvent event) {
        handOver();
        handover.putAndWake(event);
    }

    @Override
    public void acknowledged(long connection, int count, long writtenAt) {
        tell(new SlotEvent.Acknowledged(slot, count, writtenAt));
    }

    @Override
    public void disconnected(long connection, Disconnect disconnect) {
        tell(new SlotEvent.Disconnected(slot, disconnect));
    }

    @Override
    public void sessionEnded(long connection) {
        tell(new SlotEvent.SessionEnded(slot));
    }

    @Override
    public void failed(MqttFatalException failure) {
        tell(new SlotEvent.Failed(failure));
    }
}
