package io.pythoflow.job.mqtt.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.pythoflow.job.mqtt.quirks.Published;
import io.pythoflow.job.mqtt.quirks.QuirksBroker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The transport of a client that only publishes. */
class PublishingTest {
    private final QuirksBroker broker = QuirksBroker.start();
    private final EventLoopGroup loop = new NioEventLoopGroup(1);
    private final RecordingListener heard = new RecordingListener();
    private final MqttTransport transport =
            NettyMqttTransport.create(
                    loop.next(),
                    ConnectionSettings.ofPublisher(
                            broker.address(), "publisher", Duration.ofSeconds(30)));

    @AfterEach
    void stop() {
        transport.close().orTimeout(10, TimeUnit.SECONDS).join();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        broker.close();
    }

    @Test
    void publishesAndSaysWhatTheBrokerAnswered() {
        connect();
        assertThat(transport.publish("t", new byte[] {1}, 1).join()).isZero();
        assertThat(transport.publish("t", new byte[] {2}, 0).join()).isZero();

        await().until(() -> broker.published().size() == 2);
        assertThat(broker.published())
                .extracting(each -> each.message().payload())
                .containsExactly(new byte[] {1}, new byte[] {2});
    }

    @Test
    void publishesEveryPropertyAsItIs() {
        connect();
        Publication publication =
                new Publication(
                        "control/d1/command",
                        "{}".getBytes(UTF_8),
                        1,
                        true,
                        4_000_000_000L,
                        new byte[] {1, 2},
                        "control/d1/ack",
                        "application/json");
        transport.publish(publication).join();
        transport.publish(Publication.of("control/d2/command", new byte[0], 1)).join();

        Published full = broker.published().get(0);
        assertThat(full.text()).isEqualTo("{}");
        assertThat(full.message().retained()).isTrue();
        assertThat(full.property(MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL))
                .isEqualTo((int) 4_000_000_000L);
        assertThat(full.property(MqttPropertyType.CORRELATION_DATA)).isEqualTo(new byte[] {1, 2});
        assertThat(full.property(MqttPropertyType.RESPONSE_TOPIC)).isEqualTo("control/d1/ack");
        assertThat(full.property(MqttPropertyType.CONTENT_TYPE)).isEqualTo("application/json");
        Published bare = broker.published().get(1);
        assertThat(bare.message().retained()).isFalse();
        assertThat(bare.properties().isEmpty()).isTrue();
    }

    @Test
    void saysWhyTheBrokerRefusedAPublication() {
        broker.answerPublish(0x97);
        connect();

        assertThat(transport.publish("sensors/s1/data", new byte[] {1}, 1).join()).isEqualTo(0x97);
    }

    @Test
    void whoMayNotConnectIsToldWhatAPublisherNeeds() {
        broker.answerConnect(0x87);
        transport.start(heard);
        await().until(() -> !heard.failures.isEmpty());

        assertThat(heard.failures.get(0))
                .hasMessageContaining("not authorized (0x87). To mend it, allow this client id to")
                .hasMessageContaining("iot:Connect and iot:Publish in the policy")
                .hasMessageNotContainingAny("iot:Subscribe", "iot:Receive");
    }

    @Test
    void aClientThatOnlyPublishesStartsCleanAndHearsTheLimitsOfTheBroker() {
        broker.announce(MqttPropertyType.RECEIVE_MAXIMUM, 10);
        broker.announce(MqttPropertyType.MAXIMUM_PACKET_SIZE, 149_504);
        connect();
        broker.cutConnections();
        await().until(() -> heard.sessions.size() == 2);

        assertThat(heard.sessions).containsExactly(SessionState.NEW, SessionState.NEW);
        assertThat(heard.limits)
                .containsExactly(new BrokerLimits(10, 149_504), new BrokerLimits(10, 149_504));
        MqttConnectVariableHeader connect = broker.lastConnect().variableHeader();
        assertThat(connect.isCleanSession()).isTrue();
        assertThat(property(connect, MqttPropertyType.SESSION_EXPIRY_INTERVAL)).isEqualTo(0);
    }

    @Test
    void aBrokerThatSaysNothingOfLimitsHasThoseOfTheProtocol() {
        connect();

        assertThat(heard.limits).containsExactly(BrokerLimits.NONE);
    }

    @Test
    void publishingWithoutAConnectionFails() {
        assertThat(transport.publish("sensors/s1/data", new byte[] {1}, 1))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withMessageContaining("Client publisher is not connected");
    }

    private void connect() {
        transport.start(heard);
        await().until(() -> heard.sessions.size() == 1);
    }

    private static Object property(MqttConnectVariableHeader header, MqttPropertyType type) {
        return header.properties().getProperty(type.value()).value();
    }
}
