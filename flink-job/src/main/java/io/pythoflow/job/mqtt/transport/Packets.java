package io.pythoflow.job.mqtt.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.SubscribeBuilder;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.UnsubscribeBuilder;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The packets that this side sends. */
final class Packets {
    /** AWS IoT Core takes no more filters in one SUBSCRIBE or UNSUBSCRIBE. */
    private static final int FILTERS_PER_PACKET = 8;

    /** UNSUBSCRIBE packets count from here, SUBSCRIBE packets from 1, publications later. */
    static final int FIRST_UNSUBSCRIBE = 0x80;

    private static final int PUBACK_BYTES = 4;

    private Packets() {}

    static MqttMessage connect(ConnectionSettings settings) {
        MqttProperties properties = new MqttProperties();
        add(
                properties,
                MqttPropertyType.SESSION_EXPIRY_INTERVAL,
                (int) settings.sessionExpiry().toSeconds());
        add(properties, MqttPropertyType.RECEIVE_MAXIMUM, settings.receiveMaximum());
        add(properties, MqttPropertyType.MAXIMUM_PACKET_SIZE, settings.maximumPacketSize());
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(settings.clientId())
                .cleanSession(!settings.keepsSession())
                .keepAlive((int) settings.keepAlive().toSeconds())
                .properties(properties)
                .build();
    }

    /** One packet per eight filters; their packet ids count from 1. */
    static List<MqttMessage> subscribe(ConnectionSettings settings) {
        MqttSubscriptionOption option =
                new MqttSubscriptionOption(
                        MqttQoS.AT_LEAST_ONCE,
                        false /* no local */,
                        true /* retain as published */,
                        settings.keepsSession()
                                ? RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS
                                : RetainedHandlingPolicy.SEND_AT_SUBSCRIBE);
        List<MqttMessage> packets = new ArrayList<>();
        for (List<String> some : inPackets(settings.filters())) {
            SubscribeBuilder builder =
                    MqttMessageBuilders.subscribe().messageId(packets.size() + 1);
            some.forEach(filter -> builder.addSubscription(filter, option));
            packets.add(builder.build());
        }

        return packets;
    }

    /** One packet per eight filters; their packet ids count from {@link #FIRST_UNSUBSCRIBE}. */
    static List<MqttMessage> unsubscribe(List<String> filters) {
        List<MqttMessage> packets = new ArrayList<>();
        for (List<String> some : inPackets(filters)) {
            UnsubscribeBuilder builder =
                    MqttMessageBuilders.unsubscribe().messageId(FIRST_UNSUBSCRIBE + packets.size());
            some.forEach(builder::addTopicFilter);
            packets.add(builder.build());
        }

        return packets;
    }

    private static List<List<String>> inPackets(List<String> filters) {
        List<List<String>> packets = new ArrayList<>();
        for (int from = 0; from < filters.size(); from += FILTERS_PER_PACKET) {
            packets.add(filters.subList(from, Math.min(from + FILTERS_PER_PACKET, filters.size())));
        }

        return packets;
    }

    static ByteBuf pubAcks(ByteBufAllocator allocator, int[] packetIds) {
        ByteBuf buffer = allocator.buffer(packetIds.length * PUBACK_BYTES);
        int header = MqttMessageType.PUBACK.value() << 4;
        for (int packetId : packetIds) {
            buffer.writeByte(header).writeByte(2).writeShort(packetId);
        }

        return buffer;
    }

    static MqttMessage publish(Publication publication, int packetId) {
        return MqttMessageBuilders.publish()
                .topicName(publication.topic())
                .qos(MqttQoS.valueOf(publication.qos()))
                .retained(publication.retained())
                .messageId(packetId)
                .properties(properties(publication))
                .payload(Unpooled.wrappedBuffer(publication.payload()))
                .build();
    }

    private static MqttProperties properties(Publication publication) {
        MqttProperties properties = new MqttProperties();
        if (publication.messageExpirySeconds() != null) {
            add(
                    properties,
                    MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL,
                    publication.messageExpirySeconds().intValue());
        }

        if (publication.correlationData() != null) {
            properties.add(
                    new BinaryProperty(
                            MqttPropertyType.CORRELATION_DATA.value(),
                            publication.correlationData()));
        }

        add(properties, MqttPropertyType.RESPONSE_TOPIC, publication.responseTopic());
        add(properties, MqttPropertyType.CONTENT_TYPE, publication.contentType());
        return properties;
    }

    static MqttMessage disconnect(int reasonCode) {
        return disconnect(reasonCode, MqttProperties.NO_PROPERTIES);
    }

    /** Goodbye, and the session may be forgotten (MQTT 5, §3.14.2.2.2). */
    static MqttMessage disconnectAndEndSession() {
        MqttProperties properties = new MqttProperties();
        add(properties, MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0);
        return disconnect(0, properties);
    }

    private static MqttMessage disconnect(int reasonCode, MqttProperties properties) {
        return new MqttMessage(
                new MqttFixedHeader(
                        MqttMessageType.DISCONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttReasonCodeAndPropertiesVariableHeader((byte) reasonCode, properties));
    }

    private static void add(MqttProperties properties, MqttPropertyType type, int value) {
        properties.add(new IntegerProperty(type.value(), value));
    }

    private static void add(
            MqttProperties properties, MqttPropertyType type, @Nullable String value) {
        if (value != null) {
            properties.add(new StringProperty(type.value(), value));
        }
    }
}
