package io.pythoflow.job.mqtt.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link MqttTransport} on Netty's MQTT codec. All state belongs to the event loop that it is
 * given; public methods hop there.
 */
public final class NettyMqttTransport implements MqttTransport {
    private static final Logger LOG = LoggerFactory.getLogger(NettyMqttTransport.class);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** A connection that lasted this long was good: the next loss starts the backoff anew. */
    private static final Duration GOOD_CONNECTION = Duration.ofSeconds(30);

    /**
     * Connections closed in a row while SUBSCRIBE was unanswered, after which it is no accident.
     * The backoff between them takes half a minute.
     */
    static final int REFUSED_SUBSCRIPTIONS = 5;

    private final EventLoop loop;
    private final ConnectionSettings settings;
    private final @Nullable TlsContext tls;
    private final RandomGenerator jitter;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private long attempts;
    private int failuresInARow;
    private long connectedAtNanos;
    private int refusedSubscriptions;
    private boolean subscribedBefore;
    private boolean ended;
    private @Nullable MqttConnection connection;

    private NettyMqttTransport(
            EventLoop loop,
            ConnectionSettings settings,
            @Nullable TlsContext tls,
            RandomGenerator jitter) {
        this.loop = loop;
        this.settings = settings;
        this.tls = tls;
        this.jitter = jitter;
    }

    /**
     * Reads the TLS credentials, which may block, and connects nowhere yet.
     *
     * @param loop runs every callback
     * @throws MqttFatalException if the TLS credentials cannot be used
     */
    public static NettyMqttTransport create(EventLoop loop, ConnectionSettings settings) {
        TlsSettings tls = settings.broker().tls();
        return create(loop, settings, tls == null ? null : TlsContext.of(settings.broker(), tls));
    }

    static NettyMqttTransport create(
            EventLoop loop, ConnectionSettings settings, @Nullable TlsContext tls) {
        return new NettyMqttTransport(loop, settings, tls, RandomGenerator.getDefault());
    }

    @Override
    public void start(MqttListener listener) {
        loop.execute(() -> attempt(listener));
    }

    private void attempt(MqttListener listener) {
        if (ended) {
            return;
        }

        attempts++;
        MqttConnection next = new MqttConnection(attempts, settings, this, listener);
        connection = next;
        // Looking a name up may take seconds, in which the loop has other connections to serve.
        CompletableFuture<Void> unused =
                CompletableFuture.supplyAsync(
                                () ->
                                        new InetSocketAddress(
                                                settings.broker().host(), settings.broker().port()))
                        .thenAcceptAsync(address -> open(next, address), loop)
                        .exceptionallyAsync(
                                failure -> {
                                    ended(next, Disconnect.lost(String.valueOf(failure)));
                                    return null;
                                },
                                loop);
    }

