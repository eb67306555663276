package io.pythoflow.job.mqtt.quirks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT broker in this process that misbehaves as told: lastingly by its {@link Quirks}, at once
 * by the methods below, and lets a test see what happened. All state belongs to its one thread;
 * public methods hop there and wait.
 */
public final class QuirksBroker implements AutoCloseable {
    /** For {@link #answerPublish}: the connection is closed without an answer. */
    public static final int CLOSE = Orders.CLOSE;

    /** For {@link #answerPublish}: no answer, and nothing is delivered. */
    public static final int SILENCE = Orders.SILENCE;

    private static final int LARGEST_PACKET = 1 << 20;
    private static final Duration TICK = Duration.ofMillis(10);

    /** Which member of a group gets a message is random, yet the same in every run. */
    private static final long SEED = 4;

    private final OneThread thread = new OneThread("broker");
    private final Orders orders = new Orders();
    private final Ledger ledger = new Ledger();
    private final Router router;
    private final Channel server;

    /** How far the broker's clock was moved, milliseconds; broker thread. */
    private long ahead;

    private QuirksBroker(Quirks quirks, @Nullable SslContext tls) {
        router = new Router(quirks, new Random(SEED));
        server =
                new ServerBootstrap()
                        .group(thread.loop())
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
                                                        new MqttDecoder(LARGEST_PACKET),
                                                        new ClientConnection(
                                                                router,
                                                                orders,
                                                                ledger,
                                                                () -> now(),
                                                                channel));
                                    }
                                })
                        .bind("localhost", 0)
                        .syncUninterruptibly()
                        .channel();
        Future<?> unused =
                thread.loop()
                        .scheduleAtFixedRate(
                                () -> router.tick(now()),
                                TICK.toMillis(),
                                TICK.toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    /** A broker as the protocol describes it. */
    public static QuirksBroker start() {
        return start(Quirks.NONE);
    }

    public static QuirksBroker start(Quirks quirks) {
        return new QuirksBroker(quirks, null);
    }

    /** Speaks TLS. */
    public static QuirksBroker start(Quirks quirks, SslContext tls) {
        return new QuirksBroker(quirks, tls);
    }

    public BrokerAddress address() {
        return BrokerAddress.plain(
                "localhost", ((InetSocketAddress) server.localAddress()).getPort());
    }

    private long now() {
        return System.currentTimeMillis() + ahead;
    }

    // What a test makes the broker do.

    /** Moves the broker's clock, and does what falls due by it. */
    public void advance(Duration time) {
        thread.run(
                () -> {
                    ahead += time.toMillis();
                    router.tick(now());
                });
    }

    /** As if a client had published it. */
    public void publish(String topic, byte[] payload, int qos) {
        thread.run(() -> router.route(new Message(topic, payload, qos, false), now()));
    }

    /** As if a client had published it with the retain flag. */
    public void publishRetained(String topic, byte[] payload) {
        thread.run(() -> router.route(new Message(topic, payload, 1, true), now()));
    }

    /** CONNACK says this from now on. */
    public void announce(MqttPropertyType property, int value) {
        thread.run(() -> orders.announced.add(new IntegerProperty(property.value(), value)));
    }

    /** CONNACK answers this code from now on; 0 accepts. */
    public void answerConnect(int reasonCode) {
        thread.run(() -> orders.connectCode = reasonCode);
    }

    /** SUBACK answers this code from now on; 1 grants QoS 1. */
    public void answerSubscribe(int reasonCode) {
        thread.run(() -> orders.subscribeCode = reasonCode);
    }

    /** As AWS IoT Core does with a client that may not subscribe. */
    public void closeOnSubscribe() {
        answerSubscribe(Orders.CLOSE);
    }

    /**
     * PUBACK answers this code from now on; 0 accepts, from 0x80 on nothing is delivered. Or one of
     * {@link #CLOSE} and {@link #SILENCE}.
     */
    public void answerPublish(int reasonCode) {
        answerPublish(topic -> reasonCode);
    }

    /** The same by topic. The broker's thread asks once for each publication. */
    public void answerPublish(ToIntFunction<String> reasonCode) {
        thread.run(() -> orders.publishCode = reasonCode);
    }

    /** As AWS IoT Core does with a client that may not publish. */
    public void closeOnPublish() {
        answerPublish(CLOSE);
    }

    public void stopAnsweringPings() {
        thread.run(() -> orders.answers = Orders.Answers.ALL_BUT_PINGS);
    }

    /** Accepts connections and bytes, and reacts to nothing. Deliveries go on. */
    public void stopAnswering() {
        thread.run(() -> orders.answers = Orders.Answers.NOTHING);
    }

    public void answerAgain() {
        thread.run(() -> orders.answers = Orders.Answers.ALL);
    }

    /** Closes every connection without a word. */
    public void cutConnections() {
        onLinks((session, link) -> link.cut());
    }

    /** Ends every connection with a reason. */
    public void disconnect(int reasonCode) {
        onLinks((session, link) -> link.disconnect(reasonCode));
    }

    /** Sends everything unacknowledged again on the same connections, without duplicate flag. */
    public void resend() {
        onLinks((session, link) -> session.window.resendAll(link, now()));
    }

    /** The same under other packet ids, as far as the windows have room. */
    public void resendUnderOtherPacketIds() {
        onLinks((session, link) -> session.window.resendAllRenumbered(link, now()));
    }

    /** Sends a message to everybody under a packet id of the test's choice. */
    public void sendUnder(int packetId, String topic, byte[] payload) {
        Message message = new Message(topic, payload, 1, false);
        onLinks((session, link) -> session.window.sendUnder(packetId, message, link, now()));
    }

    /** Sends bytes that need be no packet to everybody. */
    public void sendBytes(byte[] bytes) {
        onLinks((session, link) -> link.sendBytes(bytes));
    }

    /** Cuts every connection and deletes every session. */
    public void forgetSessions() {
        cutConnections();
        thread.run(() -> router.sessions().forEach(router::end));
    }

    /** Cuts one client's connection and deletes its session. */
    public void forgetSession(String clientId) {
        thread.run(
                () -> {
                    Session session = requireSession(clientId);
                    if (session.link() != null) {
                        session.link().cut();
                    }

                    router.end(session);
                });
    }

    // What a test may look at.

    public int connections() {
        return thread.call(
                () -> (int) router.sessions().stream().filter(Session::isOnline).count());
    }

    /** When CONNECT packets arrived, in nanoseconds. */
    public List<Long> connectTimes() {
        return thread.call(() -> List.copyOf(ledger.connectTimes));
    }

    public MqttConnectMessage lastConnect() {
        return thread.call(() -> ledger.connects.get(ledger.connects.size() - 1));
    }

    /** The filters of every SUBSCRIBE. */
    public List<List<String>> subscriptions() {
        return thread.call(() -> List.copyOf(ledger.subscriptions));
    }

    /** The filters of every UNSUBSCRIBE. */
    public List<List<String>> unsubscriptions() {
        return thread.call(() -> List.copyOf(ledger.unsubscriptions));
    }

    /** Reason codes of the DISCONNECT packets that clients sent. */
    public List<Integer> disconnectCodes() {
        return thread.call(() -> List.copyOf(ledger.disconnectCodes));
    }

    /** Every PUBLISH of a client in the order of arrival, also what was refused. */
    public List<Published> published() {
        return thread.call(() -> List.copyOf(ledger.published));
    }

    public int pings() {
        return thread.call(() -> ledger.pings);
    }

    /** Client ids, in alphabetical order. */
    public List<String> sessions() {
        return thread.call(
                () -> router.sessions().stream().map(session -> session.clientId).toList());
    }

    /** Clients whose sessions are subscribed to something, in alphabetical order. */
    public List<String> subscribers() {
        return thread.call(
                () ->
                        router.sessions().stream()
                                .filter(session -> !session.subscriptions.isEmpty())
                                .map(session -> session.clientId)
                                .toList());
    }

    /** PUBACKs of one client in the order of arrival. */
    public List<Acknowledgement> acknowledgements(String clientId) {
        return thread.call(() -> List.copyOf(requireSession(clientId).acknowledgements));
    }

    /** Packet ids in the order in which a client acknowledged them. */
    public List<Integer> acknowledged(String clientId) {
        return acknowledgements(clientId).stream().map(Acknowledgement::packetId).toList();
    }

    public int acknowledged() {
        return sum(session -> session.acknowledgements.size());
    }

    public int unacknowledged() {
        return sum(session -> session.window.size());
    }

    /** Messages that wait for a client or for room in a window. */
    public int queued() {
        return thread.call(router::queued);
    }

    /** Messages above the rate, which nobody gets. */
    public int discarded() {
        return sum(Session::discarded);
    }

    /** The most that any session ever had under way. */
    public int mostUnacknowledged() {
        return thread.call(
                () ->
                        router.sessions().stream()
                                .mapToInt(session -> session.window.mostUnderWay())
                                .max()
                                .orElse(0));
    }

    /** Whether the broker can write to its clients, or feels their back-pressure. */
    public boolean isWritable() {
        return thread.call(
                () ->
                        router.sessions().stream()
                                .map(Session::link)
                                .filter(Objects::nonNull)
                                .allMatch(Link::isWritable));
    }

    private int sum(ToIntFunction<Session> value) {
        return thread.call(() -> router.sessions().stream().mapToInt(value).sum());
    }

    private Session requireSession(String clientId) {
        return Objects.requireNonNull(
                router.session(clientId), "The broker has no session of " + clientId);
    }

    private interface LinkAction {
        void apply(Session session, Link link);
    }

    private void onLinks(LinkAction action) {
        onSessions(
                session -> {
                    Link link = session.link();
                    if (link != null) {
                        action.apply(session, link);
                    }
                });
    }

    private void onSessions(Consumer<Session> action) {
        thread.run(() -> router.sessions().forEach(action));
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        thread.end();
    }
}
