package io.pythoflow.job.mqtt.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection from CONNECT to DISCONNECT. Lives on the event loop of its channel; the
 * transport calls it there too.
 */
final class MqttConnection extends ChannelInboundHandlerAdapter {
    private static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(2);

    private enum Phase {
        HANDSHAKE,
        CONNECTED,
        /** DISCONNECT is sent; what still arrives is left to the session. */
        LEAVING
    }

    private final long number;
    private final ConnectionSettings settings;
    private final NettyMqttTransport transport;
    private final MqttListener listener;

    /** Packet ids of SUBSCRIBE and UNSUBSCRIBE. */
    private final Set<Integer> unanswered = new HashSet<>();

    private final PendingPublications publications = new PendingPublications();

    private Phase phase = Phase.HANDSHAKE;
    private @Nullable KeepAlive keepAlive;
    private @Nullable AnswerTimeout answerTimeout;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Disconnect reason;

    MqttConnection(
            long number,
            ConnectionSettings settings,
            NettyMqttTransport transport,
            MqttListener listener) {
        this.number = number;
        this.settings = settings;
        this.transport = transport;
        this.listener = listener;
    }

    long number() {
        return number;
    }

    MqttListener listener() {
        return listener;
    }

    boolean isConnected() {
        return phase == Phase.CONNECTED;
    }

    /** False while the broker's name is looked up. */
    boolean hasChannel() {
        return context != null;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (ctx.pipeline().get(SslHandler.class) == null) {
            sendConnect(ctx);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            sendConnect(ctx);
        }
    }

    private void sendConnect(ChannelHandlerContext ctx) {
        write(ctx, Packets.connect(settings));
        expectAnswer("CONNECT", () -> phase != Phase.HANDSHAKE);
    }

    private void expectAnswer(String packet, BooleanSupplier answered) {
        answerTimeout = new AnswerTimeout(requireContext(), packet, answered, this::lose);
        answerTimeout.start();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        if (keepAlive != null) {
            keepAlive.heard();
        }

        try {
            MqttMessage message = (MqttMessage) packet;
            if (message.decoderResult().isFailure()) {
                undecodable(ctx, message.decoderResult().cause());
            } else if (phase != Phase.LEAVING) {
                dispatch(ctx, message);
            }
        } finally {
            ReferenceCountUtil.release(packet);
        }
    }

    private void dispatch(ChannelHandlerContext ctx, MqttMessage message) {
        if (phase == Phase.HANDSHAKE) {
            if (message instanceof MqttConnAckMessage connAck) {
                onConnAck(ctx, connAck);
            } else {
                protocolError(ctx, message.fixedHeader().messageType() + " before CONNACK");
            }

            return;
        }

        switch (message.fixedHeader().messageType()) {
            case PUBLISH -> onPublish(ctx, (MqttPublishMessage) message);
            case PUBACK -> onPubAck((MqttMessageIdVariableHeader) message.variableHeader());
            case SUBACK -> onSubAck((MqttSubAckMessage) message);
            case UNSUBACK -> onUnsubAck((MqttUnsubAckMessage) message);
            case DISCONNECT ->
                    refused(
                            "ended the connection",
                            ReasonCode.of(
                                    ((MqttReasonCodeAndPropertiesVariableHeader)
                                                    message.variableHeader())
                                            .reasonCode()));
            case PINGRESP -> {
                // Having been heard is all that it says.
            }
            default -> protocolError(ctx, "unexpected " + message.fixedHeader().messageType());
        }
    }

    private void onConnAck(ChannelHandlerContext ctx, MqttConnAckMessage connAck) {
        ReasonCode code = ReasonCode.of(connAck.variableHeader().connectReturnCode().byteValue());
        if (code.value() != 0) {
            refused("refused the connection", code);
            return;
        }

        phase = Phase.CONNECTED;
        int keepAliveSeconds = (int) settings.keepAlive().toSeconds();
        MqttProperty<?> serverKeepAlive =
                connAck.variableHeader()
                        .properties()
                        .getProperty(MqttPropertyType.SERVER_KEEP_ALIVE.value());
        if (serverKeepAlive instanceof IntegerProperty seconds) {
            keepAliveSeconds = seconds.value();
        }

        if (keepAliveSeconds > 0) {
            keepAlive = new KeepAlive(ctx, Duration.ofSeconds(keepAliveSeconds), this::lose);
            keepAlive.start();
        }

        listener.limits(number, BrokerLimits.of(connAck.variableHeader().properties()));
        transport.connected(
                this,
                connAck.variableHeader().isSessionPresent()
                        ? SessionState.RESUMED
                        : SessionState.NEW);
    }