    private void open(MqttConnection next, InetSocketAddress address) {
        if (ended) {
            closed.complete(null);
            return;
        }

        if (address.isUnresolved()) {
            ended(
                    next,
                    Disconnect.lost("the name " + address.getHostString() + " cannot be resolved"));
            return;
        }

        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                if (tls != null) {
                                    channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                                }

                                channel.pipeline()
                                        .addLast(
                                                MqttEncoder.INSTANCE,
                                                new MqttDecoder(settings.maximumPacketSize()),
                                                next);
                            }
                        })
                .connect(address)
                .addListener(
                        connected -> {
                            if (!connected.isSuccess()) {
                                ended(
                                        next,
                                        Disconnect.lost(
                                                String.valueOf(connected.cause().getMessage())));
                            }
                        });
    }

    void connected(MqttConnection which, SessionState session) {
        connectedAtNanos = System.nanoTime();
        LOG.info(
                "MQTT client {} is connected to {}, session {}.",
                settings.clientId(),
                settings.broker(),
                session == SessionState.RESUMED ? "resumed" : "new");
        if (session == SessionState.NEW
                && settings.sessionLossFatal()
                && (settings.sessionKnown() || subscribedBefore)) {
            // Else the session just made would be found by the next attempt, and the loss be over.
            which.endSession(() -> {});
            fail(which, sessionLost());
            return;
        }

        which.listener().connected(which.number(), session);
        if (settings.filters().isEmpty() && settings.formerFilters().isEmpty()) {
            return;
        }

        // A resumed session holds its subscriptions, but the filters may have changed since a
        // former process made it; subscribing again replaces what is there.
        if (session == SessionState.NEW || !subscribedBefore) {
            which.subscribe(session);
        } else {
            which.listener().subscribed(which.number());
        }
    }

    private MqttFatalException sessionLost() {
        return new MqttFatalException(
                "The broker at %s has lost the session of %s: messages that arrived while it was away, or were unacknowledged, may be gone. Compare with another record of them, then go on by setting the loss of sessions to be reported, or by starting without the former state. Sessions end when they expire (%s after the client left) or when somebody deletes them"
                        .formatted(
                                settings.broker(), settings.clientId(), settings.sessionExpiry()));
    }

    void subscribed(MqttConnection which) {
        subscribedBefore = true;
        refusedSubscriptions = 0;
        if (settings.filters().isEmpty()) {
            LOG.info("MQTT client {} subscribes to nothing any more.", settings.clientId());
        } else {
            LOG.info(
                    "MQTT client {} is subscribed to {}.", settings.clientId(), settings.filters());
        }

        which.listener().subscribed(which.number());
    }

    void ended(MqttConnection which, Disconnect disconnect) {
        if (which != connection) {
            return;
        }

        connection = null;
        if (ended) {
            closed.complete(null);
            return;
        }

        if (which.isSubscribing() && disconnect.kind() == Disconnect.Kind.LOST) {
            refusedSubscriptions++;
            if (refusedSubscriptions == REFUSED_SUBSCRIPTIONS) {
                fail(which, refusedWithoutAWord());
                return;
            }
        }

        boolean wasGood =
                connectedAtNanos != 0
                        && System.nanoTime() - connectedAtNanos >= GOOD_CONNECTION.toNanos();
        connectedAtNanos = 0;
        failuresInARow = wasGood ? 0 : failuresInARow;
        Duration delay = ReconnectBackoff.delay(failuresInARow, jitter.nextDouble());
        failuresInARow++;
        LOG.warn(
                "MQTT client {} has no connection to {}: {}. The next attempt follows in {} ms.",
                settings.clientId(),
                settings.broker(),
                disconnect.reason(),
                delay.toMillis());
        which.listener().disconnected(which.number(), disconnect);
        Future<?> unused =
                loop.schedule(
                        () -> attempt(which.listener()), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private MqttFatalException refusedWithoutAWord() {
        return new MqttFatalException(
                "Client %s cannot go on at %s: the broker closed the connection %d times in a row instead of answering SUBSCRIBE, as AWS IoT Core does where a client may not subscribe. To mend it, allow this client to subscribe to %s (at AWS IoT Core: iot:Subscribe on topicfilter/ and iot:Receive on topic/ in the policy of the certificate)"
                        .formatted(
                                settings.clientId(),
                                settings.broker(),
                                REFUSED_SUBSCRIPTIONS,
                                settings.filters()));
    }

    void fail(MqttConnection which, MqttFatalException failure) {
        if (!ended) {
            ended = true;
            which.listener().failed(failure);
        }
    }

    @Override
    public void acknowledge(long connectionNumber, int[] packetIds) {
        loop.execute(
                () -> {
                    MqttConnection current = connection;
                    if (current != null
                            && current.number() == connectionNumber
                            && current.isConnected()) {
                        current.acknowledge(packetIds);
                    }
                });
    }

    @Override
    public CompletableFuture<Integer> publish(Publication publication) {
        CompletableFuture<Integer> outcome = new CompletableFuture<>();
        loop.execute(
                () -> {
                    MqttConnection current = connection;
                    if (current == null || !current.isConnected()) {
                        outcome.completeExceptionally(
                                new IllegalStateException(
                                        "Client "
                                                + settings.clientId()
                                                + " is not connected: publish again when it is"));
                    } else {
                        current.publish(publication, outcome);
                    }
                });
        return outcome;
    }

    @Override
    public void pauseReading() {
        onConnection(MqttConnection::pauseReading);
    }

    @Override
    public void resumeReading() {
        onConnection(MqttConnection::resumeReading);
    }

    private void onConnection(Consumer<MqttConnection> change) {
        // At once if called from a callback: the next read must not happen before.
        if (!loop.inEventLoop()) {
            loop.execute(() -> onConnection(change));
            return;
        }

        // A handshake must be read; whoever is still full pauses again at the next message.
        if (connection != null && connection.isConnected()) {
            change.accept(connection);
        }
    }

    @Override
    public void endSession() {
        loop.execute(
                () -> {
                    MqttConnection current = connection;
                    if (current != null && current.isConnected()) {
                        current.endSession(
                                () -> {
                                    ended = true;
                                    current.listener().sessionEnded(current.number());
                                });
                    }
                });
    }

    @Override
    public CompletableFuture<Void> close() {
        loop.execute(
                () -> {
                    ended = true;
                    if (connection == null) {
                        closed.complete(null);
                    } else if (connection.hasChannel()) {
                        connection.leave();
                    }
                });
        return closed;
    }
}
