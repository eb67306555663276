package io.pythoflow.sim.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult.Mqtt5Qos1Result;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.pythoflow.sim.SimException;
import io.reactivex.schedulers.Schedulers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection on the HiveMQ client. The client itself keeps what is unacknowledged and sends it
 * again after a reconnect, also into a new session, and renews its subscriptions; what this class
 * adds is when to give up, how long to wait, and the repetition of a message that the broker
 * refused for now.
 *
 * <p>Listeners and acknowledgements run on the client's network thread, everything else on the
 * caller's.
 */
final class ReconnectingConnection implements MqttConnection {

    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration REFUSED_WAIT = Duration.ofMillis(500);
    private static final int DISCONNECT_SECONDS = 5;

    private final BrokerAddress address;
    private final String clientId;
    private final Mqtt5AsyncClient client;
    private final long connectDeadlineNanos;
    private final AtomicLong outstanding = new AtomicLong();
    private final AtomicLong unheard = new AtomicLong();
    private final AtomicLong resent = new AtomicLong();
    private final AtomicLong connectionsLost = new AtomicLong();
    private volatile boolean everConnected;
    private volatile boolean closed;
    private volatile int receiveMaximum = 1;
    private volatile @Nullable SimException ended;
    private volatile Runnable onReconnect = () -> {};

    ReconnectingConnection(
            BrokerAddress address, ConnectionRequest request, Duration connectTimeout) {
        this.address = address;
        this.clientId = request.clientId();
        this.connectDeadlineNanos = System.nanoTime() + connectTimeout.toNanos();
        this.client = client(address, request);
    }

    private Mqtt5AsyncClient client(BrokerAddress to, ConnectionRequest request) {
        Mqtt5ClientBuilder builder =
                MqttClient.builder()
                        .useMqttVersion5()
                        .identifier(request.clientId())
                        .serverHost(to.host())
                        .serverPort(to.port())
                        // What hangs on an acknowledgement is short: no hop to another thread.
                        .executorConfig()
                        .applicationScheduler(Schedulers.trampoline())
                        .applyExecutorConfig()
                        .addConnectedListener(context -> connected())
                        .addDisconnectedListener(this::disconnected);
        if (to.scheme() == BrokerAddress.Scheme.MQTTS) {
            builder = builder.sslConfig(tls(request.credentials()));
        }
        LastWill will = request.lastWill();
        if (will != null) {
            builder =
                    builder.willPublish(
                            Mqtt5Publish.builder()
                                    .topic(will.topic())
                                    .payload(will.payload())
                                    .qos(MqttQos.AT_LEAST_ONCE)
                                    .build());
        }
        return builder.buildAsync();
    }

    private static MqttClientSslConfig tls(@Nullable Credentials credentials) {
        if (credentials == null) {
            return MqttClientSslConfig.builder().build();
        }
        return MqttClientSslConfig.builder()
                .keyManagerFactory(credentials.keys())
                .trustManagerFactory(credentials.trust())
                .build();
    }

    void awaitConnected() throws InterruptedException {
        CompletableFuture<Mqtt5ConnAck> connect =
                client.connectWith()
                        .cleanStart(true)
                        .sessionExpiryInterval(0)
                        .keepAlive(KEEP_ALIVE_SECONDS)
                        .send();
        try {
            Mqtt5ConnAck accepted = connect.get();
            receiveMaximum = accepted.getRestrictions().getReceiveMaximum();
        } catch (ExecutionException e) {
            closed = true;
            throw new SimException(
                    "Cannot connect to %s as '%s': %s"
                            .formatted(address, clientId, Failures.reason(e.getCause())),
                    e.getCause());
        } catch (InterruptedException e) {
            close();
            throw e;
        }
        everConnected = true;
    }

    private void connected() {
        if (everConnected) {
            onReconnect.run();
        }
    }

    private void disconnected(MqttClientDisconnectedContext context) {
        if (closed || context.getSource() == MqttDisconnectSource.USER) {
            return;
        }
        Throwable cause = context.getCause();
        if (everConnected && context.getReconnector().getAttempts() == 0) {
            connectionsLost.incrementAndGet();
            resent.addAndGet(Math.min(outstanding.get(), receiveMaximum));
        }
        boolean givesUp =
                Failures.isFinal(cause)
                        || (!everConnected && System.nanoTime() - connectDeadlineNanos > 0);
        if (givesUp) {
            ended =
                    new SimException(
                            "The connection of '%s' to %s ended: %s"
                                    .formatted(clientId, address, Failures.reason(cause)),
                            cause);
            return;
        }
        int doublings = Math.min(context.getReconnector().getAttempts(), 10);
        long waitMillis = Math.min(SHORTEST_WAIT.toMillis() << doublings, LONGEST_WAIT.toMillis());
        context.getReconnector()
                .reconnect(true)
                .delay(waitMillis, TimeUnit.MILLISECONDS)
                .republishIfSessionExpired(true)
                .resubscribeIfSessionExpired(true);
    }

