package io.pythoflow.job.mqtt.sink;

import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.mqtt.transport.ConnectionSettings;
import io.pythoflow.job.mqtt.transport.Disconnect;
import io.pythoflow.job.mqtt.transport.InboundMessage;
import io.pythoflow.job.mqtt.transport.MqttFatalException;
import io.pythoflow.job.mqtt.transport.MqttListener;
import io.pythoflow.job.mqtt.transport.MqttTransport;
import io.pythoflow.job.mqtt.transport.NettyMqttTransport;
import io.pythoflow.job.mqtt.transport.SessionState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Receives what is published to a filter, and remembers it. */
public final class RecordingSubscriber implements MqttListener, AutoCloseable {
    private final EventLoopGroup loop = new NioEventLoopGroup(1);
    private final MqttTransport transport;

    /** Guarded by itself. */
    private final List<String> texts = new ArrayList<>();

    private volatile boolean subscribed;

    private RecordingSubscriber(BrokerAddress broker, String filter) {
        transport =
                NettyMqttTransport.create(
                        loop.next(),
                        new ConnectionSettings(
                                broker,
                                "recording-subscriber",
                                List.of(filter),
                                List.of(),
                                false,
                                false,
                                100,
                                Duration.ofHours(1),
                                Duration.ofSeconds(30),
                                256 * 1024));
    }

    /** Returns when the broker holds the subscription. */
    public static RecordingSubscriber start(BrokerAddress broker, String filter) {
        RecordingSubscriber subscriber = new RecordingSubscriber(broker, filter);
        subscriber.transport.start(subscriber);
        await().atMost(Duration.ofSeconds(20)).until(() -> subscriber.subscribed);
        return subscriber;
    }

    public List<String> texts() {
        synchronized (texts) {
            return List.copyOf(texts);
        }
    }

    @Override
    public void received(InboundMessage message) {
        synchronized (texts) {
            texts.add(new String(message.payload(), StandardCharsets.UTF_8));
        }

        transport.acknowledge(message.connection(), new int[] {message.packetId()});
    }

    @Override
    public void subscribed(long connection) {
        subscribed = true;
    }

    @Override
    public void connected(long connection, SessionState session) {}

    @Override
    public void receivedAll() {}

    @Override
    public void acknowledged(long connection, int count, long writtenAt) {}

    @Override
    public void disconnected(long connection, Disconnect disconnect) {}

    @Override
    public void sessionEnded(long connection) {}

    @Override
    public void failed(MqttFatalException failure) {}

    @Override
    public void close() {
        transport.close().orTimeout(10, TimeUnit.SECONDS).join();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
