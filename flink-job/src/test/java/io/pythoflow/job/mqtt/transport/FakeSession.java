package io.pythoflow.job.mqtt.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@link FakeBroker} keeps of one client. Belongs to the broker's thread. */
final class FakeSession {
    record Message(String topic, byte[] payload, int qos) {}

    final List<String> filters = new ArrayList<>();
    final Map<Integer, Message> unacknowledged = new LinkedHashMap<>();
    final Deque<Message> queue = new ArrayDeque<>();
    final List<Integer> acknowledged = new ArrayList<>();
    int receiveMaximum;
    int mostUnacknowledged;
    @Nullable Channel channel;
    private int lastPacketId;

    void deliver(Message message) {
        if (message.qos() > 0) {
            queue.add(message);
            sendQueued();
        } else {
            send(0, message, false);
        }
    }

    void sendQueued() {
        while (channel != null && !queue.isEmpty() && unacknowledged.size() < receiveMaximum) {
            Message message = queue.remove();
            do {
                lastPacketId = lastPacketId % 65535 + 1;
            } while (unacknowledged.containsKey(lastPacketId));
            unacknowledged.put(lastPacketId, message);
            mostUnacknowledged = Math.max(mostUnacknowledged, unacknowledged.size());
            send(lastPacketId, message, false);
        }
    }

    void send(int packetId, Message message, boolean duplicate) {
        if (channel != null) {
            Future<?> unused =
                    channel.writeAndFlush(
                            new MqttPublishMessage(
                                    new MqttFixedHeader(
                                            MqttMessageType.PUBLISH,
                                            duplicate,
                                            MqttQoS.valueOf(message.qos()),
                                            false,
                                            0),
                                    new MqttPublishVariableHeader(message.topic(), packetId),
                                    Unpooled.wrappedBuffer(message.payload())));
        }
    }

    /** What the client announced. */
    static int receiveMaximum(MqttConnectMessage connect) {
        MqttProperty<?> property =
                connect.variableHeader()
                        .properties()
                        .getProperty(MqttPropertyType.RECEIVE_MAXIMUM.value());
        return property == null ? 65535 : (Integer) property.value();
    }

    /** Whether the client leaves no session behind. */
    static boolean endsWith(MqttReasonCodeAndPropertiesVariableHeader goodbye) {
        MqttProperty<?> expiry =
                goodbye.properties().getProperty(MqttPropertyType.SESSION_EXPIRY_INTERVAL.value());
        return expiry != null && expiry.value().equals(0);
    }

    static boolean matches(String filter, String topic) {
        String[] parts = filter.split("/", -1);
        String[] levels = topic.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].equals("#")) {
                return true;
            }

            if (i >= levels.length || (!parts[i].equals("+") && !parts[i].equals(levels[i]))) {
                return false;
            }
        }

        return parts.length == levels.length;
    }
}
