package io.pythoflow.job.mqtt.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT 5 broker that does what a test tells it: sessions, shared subscriptions and receive
 * maximum as a broker has them, faults on demand. All state belongs to its one thread; public
 * methods hop there and wait.
 */
public final class FakeBroker implements AutoCloseable {
    /** For {@link #answerPublish}: no answer. */
    public static final int SILENCE = -1;

    /** For {@link #answerPublish}: no answer, and the connection ends. */
    public static final int HANG_UP = -2;

    private final EventLoopGroup loop = new NioEventLoopGroup(1);
    private final Map<String, FakeSession> sessions = new TreeMap<>();
    private final List<Long> connectTimes = new ArrayList<>();
    private final List<MqttConnectMessage> connects = new ArrayList<>();
    private final List<Integer> disconnectCodes = new ArrayList<>();
    private final List<List<String>> subscriptions = new ArrayList<>();
    private final List<Published> published = new ArrayList<>();
    private final MqttProperties connAckProperties = new MqttProperties();
    private final Channel server;
    private ToIntFunction<String> publishCode = topic -> 0;
    private int connectCode;
    private int subscribeCode = 1;
    private boolean answersSubscribe = true;
    private boolean answersPings = true;
    private int pings;
    private int turn;

    private FakeBroker(@Nullable SslContext tls) {
        server =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        if (tls != null) {
                                            channel.pipeline()
                                                    .addLast(tls.newHandler(channel.alloc()));
                                        }

                                        channel.pipeline()
                                                .addLast(
                                                        MqttEncoder.INSTANCE,
                                                        new MqttDecoder(1 << 20),
                                                        new Client());
                                    }
                                })
                        .bind(0)
                        .syncUninterruptibly()
                        .channel();
    }

    public static FakeBroker start() {
        return new FakeBroker(null);
    }

    /** Lets in only the client with this certificate. */
    public static FakeBroker startSecured(TestCertificates own, X509Certificate client)
            throws SSLException {
        return new FakeBroker(
                SslContextBuilder.forServer(own.privateKey(), own.certificate())
                        .clientAuth(ClientAuth.REQUIRE)
                        .trustManager(client)
                        .build());
    }

    public BrokerAddress address() {
        return BrokerAddress.plain(
                "localhost", ((InetSocketAddress) server.localAddress()).getPort());
    }

    // What a test makes the broker do.

    public void publish(String topic, byte[] payload, int qos) {
        run(() -> route(new FakeSession.Message(topic, payload, qos)));
    }

    /** CONNACK answers this code from now on; 0 accepts. */
    public void answerConnect(int reasonCode) {
        run(() -> connectCode = reasonCode);
    }

    /** CONNACK says this from now on. */
    public void announce(MqttPropertyType property, int value) {
        run(() -> connAckProperties.add(new IntegerProperty(property.value(), value)));
    }

    /** PUBACK answers what this makes of the topic from now on, or see the constants. */
    public void answerPublish(ToIntFunction<String> reasonCode) {
        run(() -> publishCode = reasonCode);
    }

    /** SUBACK answers this code from now on; 1 grants QoS 1. */
    public void answerSubscribe(int reasonCode) {
        run(() -> subscribeCode = reasonCode);
    }

    /** Closes the connection on SUBSCRIBE, as AWS IoT Core does without permission. */
    public void closeOnSubscribe() {
        run(() -> answersSubscribe = false);
    }

    /** Closes every connection without a word. */
    public void cutConnections() {
        onConnections(FakeBroker::close);
    }

    /** Ends every connection with a reason. */
    public void disconnect(int reasonCode) {
        onConnections(
                channel -> {
                    write(channel, Packets.disconnect(reasonCode));
                    close(channel);
                });
    }

    /** Sends everything unacknowledged again on the same connection, as AWS IoT Core does. */
    public void resend() {
        onSessions(
                session ->
                        session.unacknowledged.forEach(
                                (packetId, message) -> session.send(packetId, message, false)));
    }

    /** Sends a message under a packet id of the test's choice. */
    public void sendUnder(int packetId, String topic, byte[] payload) {
        FakeSession.Message message = new FakeSession.Message(topic, payload, 1);
        onSessions(
                session -> {
                    session.unacknowledged.put(packetId, message);
                    session.send(packetId, message, false);
                });
    }

    public void sendBytes(byte[] bytes) {
        onConnections(channel -> write(channel, Unpooled.wrappedBuffer(bytes)));
    }

    public void stopAnsweringPings() {
        run(() -> answersPings = false);
    }

    public int pings() {
        return call(() -> pings);
    }

    public void forgetSessions() {
        cutConnections();
        run(sessions::clear);
    }

    // What a test may look at.

    public int connections() {
        return call(() -> channels().size());
    }

    /** When CONNECT packets arrived, in nanoseconds. */
    public List<Long> connectTimes() {
        return call(() -> List.copyOf(connectTimes));
    }

    public MqttConnectMessage lastConnect() {
        return call(() -> connects.get(connects.size() - 1));
    }

    /** Every PUBLISH of a client, in order of arrival. */
    public List<Published> published() {
        return call(() -> List.copyOf(published));
    }

    /** The filters of every SUBSCRIBE. */
    public List<List<String>> subscriptions() {
        return call(() -> List.copyOf(subscriptions));
    }

    /** Reason codes of the DISCONNECT packets that clients sent. */
    public List<Integer> disconnectCodes() {
        return call(() -> List.copyOf(disconnectCodes));
    }

    /** What a client's session is subscribed to. */
    public List<String> filters(String clientId) {
        return call(() -> List.copyOf(sessions.get(clientId).filters));
    }

    /** Packet ids in the order in which a client acknowledged them. */
    public List<Integer> acknowledged(String clientId) {
        return call(() -> List.copyOf(sessions.get(clientId).acknowledged));
    }

    public int acknowledged() {
        return call(() -> sum(session -> session.acknowledged.size()));
    }

    public int unacknowledged() {
        return call(() -> sum(session -> session.unacknowledged.size()));
    }

    public int queued() {
        return call(() -> sum(session -> session.queue.size()));
    }

    /** The most that any session ever had under way. */
    public int mostUnacknowledged() {
        return call(
                () ->
                        sessions.values().stream()
                                .mapToInt(session -> session.mostUnacknowledged)
                                .max()
                                .orElse(0));
    }

    public List<String> sessions() {
        return call(() -> List.copyOf(sessions.keySet()));
    }

    /** Whether the broker can write to its clients, or feels their back-pressure. */
    public boolean isWritable() {
        return call(() -> channels().stream().allMatch(Channel::isWritable));
    }

    private int sum(ToIntFunction<FakeSession> value) {
        return sessions.values().stream().mapToInt(value).sum();
    }

    private List<Channel> channels() {
        return sessions.values().stream()
                .map(session -> session.channel)
                .filter(channel -> channel != null)
                .toList();
    }

    // What a broker does.

    private void route(FakeSession.Message message) {
        Map<String, List<FakeSession>> receivers = new LinkedHashMap<>();
        sessions.forEach(
                (clientId, session) ->
                        session.filters.forEach(
                                filter -> {
                                    boolean shared = filter.startsWith("$share/");
                                    String plain = shared ? filter.split("/", 3)[2] : filter;
                                    if (FakeSession.matches(plain, message.topic())) {
                                        receivers
                                                .computeIfAbsent(
                                                        shared ? filter : clientId,
                                                        key -> new ArrayList<>())
                                                .add(session);
                                    }
                                }));
        receivers.values().forEach(members -> oneOf(members).deliver(message));
    }

    private FakeSession oneOf(List<FakeSession> members) {
        List<FakeSession> online =
                members.stream().filter(member -> member.channel != null).toList();
        List<FakeSession> candidates = online.isEmpty() ? members : online;
        turn++;
        return candidates.get(turn % candidates.size());
    }

    private final class Client extends ChannelInboundHandlerAdapter {
        private @Nullable FakeSession session;
        private String clientId = "";

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object packet) {
            MqttMessage message = (MqttMessage) packet;
            if (!ctx.channel().isOpen()) {
                ReferenceCountUtil.release(packet);
                return;
            }

            switch (message.fixedHeader().messageType()) {
                case CONNECT -> onConnect(ctx, (MqttConnectMessage) message);
                case SUBSCRIBE -> onSubscribe(ctx, (MqttSubscribeMessage) message);
                case PUBLISH -> onPublish(ctx, (MqttPublishMessage) message);
                case PUBACK ->
                        onPubAck(
                                ((MqttMessageIdVariableHeader) message.variableHeader())
                                        .messageId());
                case PINGREQ -> {
                    pings++;
                    if (answersPings) {
                        write(ctx.channel(), MqttMessage.PINGRESP);
                    }
                }
                case UNSUBSCRIBE -> onUnsubscribe(ctx, (MqttUnsubscribeMessage) message);
                case DISCONNECT ->
                        onDisconnect(
                                ctx,
                                (MqttReasonCodeAndPropertiesVariableHeader)
                                        message.variableHeader());
                default ->
                        throw new IllegalStateException(
                                "Unexpected " + message.fixedHeader().messageType());
            }

            ReferenceCountUtil.release(packet);
        }

        private void onConnect(ChannelHandlerContext ctx, MqttConnectMessage connect) {
            connectTimes.add(System.nanoTime());
            connects.add(connect);
            clientId = connect.payload().clientIdentifier();
            FakeSession before = sessions.get(clientId);
            boolean present = before != null && !connect.variableHeader().isCleanSession();
            write(
                    ctx.channel(),
                    FakeAnswers.connAck(
                            connectCode,
                            present ? SessionState.RESUMED : SessionState.NEW,
                            connAckProperties));
            if (connectCode != 0) {
                close(ctx.channel());
                return;
            }

            if (before != null && before.channel != null) {
                write(before.channel, Packets.disconnect(0x8e));
                close(before.channel);
            }

            FakeSession mine = present ? before : new FakeSession();
            sessions.put(clientId, mine);
            session = mine;
            mine.channel = ctx.channel();
            mine.receiveMaximum = FakeSession.receiveMaximum(connect);
            mine.unacknowledged.forEach((packetId, message) -> mine.send(packetId, message, true));
            mine.sendQueued();
        }

        private void onSubscribe(ChannelHandlerContext ctx, MqttSubscribeMessage subscribe) {
            List<String> filters =
                    subscribe.payload().topicSubscriptions().stream()
                            .map(MqttTopicSubscription::topicFilter)
                            .toList();
            subscriptions.add(filters);
            if (!answersSubscribe) {
                close(ctx.channel());
                return;
            }

            if (session != null && subscribeCode < 0x80) {
                session.filters.removeAll(filters);
                session.filters.addAll(filters);
            }

            write(ctx.channel(), FakeAnswers.subAck(subscribe, subscribeCode));
        }

        private void onUnsubscribe(ChannelHandlerContext ctx, MqttUnsubscribeMessage unsubscribe) {
            if (session != null) {
                session.filters.removeAll(unsubscribe.payload().topics());
            }

            write(ctx.channel(), FakeAnswers.unsubAck(unsubscribe));
        }

        private void onDisconnect(
                ChannelHandlerContext ctx, MqttReasonCodeAndPropertiesVariableHeader header) {
            disconnectCodes.add(header.reasonCode() & 0xff);
            if (FakeSession.endsWith(header)) {
                sessions.values().removeIf(candidate -> candidate == session);
            }

            close(ctx.channel());
        }

        private void onPublish(ChannelHandlerContext ctx, MqttPublishMessage publish) {
            Published message = Published.of(clientId, publish);
            published.add(message);
            int code = publishCode.applyAsInt(message.topic());
            if (code == HANG_UP) {
                close(ctx.channel());
                return;
            }

            int qos = publish.fixedHeader().qosLevel().value();
            if (code >= 0 && code < 0x80) {
                route(new FakeSession.Message(message.topic(), message.payload(), qos));
            }

            if (code >= 0 && qos == 1) {
                write(ctx.channel(), FakeAnswers.pubAck(publish, code));
            }
        }

        private void onPubAck(int packetId) {
            if (session != null) {
                session.acknowledged.add(packetId);
                session.unacknowledged.remove(packetId);
                session.sendQueued();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (session != null && session.channel == ctx.channel()) {
                session.channel = null;
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            close(ctx.channel());
        }
    }

    private void onSessions(Consumer<FakeSession> action) {
        run(() -> sessions.values().forEach(action));
    }

    private void onConnections(Consumer<Channel> action) {
        run(() -> channels().forEach(action));
    }

    private static void write(Channel channel, Object packet) {
        Future<?> unused = channel.writeAndFlush(packet);
    }

    private static void close(Channel channel) {
        Future<?> unused = channel.close();
    }

    private void run(Runnable action) {
        Integer unused =
                call(
                        () -> {
                            action.run();
                            return 0;
                        });
    }

    private <V> V call(Callable<V> action) {
        try {
            return loop.submit(action).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the broker", e);
        }
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
