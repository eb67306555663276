package io.pythoflow.job.mqtt.transport;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Acknowledges what arrives at once, and remembers everything. */
final class AcknowledgingListener implements MqttListener {
    final RecordingListener heard = new RecordingListener();
    private final MqttTransport transport;

    AcknowledgingListener(MqttTransport transport) {
        this.transport = transport;
    }

    List<String> texts() {
        return heard.messages.stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void received(InboundMessage message) {
        heard.received(message);
        transport.acknowledge(message.connection(), new int[] {message.packetId()});
    }

    @Override
    public void connected(long connection, SessionState session) {
        heard.connected(connection, session);
    }

    @Override
    public void subscribed(long connection) {
        heard.subscribed(connection);
    }

    @Override
    public void receivedAll() {}

    @Override
    public void acknowledged(long connection, int count, long writtenAt) {
        heard.acknowledged(connection, count, writtenAt);
    }

    @Override
    public void disconnected(long connection, Disconnect disconnect) {
        heard.disconnected(connection, disconnect);
    }

    @Override
    public void sessionEnded(long connection) {}

    @Override
    public void failed(MqttFatalException failure) {
        heard.failed(failure);
    }
}
