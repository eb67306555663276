package io.pythoflow.job.mqtt.transport;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.Collections;

/** The packets with which {@link FakeBroker} answers. */
final class FakeAnswers {
    private FakeAnswers() {}

    static MqttMessage connAck(int code, SessionState session, MqttProperties properties) {
        return MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.valueOf((byte) code))
                .sessionPresent(code == 0 && session == SessionState.RESUMED)
                .properties(properties)
                .build();
    }

    static MqttMessage subAck(MqttSubscribeMessage subscribe, int code) {
        int filters = subscribe.payload().topicSubscriptions().size();
        return new MqttSubAckMessage(
                new MqttFixedHeader(MqttMessageType.SUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttMessageIdAndPropertiesVariableHeader(
                        subscribe.variableHeader().messageId(), MqttProperties.NO_PROPERTIES),
                new MqttSubAckPayload(Collections.nCopies(filters, code)));
    }

    static MqttMessage unsubAck(MqttUnsubscribeMessage unsubscribe) {
        int filters = unsubscribe.payload().topics().size();
        return MqttMessageBuilders.unsubAck()
                .packetId(unsubscribe.variableHeader().messageId())
                .addReasonCodes(Collections.nCopies(filters, (short) 0).toArray(Short[]::new))
                .build();
    }

    static MqttMessage pubAck(MqttPublishMessage publish, int code) {
        return MqttMessageBuilders.pubAck()
                .packetId(publish.variableHeader().packetId())
                .reasonCode((byte) code)
                .build();
    }
}
