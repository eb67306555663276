package io.pythoflow.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pythoflow.bench.load.Messages;
import io.pythoflow.bench.load.Workload;
import java.util.HashMap;
import java.util.Map;

/** The messages of a workload with QoS 1. Everything follows from their numbers, times too. */
final class WorkloadPackets implements Packets {
    private static final int PUBLISH_QOS_1 = 0x32;

    private final Messages messages;
    private final byte[] head;
    private final int packetBytes;
    private final Map<String, byte[]> topics = new HashMap<>();

    WorkloadPackets(Workload workload) {
        this.messages = new Messages(workload);
        int topicBytes = messages.topic(0).getBytes(UTF_8).length;
        int body = Short.BYTES + topicBytes + Short.BYTES + messages.payloadBytes();
        byte[] length = RawConnection.remainingLength(body);
        head = new byte[1 + length.length + Short.BYTES];
        head[0] = (byte) PUBLISH_QOS_1;
        System.arraycopy(length, 0, head, 1, length.length);
        head[1 + length.length] = (byte) (topicBytes >>> 8);
        head[2 + length.length] = (byte) topicBytes;
        packetBytes = 1 + length.length + body;
    }

    @Override
    public int packetBytes() {
        return packetBytes;
    }

    @Override
    public int write(byte[] buffer, int start, long message, long epochMillis) {
        System.arraycopy(head, 0, buffer, start, head.length);
        byte[] topic =
                topics.computeIfAbsent(messages.topic(message), name -> name.getBytes(UTF_8));
        int at = start + head.length;
        System.arraycopy(topic, 0, buffer, at, topic.length);
        at += topic.length;
        int packetId = (int) (message % PublishPackets.LAST_PACKET_ID) + 1;
        buffer[at] = (byte) (packetId >>> 8);
        buffer[at + 1] = (byte) packetId;
        messages.write(buffer, at + Short.BYTES, message);
        return start + packetBytes;
    }
}