    /**
     * Unsubscribes from the former filters, should the session hold them, and subscribes to the
     * present ones; the transport hears when the broker has done all of it.
     */
    void subscribe(SessionState session) {
        ChannelHandlerContext ctx = requireContext();
        if (session == SessionState.RESUMED) {
            for (MqttMessage unsubscribe : Packets.unsubscribe(settings.formerFilters())) {
                request(ctx, unsubscribe);
            }
        }

        for (MqttMessage subscribe : Packets.subscribe(settings)) {
            request(ctx, subscribe);
        }

        if (unanswered.isEmpty()) {
            transport.subscribed(this);
        } else {
            expectAnswer("SUBSCRIBE", unanswered::isEmpty);
        }
    }

    private void request(ChannelHandlerContext ctx, MqttMessage packet) {
        unanswered.add(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId());
        write(ctx, packet);
    }

    private void onSubAck(MqttSubAckMessage subAck) {
        for (int granted : subAck.payload().reasonCodes()) {
            if (granted >= ReasonCode.FIRST_ERROR) {
                refused(
                        "refused the subscription to " + settings.filters(),
                        ReasonCode.of(granted));
                return;
            }
        }

        answered(subAck.variableHeader().messageId());
    }

    /** A subscription that was not there is fine. */
    private void onUnsubAck(MqttUnsubAckMessage unsubAck) {
        for (short code : unsubAck.payload().unsubscribeReasonCodes()) {
            if (code >= ReasonCode.FIRST_ERROR) {
                refused(
                        "refused to unsubscribe from " + settings.formerFilters(),
                        ReasonCode.of(code));
                return;
            }
        }

        answered(unsubAck.variableHeader().messageId());
    }

    private void answered(int packetId) {
        if (unanswered.remove(packetId) && unanswered.isEmpty()) {
            transport.subscribed(this);
        }
    }

    /** Whether SUBSCRIBE or UNSUBSCRIBE was sent and not answered. */
    boolean isSubscribing() {
        return !unanswered.isEmpty();
    }

    private void onPublish(ChannelHandlerContext ctx, MqttPublishMessage publish) {
        int qos = publish.fixedHeader().qosLevel().value();
        if (qos > 1) {
            write(ctx, Packets.disconnect(ReasonCode.QOS_NOT_SUPPORTED));
            lose("the broker sent QoS " + qos + " though at most 1 was asked for");
            return;
        }

        if (answerTimeout != null) {
            answerTimeout.delivered();
        }

        listener.received(
                new InboundMessage(
                        number,
                        qos == 0 ? 0 : publish.variableHeader().packetId(),
                        qos,
                        publish.fixedHeader().isDup(),
                        publish.fixedHeader().isRetain(),
                        publish.variableHeader().topicName(),
                        ByteBufUtil.getBytes(publish.payload()),
                        System.currentTimeMillis()));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        listener.receivedAll();
    }

    /** Bypasses the encoder: a PUBACK that says success is four bytes, and many fit one buffer. */
    void acknowledge(int[] packetIds) {
        ChannelHandlerContext ctx = requireContext();
        ByteBuf acknowledgements = Packets.pubAcks(ctx.alloc(), packetIds);
        ctx.writeAndFlush(acknowledgements)
                .addListener(
                        written -> {
                            if (written.isSuccess()) {
                                listener.acknowledged(
                                        number, packetIds.length, System.currentTimeMillis());
                            }
                        });
    }

    void publish(Publication publication, CompletableFuture<Integer> outcome) {
        publications.publish(requireContext(), publication, outcome);
    }

    private void onPubAck(MqttMessageIdVariableHeader header) {
        int code =
                header instanceof MqttPubReplyMessageVariableHeader reply
                        ? reply.reasonCode() & 0xff
                        : 0;
        publications.answered(header.messageId(), code);
    }

