package io.pythoflow.job.mqtt.quirks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A client whose packets reach the broker's logic without a network, in the thread of the test. */
final class EmbeddedClient {
    /** A PUBLISH as it came. */
    record Received(int packetId, String text, boolean duplicate, boolean retained) {}

    final List<Received> received = new ArrayList<>();

    /** Everything but PUBLISH. */
    final List<MqttMessage> answers = new ArrayList<>();

    private final EmbeddedChannel channel = new EmbeddedChannel();

    EmbeddedClient(Function<Channel, ClientConnection> broker) {
        channel.pipeline().addLast(broker.apply(channel));
    }

    /**
     * Connects without clean start.
     *
     * @return whether the broker knew the session
     */
    boolean connect(String clientId, int sessionExpirySeconds) {
        MqttProperties properties = new MqttProperties();
        properties.add(
                new IntegerProperty(
                        MqttPropertyType.SESSION_EXPIRY_INTERVAL.value(), sessionExpirySeconds));
        send(
                MqttMessageBuilders.connect()
                        .protocolVersion(MqttVersion.MQTT_5)
                        .clientId(clientId)
                        .cleanSession(false)
                        .properties(properties)
                        .build());
        MqttConnAckMessage connAck = (MqttConnAckMessage) answers.remove(0);
        return connAck.variableHeader().isSessionPresent();
    }

    void subscribe(String filter) {
        send(
                MqttMessageBuilders.subscribe()
                        .messageId(1)
                        .addSubscription(MqttQoS.AT_LEAST_ONCE, filter)
                        .build());
    }

    void unsubscribe(String filter) {
        send(MqttMessageBuilders.unsubscribe().messageId(2).addTopicFilter(filter).build());
    }

    /** Several texts arrive at once. */
    void publish(String topic, String... texts) {
        send(
                Arrays.stream(texts)
                        .map(
                                text ->
                                        MqttMessageBuilders.publish()
                                                .topicName(topic)
                                                .qos(MqttQoS.AT_LEAST_ONCE)
                                                .messageId(3)
                                                .payload(
                                                        Unpooled.wrappedBuffer(
                                                                text.getBytes(UTF_8)))
                                                .build())
                        .toArray(MqttMessage[]::new));
    }

    void acknowledge(int packetId) {
        send(MqttMessageBuilders.pubAck().packetId(packetId).build());
    }

    void acknowledgeAll() {
        read();
        received.stream().map(Received::packetId).distinct().forEach(this::acknowledge);
    }

    /** Says goodbye, and that the session may end after so many seconds. */
    void disconnect(int sessionExpirySeconds) {
        MqttProperties properties = new MqttProperties();
        properties.add(
                new IntegerProperty(
                        MqttPropertyType.SESSION_EXPIRY_INTERVAL.value(), sessionExpirySeconds));
        send(
                new MqttMessage(
                        new MqttFixedHeader(
                                MqttMessageType.DISCONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0),
                        new MqttReasonCodeAndPropertiesVariableHeader((byte) 0, properties)));
    }

    void vanish() {
        channel.close().syncUninterruptibly();
        read();
    }

    boolean isOpen() {
        read();
        return channel.isOpen();
    }

    List<String> texts() {
        read();
        return received.stream().map(Received::text).toList();
    }

    MqttMessageType lastAnswer() {
        read();
        return answers.get(answers.size() - 1).fixedHeader().messageType();
    }

    private void send(MqttMessage... packets) {
        channel.writeInbound((Object[]) packets);
        read();
    }

    void read() {
        channel.runPendingTasks();
        for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            if (out instanceof MqttPublishMessage publish) {
                received.add(
                        new Received(
                                publish.variableHeader().packetId(),
                                new String(ByteBufUtil.getBytes(publish.payload()), UTF_8),
                                publish.fixedHeader().isDup(),
                                publish.fixedHeader().isRetain()));
                publish.release();
            } else {
                answers.add((MqttMessage) out);
            }
        }
    }
}
