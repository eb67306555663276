package io.pythoflow.job.mqtt.quirks;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The packets that the broker sends, and properties of those that it gets. */
final class ClientPackets {
    static final int SESSION_TAKEN_OVER = 0x8e;

    private ClientPackets() {}

    static MqttConnAckMessage connAck(
            int reasonCode, boolean sessionPresent, MqttProperties properties) {
        return MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.valueOf((byte) reasonCode))
                .sessionPresent(sessionPresent)
                .properties(properties)
                .build();
    }

    static MqttMessage subAck(int packetId, List<Integer> reasonCodes) {
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(
                        packetId, MqttProperties.NO_PROPERTIES),
                new MqttSubAckPayload(reasonCodes.stream().mapToInt(Integer::intValue).toArray()));
    }

    static MqttMessage unsubAck(int packetId, int count) {
        return new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(
                        packetId, MqttProperties.NO_PROPERTIES),
                new MqttUnsubAckPayload(Collections.nCopies(count, (short) 0)));
    }

    static MqttMessage pubAck(int packetId, int reasonCode) {
        return MqttMessageBuilders.pubAck()
                .packetId(packetId)
                .reasonCode((byte) reasonCode)
                .build();
    }

    static MqttMessage publish(int packetId, Message message, Link.Flags flags) {
        return new MqttPublishMessage(
                new MqttFixedHeader(
                        MqttMessageType.PUBLISH,
                        flags == Link.Flags.DUPLICATE,
                        MqttQoS.valueOf(message.qos()),
                        flags == Link.Flags.RETAINED,
                        0),
                new MqttPublishVariableHeader(message.topic(), packetId),
                Unpooled.wrappedBuffer(message.payload()));
    }

    static MqttMessage disconnect(int reasonCode) {
        return new MqttMessage(
                header(MqttMessageType.DISCONNECT),
                new MqttReasonCodeAndPropertiesVariableHeader(
                        (byte) reasonCode, MqttProperties.NO_PROPERTIES));
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }

    static int receiveMaximum(MqttConnectMessage connect) {
        Long value =
                integer(connect.variableHeader().properties(), MqttPropertyType.RECEIVE_MAXIMUM);
        return value == null ? 65_535 : value.intValue();
    }

    /** Seconds; MQTT 3.1.1 has none: for ever, or until the connection ends. */
    static long sessionExpiry(MqttConnectMessage connect) {
        if (connect.variableHeader().version() < 5) {
            return connect.variableHeader().isCleanSession() ? 0 : 0xffff_ffffL;
        }

        Long value =
                integer(
                        connect.variableHeader().properties(),
                        MqttPropertyType.SESSION_EXPIRY_INTERVAL);
        return value == null ? 0 : value;
    }

    /** What a DISCONNECT says of the session's expiry, in seconds; null if nothing. */
    static @Nullable Long sessionExpiry(MqttMessage disconnect) {
        return disconnect.variableHeader()
                        instanceof MqttReasonCodeAndPropertiesVariableHeader header
                ? integer(header.properties(), MqttPropertyType.SESSION_EXPIRY_INTERVAL)
                : null;
    }

    static int reasonCode(MqttMessage disconnect) {
        return disconnect.variableHeader()
                        instanceof MqttReasonCodeAndPropertiesVariableHeader header
                ? header.reasonCode() & 0xff
                : 0;
    }

    private static @Nullable Long integer(MqttProperties properties, MqttPropertyType type) {
        MqttProperty<?> property = properties.getProperty(type.value());
        return property == null ? null : ((Integer) property.value()) & 0xffff_ffffL;
    }
}
