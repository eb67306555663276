package io.pythoflow.job.mqtt.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers everything that a transport says. */
final class RecordingListener implements MqttListener {
    final List<BrokerLimits> limits = new CopyOnWriteArrayList<>();
    final List<SessionState> sessions = new CopyOnWriteArrayList<>();
    final List<Long> subscribed = new CopyOnWriteArrayList<>();
    final List<InboundMessage> messages = new CopyOnWriteArrayList<>();
    final List<Disconnect> disconnects = new CopyOnWriteArrayList<>();
    final List<MqttFatalException> failures = new CopyOnWriteArrayList<>();
    final List<Long> sessionsEnded = new CopyOnWriteArrayList<>();
    final AtomicInteger acknowledged = new AtomicInteger();

    @Override
    public void limits(long connection, BrokerLimits announced) {
        limits.add(announced);
    }

    @Override
    public void connected(long connection, SessionState session) {
        sessions.add(session);
    }

    @Override
    public void subscribed(long connection) {
        subscribed.add(connection);
    }

    @Override
    public void received(InboundMessage message) {
        messages.add(message);
    }

    @Override
    public void receivedAll() {}

    @Override
    public void acknowledged(long connection, int count, long writtenAt) {
        acknowledged.addAndGet(count);
    }

    @Override
    public void disconnected(long connection, Disconnect disconnect) {
        disconnects.add(disconnect);
    }

    @Override
    public void sessionEnded(long connection) {
        sessionsEnded.add(connection);
    }

    @Override
    public void failed(MqttFatalException failure) {
        failures.add(failure);
    }
}
