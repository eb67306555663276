package io.pythoflow.job.mqtt.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.pythoflow.job.mqtt.quirks.Quirks;
import io.pythoflow.job.mqtt.quirks.QuirksBroker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client whose session ends with each connection. */
class CleanSessionTest {
    private final QuirksBroker broker = QuirksBroker.start(Quirks.AWS);
    private final EventLoopGroup loop = new NioEventLoopGroup(1);
    private final RecordingListener heard = new RecordingListener();
    private final MqttTransport transport =
            NettyMqttTransport.create(
                    loop.next(),
                    new ConnectionSettings(
                            broker.address(),
                            "clean",
                            List.of("system/updates"),
                            List.of(),
                            false,
                            false,
                            100,
                            Duration.ZERO,
                            Duration.ofSeconds(30),
                            64 * 1024));

    @AfterEach
    void stop() {
        transport.close().orTimeout(10, TimeUnit.SECONDS).join();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
        broker.close();
    }

    @Test
    void everyConnectionStartsCleanAndReceivesWhatIsRetained() {
        broker.publishRetained("system/updates", "first".getBytes(UTF_8));
        transport.start(heard);
        await().until(() -> heard.messages.size() == 1);
        broker.cutConnections();
        await().until(() -> heard.messages.size() == 2);

        assertThat(heard.messages)
                .allSatisfy(message -> assertThat(message.retained()).isTrue())
                .extracting(message -> new String(message.payload(), UTF_8))
                .containsExactly("first", "first");
        assertThat(heard.sessions).containsExactly(SessionState.NEW, SessionState.NEW);
        assertThat(heard.subscribed).hasSize(2);
        assertThat(broker.lastConnect().variableHeader().isCleanSession()).isTrue();
    }

    @Test
    void whatAnEarlierSessionOfTheClientHeldIsNotReceived() {
        MqttTransport keeping =
                NettyMqttTransport.create(
                        loop.next(),
                        new ConnectionSettings(
                                broker.address(),
                                "clean",
                                List.of("other/topic"),
                                List.of(),
                                false,
                                false,
                                100,
                                Duration.ofHours(1),
                                Duration.ofSeconds(30),
                                64 * 1024));
        RecordingListener before = new RecordingListener();
        keeping.start(before);
        await().until(() -> before.subscribed.size() == 1);
        keeping.close().orTimeout(10, TimeUnit.SECONDS).join();
        broker.publish("other/topic", "kept".getBytes(UTF_8), 1);

        transport.start(heard);
        await().until(() -> heard.subscribed.size() == 1);
        broker.publish("other/topic", "later".getBytes(UTF_8), 1);
        broker.publish("system/updates", "live".getBytes(UTF_8), 1);
        await().until(() -> !heard.messages.isEmpty());

        assertThat(heard.messages)
                .extracting(message -> new String(message.payload(), UTF_8))
                .containsExactly("live");
    }
}
