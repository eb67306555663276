package io.pythoflow.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * PUBLISH packets encoded before the run, one per sensor; each message is a copy with its packet
 * id, number and time written over. Messages go to the sensors in turn. One thread.
 */
final class PublishPackets implements Packets {
    static final int LAST_PACKET_ID = 65_535;

    private static final int PUBLISH_QOS_0 = 0x30;
    private static final int PUBLISH_QOS_1 = 0x32;

    private final byte[][] bySensor;
    private final int packetIdAt;
    private final int payloadAt;
    private final int qos;

    PublishPackets(int sensors, int qos) {
        this.qos = qos;
        this.bySensor = new byte[sensors][];
        int topicBytes = NumberedReading.topic(0).getBytes(UTF_8).length;
        int idBytes = qos == 0 ? 0 : Short.BYTES;
        int body = Short.BYTES + topicBytes + idBytes + NumberedReading.BYTES;
        byte[] length = RawConnection.remainingLength(body);
        this.packetIdAt = 1 + length.length + Short.BYTES + topicBytes;
        this.payloadAt = packetIdAt + idBytes;
        for (int sensor = 0; sensor < sensors; sensor++) {
            bySensor[sensor] =
                    ByteBuffer.allocate(1 + length.length + body)
                            .put((byte) (qos == 0 ? PUBLISH_QOS_0 : PUBLISH_QOS_1))
                            .put(length)
                            .putShort((short) topicBytes)
                            .put(NumberedReading.topic(sensor).getBytes(UTF_8))
                            .put(new byte[idBytes])
                            .put(NumberedReading.template(sensor))
                            .array();
        }
    }

    @Override
    public int packetBytes() {
        return bySensor[0].length;
    }

    @Override
    public int write(byte[] buffer, int start, long message, long epochMillis) {
        byte[] packet = bySensor[(int) (message % bySensor.length)];
        System.arraycopy(packet, 0, buffer, start, packet.length);
        if (qos == 1) {
            int packetId = (int) (message % LAST_PACKET_ID) + 1;
            buffer[start + packetIdAt] = (byte) (packetId >>> 8);
            buffer[start + packetIdAt + 1] = (byte) packetId;
        }
        NumberedReading.stamp(buffer, start + payloadAt, message, epochMillis);
        return start + packet.length;
    }
}
