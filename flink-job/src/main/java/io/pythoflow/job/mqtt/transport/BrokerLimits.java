package io.pythoflow.job.mqtt.transport;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;

/**
 * What a broker takes from a client, as it says when it accepts a connection (MQTT 5, §3.2.2.3).
 * One that is sent more ends the connection.
 *
 * @param receiveMaximum QoS 1 publications that may be unanswered at a time, 1 to 65535
 * @param maximumPacketBytes largest packet, header included
 */
public record BrokerLimits(int receiveMaximum, long maximumPacketBytes) {
    /** What holds where the broker says nothing: the protocol's own limits. */
    public static final BrokerLimits NONE = new BrokerLimits(65_535, 268_435_460);

    static BrokerLimits of(MqttProperties connAck) {
        return new BrokerLimits(
                (int) value(connAck, MqttPropertyType.RECEIVE_MAXIMUM, NONE.receiveMaximum),
                value(connAck, MqttPropertyType.MAXIMUM_PACKET_SIZE, NONE.maximumPacketBytes));
    }

    private static long value(MqttProperties properties, MqttPropertyType type, long otherwise) {
        return properties.getProperty(type.value()) instanceof IntegerProperty property
                ? Integer.toUnsignedLong(property.value())
                : otherwise;
    }
}
