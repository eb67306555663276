package io.pythoflow.job.mqtt.transport;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A PUBLISH of a client, as {@link FakeBroker} received it. */
public record Published(
        String clientId,
        String topic,
        byte[] payload,
        boolean duplicate,
        boolean retained,
        MqttProperties properties) {

    static Published of(String clientId, MqttPublishMessage publish) {
        return new Published(
                clientId,
                publish.variableHeader().topicName(),
                ByteBufUtil.getBytes(publish.payload()),
                publish.fixedHeader().isDup(),
                publish.fixedHeader().isRetain(),
                publish.variableHeader().properties());
    }

    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** Null if the packet does not carry it. */
    public @Nullable Object property(MqttPropertyType type) {
        MqttProperty<?> property = properties.getProperty(type.value());
        return property == null ? null : property.value();
    }
}
