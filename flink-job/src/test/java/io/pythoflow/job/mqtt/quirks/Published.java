package io.pythoflow.job.mqtt.quirks;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import org.jspecify.annotations.Nullable;

/**
 * A PUBLISH of a client as it came, whatever the broker made of it.
 *
 * @param duplicate the client says that it sent it before
 * @param properties of MQTT 5; no subscriber gets them
 */
public record Published(
        String clientId, Message message, boolean duplicate, MqttProperties properties) {

    static Published of(String clientId, MqttPublishMessage publish) {
        return new Published(
                clientId,
                new Message(
                        publish.variableHeader().topicName(),
                        ByteBufUtil.getBytes(publish.payload()),
                        publish.fixedHeader().qosLevel().value(),
                        publish.fixedHeader().isRetain()),
                publish.fixedHeader().isDup(),
                publish.variableHeader().properties());
    }

    /** The payload as UTF-8. */
    public String text() {
        return message.text();
    }

    /** Null if the packet does not carry it. */
    public @Nullable Object property(MqttPropertyType type) {
        MqttProperty<?> property = properties.getProperty(type.value());
        return property == null ? null : property.value();
    }
}
