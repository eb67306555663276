package io.pythoflow.bench.transport;

import io.pythoflow.job.mqtt.transport.Disconnect;
import io.pythoflow.job.mqtt.transport.InboundMessage;
import io.pythoflow.job.mqtt.transport.MqttFatalException;
import io.pythoflow.job.mqtt.transport.MqttListener;
import io.pythoflow.job.mqtt.transport.MqttTransport;
import io.pythoflow.job.mqtt.transport.SessionState;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Receives from the job's transport and holds packet ids until told to acknowledge them. Event loop
 * only. A lost connection spoils the run, since the broker sends what was held again.
 */
final class HoldingListener implements MqttListener {
    private static final int FIRST_CAPACITY = 1024;

    private final MqttTransport transport;
    private final Meter meter;
    private final Runnable subscribed;
    private final Consumer<String> spoilt;
    private int[] packetIds = new int[FIRST_CAPACITY];
    private int held;
    private long connection;

    HoldingListener(
            MqttTransport transport, Meter meter, Runnable subscribed, Consumer<String> spoilt) {
        this.transport = transport;
        this.meter = meter;
        this.subscribed = subscribed;
        this.spoilt = spoilt;
    }

    @Override
    public void received(InboundMessage message) {
        if (held == packetIds.length) {
            packetIds = Arrays.copyOf(packetIds, 2 * held);
        }
        packetIds[held++] = message.packetId();
        meter.received(message.topic(), message.payload());
    }

    void acknowledge() {
        if (held > 0) {
            transport.acknowledge(connection, Arrays.copyOf(packetIds, held));
            held = 0;
        }
    }

    @Override
    public void connected(long connectionNumber, SessionState session) {
        connection = connectionNumber;
    }

    @Override
    public void subscribed(long connectionNumber) {
        subscribed.run();
    }

    @Override
    public void receivedAll() {}

    @Override
    public void acknowledged(long connectionNumber, int count, long writtenAt) {}

    @Override
    public void disconnected(long connectionNumber, Disconnect disconnect) {
        spoilt.accept(disconnect.reason());
    }

    @Override
    public void sessionEnded(long connectionNumber) {}

    @Override
    public void failed(MqttFatalException failure) {
        spoilt.accept(failure.getMessage());
    }
}
