package io.pythoflow.job.mqtt.quirks;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.pythoflow.job.mqtt.quirks.Session.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One connection of a client, from CONNECT on. Broker thread. */
final class ClientConnection extends ChannelInboundHandlerAdapter implements Link {
    private static final int MQTT_5 = 5;
    private static final int FIRST_ERROR = 0x80;

    private final Router router;
    private final Orders orders;
    private final Ledger ledger;
    private final LongSupplier clock;
    private final Channel channel;
    private int version = MQTT_5;
    private @Nullable Session session;

    ClientConnection(
            Router router, Orders orders, Ledger ledger, LongSupplier clock, Channel channel) {
        this.router = router;
        this.orders = orders;
        this.ledger = ledger;
        this.clock = clock;
        this.channel = channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        try {
            MqttMessage message = (MqttMessage) packet;
            if (message.decoderResult().isFailure()) {
                cut();
            } else if (orders.answers != Orders.Answers.NOTHING) {
                dispatch(message);
            }
        } finally {
            ReferenceCountUtil.release(packet);
        }
    }

    private void dispatch(MqttMessage message) {
        switch (message.fixedHeader().messageType()) {
            case CONNECT -> onConnect((MqttConnectMessage) message);
            case SUBSCRIBE -> onSubscribe((MqttSubscribeMessage) message);
            case UNSUBSCRIBE -> onUnsubscribe((MqttUnsubscribeMessage) message);
            case PUBLISH -> onPublish((MqttPublishMessage) message);
            case PUBACK ->
                    onPubAck(((MqttMessageIdVariableHeader) message.variableHeader()).messageId());
            case PINGREQ -> {
                ledger.pings++;
                if (orders.answers == Orders.Answers.ALL) {
                    write(MqttMessage.PINGRESP);
                }
            }
            case DISCONNECT -> onDisconnect(message);
            default ->
                    throw new IllegalStateException(
                            "Unexpected " + message.fixedHeader().messageType());
        }
    }

    private void onConnect(MqttConnectMessage connect) {
        ledger.connectTimes.add(System.nanoTime());
        ledger.connects.add(connect);
        version = connect.variableHeader().version();
        if (orders.connectCode != 0) {
            write(ClientPackets.connAck(orders.connectCode, false, orders.announced));
            cut();
            return;
        }

        long now = clock.getAsLong();
        Session mine = router.session(connect.payload().clientIdentifier());
        if (mine != null && mine.link() != null) {
            mine.link().disconnect(ClientPackets.SESSION_TAKEN_OVER);
        }

        if (mine != null && (connect.variableHeader().isCleanSession() || mine.isExpired(now))) {
            router.end(mine);
            mine = null;
        }

        write(ClientPackets.connAck(0, mine != null, orders.announced));
        if (mine == null) {
            mine = router.create(connect.payload().clientIdentifier(), now);
        }

        session = mine;
        mine.attach(
                this, ClientPackets.receiveMaximum(connect), ClientPackets.sessionExpiry(connect));
        router.tick(now);
    }

    private void onSubscribe(MqttSubscribeMessage subscribe) {
        List<MqttTopicSubscription> asked = subscribe.payload().topicSubscriptions();
        ledger.subscriptions.add(asked.stream().map(MqttTopicSubscription::topicFilter).toList());
        if (orders.subscribeCode == Orders.CLOSE) {
            cut();
            return;
        }

        Session mine = requireSession();
        long now = clock.getAsLong();
        List<Integer> codes = new ArrayList<>();
        List<Message> retained = new ArrayList<>();
        for (MqttTopicSubscription each : asked) {
            int code =
                    orders.subscribeCode >= FIRST_ERROR
                            ? orders.subscribeCode
                            : Math.min(orders.subscribeCode, each.qualityOfService().value());
            codes.add(code);
            if (code >= FIRST_ERROR) {
                continue;
            }

            Subscription subscription =
                    new Subscription(
                            TopicFilter.parse(each.topicFilter()),
                            code,
                            each.option().isRetainAsPublished());
            boolean isNew = router.subscribe(mine, subscription);
            RetainedHandlingPolicy policy = each.option().retainHandling();
            if (policy == RetainedHandlingPolicy.SEND_AT_SUBSCRIBE
                    || (isNew
                            && policy
                                    == RetainedHandlingPolicy
                                            .SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS)) {
                retained.addAll(router.retainedFor(subscription));
            }
        }

        write(ClientPackets.subAck(subscribe.variableHeader().messageId(), codes));
        retained.forEach(message -> mine.offerRetained(message, now));
        router.tick(now);
    }

    private void onUnsubscribe(MqttUnsubscribeMessage unsubscribe) {
        List<String> filters = unsubscribe.payload().topics();
        ledger.unsubscriptions.add(List.copyOf(filters));
        filters.forEach(filter -> router.unsubscribe(requireSession(), filter));
        write(ClientPackets.unsubAck(unsubscribe.variableHeader().messageId(), filters.size()));
    }

    private void onPublish(MqttPublishMessage publish) {
        Published published = Published.of(requireSession().clientId, publish);
        ledger.published.add(published);
        Message message = published.message();
        int code = orders.publishCode.applyAsInt(message.topic());
        if (code == Orders.CLOSE) {
            cut();
            return;
        }

        if (code == Orders.SILENCE) {
            return;
        }

        if (code < FIRST_ERROR) {
            router.route(message, clock.getAsLong());
        }

        if (message.qos() == 1) {
            write(ClientPackets.pubAck(publish.variableHeader().packetId(), code));
        }
    }

    private void onPubAck(int packetId) {
        Session mine = requireSession();
        long now = clock.getAsLong();
        mine.acknowledged(packetId, now);
        mine.pump(now);
        mine.subscriptions.values().stream()
                .filter(subscription -> subscription.filter().isShared())
                .forEach(subscription -> router.pump(subscription.filter(), now));
    }

    private void onDisconnect(MqttMessage disconnect) {
        ledger.disconnectCodes.add(ClientPackets.reasonCode(disconnect));
        Long expiry = ClientPackets.sessionExpiry(disconnect);
        if (session != null && expiry != null) {
            session.expireAfter(expiry);
        }

        cut();
    }

    private Session requireSession() {
        return Objects.requireNonNull(session, "The client has not sent CONNECT");
    }

    // Link.

    @Override
    public void publish(int packetId, Message message, Flags flags) {
        write(ClientPackets.publish(packetId, message, flags));
    }

    @Override
    public void disconnect(int reasonCode) {
        if (version >= MQTT_5) {
            write(ClientPackets.disconnect(reasonCode));
        }

        cut();
    }

    /** The session is offline at once, not only when the channel has closed. */
    @Override
    public void cut() {
        detach();
        Future<?> unused = channel.close();
    }

    @Override
    public void sendBytes(byte[] bytes) {
        write(Unpooled.wrappedBuffer(bytes));
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    private void write(Object packet) {
        Future<?> unused = channel.writeAndFlush(packet);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        detach();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        cut();
    }

    private void detach() {
        if (session != null && session.link() == this) {
            session.detach(clock.getAsLong());
            if (session.isExpired(clock.getAsLong())) {
                router.end(session);
            }
        }

        session = null;
    }
}
