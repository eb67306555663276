package io.pythoflow.job.mqtt.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.pythoflow.job.mqtt.quirks.QuirksBroker;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NettyMqttTransportTest {
    private static final int MAXIMUM_PACKET_SIZE = 256 * 1024;

    private final QuirksBroker broker = QuirksBroker.start();
    private final EventLoopGroup loop = new NioEventLoopGroup(1);
    private final RecordingListener heard = new RecordingListener();
    private final MqttTransport transport = client("client", List.of("sensors/+/data"));

    @AfterEach
    void stop() {
        transport.close().orTimeout(10, TimeUnit.SECONDS).join();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        broker.close();
    }

    @Test
    void announcesSessionWindowAndPacketSize() {
        startAndSubscribe();

        MqttConnectVariableHeader connect = broker.lastConnect().variableHeader();
        assertThat(connect.version()).isEqualTo(5);
        assertThat(connect.isCleanSession()).isFalse();
        assertThat(connect.keepAliveTimeSeconds()).isEqualTo(30);
        assertThat(property(connect, MqttPropertyType.SESSION_EXPIRY_INTERVAL)).isEqualTo(3600);
        assertThat(property(connect, MqttPropertyType.RECEIVE_MAXIMUM)).isEqualTo(100);
        assertThat(property(connect, MqttPropertyType.MAXIMUM_PACKET_SIZE))
                .isEqualTo(MAXIMUM_PACKET_SIZE);
        assertThat(heard.sessions).containsExactly(SessionState.NEW);
    }

    @Test
    void handsOverWhatArrivesAsItIs() {
        startAndSubscribe();
        broker.publish("sensors/s1/data", "{}".getBytes(UTF_8), 1);
        broker.publish("sensors/s2/data", new byte[0], 0);
        await().until(() -> heard.messages.size() == 2);

        InboundMessage first = heard.messages.get(0);
        assertThat(first.topic()).isEqualTo("sensors/s1/data");
        assertThat(first.payload()).isEqualTo("{}".getBytes(UTF_8));
        assertThat(first.qos()).isEqualTo(1);
        assertThat(first.packetId()).isPositive();
        assertThat(first.duplicate()).isFalse();
        assertThat(first.connection()).isEqualTo(1);
        assertThat(heard.messages.get(1).payload()).isEmpty();
        assertThat(heard.messages.get(1).qos()).isZero();
    }

    @Test
    void passesMessagesOf128KiB() {
        byte[] payload = new byte[128 * 1024];
        new Random(1).nextBytes(payload);
        startAndSubscribe();
        broker.publish("sensors/s1/data", payload, 1);
        await().until(() -> !heard.messages.isEmpty());

        assertThat(heard.messages.get(0).payload()).isEqualTo(payload);
    }

    @Test
    void aPacketAboveTheMaximumSizeEndsTheConnectionWithAReason() {
        startAndSubscribe();
        broker.publish("sensors/s1/data", new byte[MAXIMUM_PACKET_SIZE + 1], 0);
        await().until(() -> heard.subscribed.size() == 2);

        assertThat(broker.disconnectCodes()).containsExactly(0x95);
        assertThat(heard.disconnects)
                .singleElement()
                .satisfies(
                        disconnect -> {
                            assertThat(disconnect.kind()).isEqualTo(Disconnect.Kind.UNDECODABLE);
                            assertThat(disconnect.reason())
                                    .contains(
                                            "larger than the maximum packet size of 262144 bytes");
                        });
        broker.publish("sensors/s1/data", new byte[1], 1);
        await().until(() -> heard.messages.size() == 1);
    }

    @Test
    void bytesThatAreNoPacketEndTheConnectionWithAReason() {
        startAndSubscribe();
        broker.sendBytes(new byte[] {(byte) 0xf7, 0x03, 1, 2, 3});
        await().until(() -> heard.subscribed.size() == 2);

        assertThat(broker.disconnectCodes()).containsExactly(0x81);
        assertThat(heard.disconnects)
                .extracting(Disconnect::kind)
                .containsExactly(Disconnect.Kind.UNDECODABLE);
    }

    @Test
    void acknowledgesNothingUntilTold() {
        startAndSubscribe();
        publish(3);
        await().until(() -> heard.messages.size() == 3);

        assertThat(broker.unacknowledged()).isEqualTo(3);
        assertThat(broker.acknowledged()).isZero();
    }

    @Test
    void acknowledgesInTheGivenOrder() {
        startAndSubscribe();
        publish(100);
        await().until(() -> heard.messages.size() == 100);
        int[] packetIds = heard.messages.stream().mapToInt(InboundMessage::packetId).toArray();
        transport.acknowledge(1, packetIds);
        await().until(() -> broker.acknowledged() == 100);

        assertThat(broker.acknowledged("client"))
                .containsExactlyElementsOf(IntStream.of(packetIds).boxed().toList());
        await().until(() -> heard.acknowledged.get() == 100);
    }

    @Test
    void dropsAcknowledgementsOfAnEarlierConnection() {
        startAndSubscribe();
        publish(1);
        await().until(() -> heard.messages.size() == 1);
        broker.cutConnections();
        await().until(() -> heard.messages.size() == 2);
        InboundMessage again = heard.messages.get(1);
        assertThat(again.duplicate()).isTrue();
        assertThat(again.connection()).isEqualTo(2);

        transport.acknowledge(1, new int[] {again.packetId()});
        transport.acknowledge(2, new int[] {again.packetId()});
        await().until(() -> broker.acknowledged() > 0);
        assertThat(broker.acknowledged("client")).containsExactly(again.packetId());
    }

    @Test
    void aResumedSessionNeedsNoSecondSubscription() {
        startAndSubscribe();
        broker.cutConnections();
        await().until(() -> heard.subscribed.size() == 2);

        assertThat(heard.sessions).containsExactly(SessionState.NEW, SessionState.RESUMED);
        assertThat(broker.subscriptions()).hasSize(1);
    }

    @Test
    void subscribesAgainWhenTheSessionIsLost() {
        startAndSubscribe();
        broker.forgetSessions();
        await().until(() -> heard.subscribed.size() == 2);

        assertThat(heard.sessions).containsExactly(SessionState.NEW, SessionState.NEW);
        assertThat(broker.subscriptions()).hasSize(2);
    }

    @Test
    void asksForAtMostEightFiltersAtOnce() {
        List<String> filters = IntStream.range(0, 17).mapToObj(i -> "t/" + i).toList();
        MqttTransport many = client("many", filters);
        many.start(heard);
        await().until(() -> !heard.subscribed.isEmpty());

        assertThat(broker.subscriptions())
                .containsExactly(filters.subList(0, 8), filters.subList(8, 16), List.of("t/16"));
        many.close().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void connectsAgainNoFasterThanOnceASecond() {
        broker.answerConnect(0x88);
        transport.start(heard);
        await().atMost(Duration.ofSeconds(20)).until(() -> broker.connectTimes().size() == 3);

        List<Long> times = broker.connectTimes();
        assertThat(Duration.ofNanos(times.get(1) - times.get(0)))
                .isGreaterThan(Duration.ofMillis(990));
        assertThat(Duration.ofNanos(times.get(2) - times.get(1)))
                .isGreaterThan(Duration.ofMillis(1990));
        assertThat(heard.failures).isEmpty();
        assertThat(heard.disconnects.get(0).reason()).contains("server unavailable (0x88)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x84, 0x85, 0x86, 0x87, 0x8a})
    void aRefusalThatLastsIsFatal(int reasonCode) {
        broker.answerConnect(reasonCode);
        transport.start(heard);
        await().until(() -> !heard.failures.isEmpty());

        assertThat(heard.failures.get(0))
                .hasMessageStartingWith("Client client cannot go on at mqtt://localhost:")
                .hasMessageContaining("the broker refused the connection")
                .hasMessageContaining(String.format("(0x%02X). To mend it, ", reasonCode));
        await().until(() -> broker.connections() == 0);
    }

    @Test
    void aRefusedSubscriptionIsFatal() {
        broker.answerSubscribe(0x87);
        transport.start(heard);
        await().until(() -> !heard.failures.isEmpty());

        assertThat(heard.failures.get(0))
                .hasMessageContaining(
                        "refused the subscription to [sensors/+/data]: not authorized")
                .hasMessageContaining("iot:Connect, iot:Subscribe and iot:Receive")
                .hasMessageNotContaining("iot:Publish");
    }

    @Test
    void aBrokerThatAlwaysClosesOnSubscribeRefusesIt() {
        broker.closeOnSubscribe();
        transport.start(heard);
        await().atMost(Duration.ofSeconds(60)).until(() -> !heard.failures.isEmpty());

        assertThat(broker.connectTimes()).hasSize(NettyMqttTransport.REFUSED_SUBSCRIPTIONS);
        assertThat(heard.failures.get(0))
                .hasMessageContaining("closed the connection 5 times in a row")
                .hasMessageContaining("allow this client to subscribe to [sensors/+/data]");
    }

    @Test
    void leavesFormerFiltersOfASessionThatIsResumed() {
        MqttTransport before = client("changing", List.of("old", "kept"));
        before.start(heard);
        await().until(() -> !heard.subscribed.isEmpty());
        before.close().orTimeout(10, TimeUnit.SECONDS).join();

        RecordingListener heardAfter = new RecordingListener();
        MqttTransport after =
                NettyMqttTransport.create(
                        loop.next(),
                        formerly(
                                List.of("old"),
                                settings(broker.address(), "changing", List.of("kept", "new"))));
        after.start(heardAfter);
        await().until(() -> !heardAfter.subscribed.isEmpty());

        assertThat(broker.unsubscriptions()).containsExactly(List.of("old"));
        assertThat(broker.subscriptions()).endsWith(List.of("kept", "new"));
        after.close().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void endsTheSessionWhenAskedTo() {
        startAndSubscribe();
        publish(2);
        await().until(() -> heard.messages.size() == 2);
        transport.acknowledge(1, new int[] {heard.messages.get(0).packetId()});
        transport.endSession();
        await().until(() -> !heard.sessionsEnded.isEmpty());
        await().until(() -> broker.sessions().isEmpty());

        assertThat(heard.acknowledged).hasValue(1);
        assertThat(heard.disconnects).isEmpty();
    }

    @Test
    void endsNoSessionWithoutAConnection() {
        transport.endSession();
        startAndSubscribe();

        assertThat(heard.sessionsEnded).isEmpty();
        assertThat(broker.sessions()).containsExactly("client");
    }

    @Test
    void aLostSessionIsFatalWhereItShallBeAndStaysSo() {
        for (int attempt = 0; attempt < 2; attempt++) {
            RecordingListener heardNow = new RecordingListener();
            MqttTransport strict =
                    NettyMqttTransport.create(
                            loop.next(),
                            insisting(settings(broker.address(), "strict", List.of("t"))));
            strict.start(heardNow);
            await().until(() -> !heardNow.failures.isEmpty());

            assertThat(heardNow.failures.get(0))
                    .hasMessageContaining("has lost the session of strict");
            assertThat(heardNow.subscribed).isEmpty();
            await().until(() -> broker.sessions().isEmpty());
            strict.close().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void aSessionTakenOverIsFatal() {
        startAndSubscribe();
        MqttTransport other = client("client", List.of("sensors/+/data"));
        other.start(new RecordingListener());
        await().until(() -> !heard.failures.isEmpty());

        assertThat(heard.failures.get(0))
                .hasMessageContaining("session taken over (0x8E)")
                .hasMessageContaining("give this one a client id, or a client id prefix");
        other.close().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void aBrokerThatIsNotThereIsTriedAgain() {
        MqttTransport lonely =
                NettyMqttTransport.create(
                        loop.next(),
                        settings(BrokerAddress.plain("name.invalid", 1), "x", List.of()));
        lonely.start(heard);
        await().until(() -> !heard.disconnects.isEmpty());

        assertThat(heard.disconnects.get(0).reason()).contains("name.invalid cannot be resolved");
        lonely.close().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void aBrokerThatNoLongerAnswersPingsIsGivenUp() {
        MqttTransport nervous =
                NettyMqttTransport.create(
                        loop.next(),
                        new ConnectionSettings(
                                broker.address(),
                                "nervous",
                                List.of("t"),
                                List.of(),
                                false,
                                false,
                                100,
                                Duration.ofHours(1),
                                Duration.ofSeconds(1),
                                MAXIMUM_PACKET_SIZE));
        nervous.start(heard);
        await().until(() -> broker.pings() >= 3);
        assertThat(heard.disconnects).isEmpty();

        broker.stopAnsweringPings();
        await().until(() -> !heard.disconnects.isEmpty());
        assertThat(heard.disconnects.get(0).reason())
                .isEqualTo("the broker has not answered a ping for PT0.5S");
        nervous.close().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void whileReadingIsPausedTheBrokerFeelsIt() {
        startAndSubscribe();
        transport.pauseReading();
        for (int i = 0; i < 400; i++) {
            broker.publish("sensors/s1/data", new byte[64 * 1024], 0);
        }

        assertThat(broker.isWritable()).isFalse();
        transport.resumeReading();
        await().until(() -> heard.messages.size() == 400);
    }

    @Test
    void sendsWhatIsDueBeforeItLeaves() {
        startAndSubscribe();
        publish(100);
        await().until(() -> heard.messages.size() == 100);
        transport.acknowledge(
                1, heard.messages.stream().mapToInt(InboundMessage::packetId).toArray());
        transport.close().orTimeout(10, TimeUnit.SECONDS).join();

        assertThat(broker.acknowledged()).isEqualTo(100);
        assertThat(broker.disconnectCodes()).containsExactly(0);
        assertThat(broker.sessions()).containsExactly("client");
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            broker.publish("sensors/s1/data", ("m" + i).getBytes(UTF_8), 1);
        }
    }

    private void startAndSubscribe() {
        transport.start(heard);
        await().until(() -> heard.subscribed.size() == 1);
    }

    private MqttTransport client(String clientId, List<String> filters) {
        return NettyMqttTransport.create(
                loop.next(), settings(broker.address(), clientId, filters));
    }

    private static ConnectionSettings settings(
            BrokerAddress address, String clientId, List<String> filters) {
        return new ConnectionSettings(
                address,
                clientId,
                filters,
                List.of(),
                false,
                false,
                100,
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                MAXIMUM_PACKET_SIZE);
    }

    private static ConnectionSettings formerly(List<String> filters, ConnectionSettings now) {
        return new ConnectionSettings(
                now.broker(),
                now.clientId(),
                now.filters(),
                filters,
                now.sessionKnown(),
                now.sessionLossFatal(),
                now.receiveMaximum(),
                now.sessionExpiry(),
                now.keepAlive(),
                now.maximumPacketSize());
    }

    private static ConnectionSettings insisting(ConnectionSettings settings) {
        return new ConnectionSettings(
                settings.broker(),
                settings.clientId(),
                settings.filters(),
                List.of(),
                true,
                true,
                settings.receiveMaximum(),
                settings.sessionExpiry(),
                settings.keepAlive(),
                settings.maximumPacketSize());
    }

    private static Object property(MqttConnectVariableHeader header, MqttPropertyType type) {
        return header.properties().getProperty(type.value()).value();
    }
}