    @Override
    public CompletableFuture<Void> publish(String topic, byte[] payload) {
        return publish(message(topic, payload, MqttQos.AT_LEAST_ONCE));
    }

    @Override
    public CompletableFuture<Void> publishRetained(String topic, byte[] payload) {
        return publish(
                message(topic, payload, MqttQos.AT_LEAST_ONCE).extend().retain(true).build());
    }

    private CompletableFuture<Void> publish(Mqtt5Publish message) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        outstanding.incrementAndGet();
        send(message, acknowledged);
        return acknowledged;
    }

    @Override
    public CompletableFuture<Void> publishAtMostOnce(String topic, byte[] payload) {
        return client.publish(message(topic, payload, MqttQos.AT_MOST_ONCE))
                .handle(
                        (result, failure) -> {
                            if (failure != null) {
                                throw refused(topic, failure);
                            }
                            return null;
                        });
    }

    @Override
    public CompletableFuture<Void> subscribe(String filter, Consumer<IncomingMessage> handler) {
        return client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(message -> handler.accept(incoming(message)))
                .send()
                .handle(
                        (granted, failure) -> {
                            if (failure != null) {
                                throw notSubscribed(filter, failure);
                            }
                            return null;
                        });
    }

    @Override
    public void onReconnect(Runnable action) {
        onReconnect = action;
    }

    private static IncomingMessage incoming(Mqtt5Publish message) {
        return new IncomingMessage(
                message.getTopic().toString(), message.getPayloadAsBytes(), message.isRetain());
    }

    private SimException notSubscribed(String filter, Throwable failure) {
        SimException connectionEnd = ended;
        if (connectionEnd != null) {
            return connectionEnd;
        }
        return new SimException(
                "%s did not take the subscription of '%s' to '%s': %s"
                        .formatted(address, clientId, filter, Failures.reason(failure)),
                failure);
    }

    private static Mqtt5Publish message(String topic, byte[] payload, MqttQos qos) {
        return Mqtt5Publish.builder().topic(topic).payload(payload).qos(qos).build();
    }

    private void send(Mqtt5Publish message, CompletableFuture<Void> acknowledged) {
        CompletableFuture<Mqtt5PublishResult> unused =
                client.publish(message)
                        .whenComplete(
                                (result, failure) ->
                                        answered(message, result, failure, acknowledged));
    }

    private void answered(
            Mqtt5Publish message,
            @Nullable Mqtt5PublishResult result,
            @Nullable Throwable failure,
            CompletableFuture<Void> acknowledged) {
        if (failure == null) {
            outstanding.decrementAndGet();
            if (result instanceof Mqtt5Qos1Result answer && reachedNobody(answer)) {
                unheard.incrementAndGet();
            }
            acknowledged.complete(null);
        } else if (!closed && ended == null && Failures.isTemporary(failure)) {
            resent.incrementAndGet();
            CompletableFuture.delayedExecutor(REFUSED_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> send(message, acknowledged));
        } else {
            outstanding.decrementAndGet();
            acknowledged.completeExceptionally(refused(message.getTopic().toString(), failure));
        }
    }

    private static boolean reachedNobody(Mqtt5Qos1Result answer) {
        return answer.getPubAck().getReasonCode() == Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS;
    }

    private SimException refused(String topic, Throwable failure) {
        SimException connectionEnd = ended;
        if (connectionEnd != null) {
            return connectionEnd;
        }
        if (closed) {
            return new SimException(
                    "The connection was closed before a message on '%s' was acknowledged"
                            .formatted(topic));
        }
        return new SimException(
                "%s did not take a message on '%s': %s"
                        .formatted(address, topic, Failures.reason(failure)),
                failure);
    }

    @Override
    public long resent() {
        return resent.get();
    }

    @Override
    public long unheard() {
        return unheard.get();
    }

    @Override
    public long connectionsLost() {
        return connectionsLost.get();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            client.disconnect().get(DISCONNECT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Not connected, or the broker is gone: there is nothing left to tell it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