    /** Says goodbye after everything that was written, and waits for the broker to hang up. */
    void leave() {
        leave(MqttMessage.DISCONNECT, () -> {});
    }

    /**
     * Like {@link #leave}, and the broker forgets the session; runs the action once that is sent.
     */
    void endSession(Runnable sent) {
        leave(Packets.disconnectAndEndSession(), sent);
    }

    private void leave(MqttMessage goodbye, Runnable sent) {
        ChannelHandlerContext ctx = requireContext();
        if (phase != Phase.CONNECTED) {
            close(ctx);
            return;
        }

        phase = Phase.LEAVING;
        if (keepAlive != null) {
            keepAlive.stop();
        }

        // Closing with unread bytes would reset the connection, and a reset may overtake the
        // acknowledgements on their way: so the rest is read and left alone.
        ctx.channel().config().setAutoRead(true);
        ctx.writeAndFlush(goodbye)
                .addListener(
                        written -> {
                            if (written.isSuccess()) {
                                sent.run();
                            }
                        });
        Future<?> unused = after(GOODBYE_TIMEOUT, () -> close(ctx));
    }

    private void undecodable(ChannelHandlerContext ctx, Throwable cause) {
        boolean tooLarge = cause instanceof TooLongFrameException;
        write(
                ctx,
                Packets.disconnect(
                        tooLarge ? ReasonCode.PACKET_TOO_LARGE : ReasonCode.MALFORMED_PACKET));
        String hint =
                tooLarge
                        ? ", larger than the maximum packet size of "
                                + settings.maximumPacketSize()
                                + " bytes"
                        : phase == Phase.HANDSHAKE ? "; does the broker speak MQTT 5?" : "";
        end(
                new Disconnect(
                        Disconnect.Kind.UNDECODABLE,
                        "a packet could not be decoded" + hint + " (" + cause.getMessage() + ")"));
    }

    private void protocolError(ChannelHandlerContext ctx, String what) {
        write(ctx, Packets.disconnect(ReasonCode.PROTOCOL_ERROR));
        lose("the broker broke the protocol: " + what);
    }

    private void refused(String what, ReasonCode code) {
        String text = "the broker " + what + ": " + code;
        String advice = code.adviceTo(settings);
        if (advice != null) {
            transport.fail(
                    this,
                    new MqttFatalException(
                            String.format(
                                    "Client %s cannot go on at %s: %s. To mend it, %s",
                                    settings.clientId(), settings.broker(), text, advice)));
        }

        end(new Disconnect(Disconnect.Kind.REFUSED, text));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        lose(root instanceof IOException ? String.valueOf(root.getMessage()) : root.toString());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        String stage =
                phase == Phase.HANDSHAKE
                        ? "the broker closed the connection before it answered CONNECT"
                        : unanswered.isEmpty()
                                ? "the broker closed the connection"
                                : "the broker closed the connection instead of answering SUBSCRIBE;"
                                        + " if it repeats, this client may not subscribe to "
                                        + settings.filters();
        publications.fail("The connection ended before the broker answered: publish again");
        phase = Phase.LEAVING;
        transport.ended(this, reason == null ? Disconnect.lost(stage) : reason);
    }

    /** The first reason is the cause; what follows from it is not reported. */
    private void end(Disconnect disconnect) {
        if (reason == null) {
            reason = disconnect;
        }

        close(requireContext());
    }

    private static void close(ChannelHandlerContext ctx) {
        Future<?> unused = ctx.close();
    }

    private void lose(String why) {
        end(Disconnect.lost(why));
    }

    private static void write(ChannelHandlerContext ctx, Object packet) {
        // A failed write ends the connection through exceptionCaught.
        Future<?> unused = ctx.writeAndFlush(packet, ctx.voidPromise());
    }

    private Future<?> after(Duration delay, Runnable action) {
        return requireContext()
                .executor()
                .schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    void pauseReading() {
        requireContext().channel().config().setAutoRead(false);
    }

    void resumeReading() {
        if (keepAlive != null) {
            keepAlive.heard();
        }

        if (answerTimeout != null) {
            answerTimeout.delivered();
        }

        requireContext().channel().config().setAutoRead(true);
    }

    private ChannelHandlerContext requireContext() {
        if (context == null) {
            throw new IllegalStateException("The connection has no channel yet: start it first");
        }

        return context;
    }
}
