package io.pythoflow.job.testing;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A foreign MQTT client: 3.1.1 over a bare socket, QoS 1, sharing no code with the job or the
 * simulator. {@link #publish} returns when the broker has acknowledged every message.
 */
public final class RawPublisher implements AutoCloseable {

    private static final int IN_FLIGHT = 50;
    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int RETAIN = 0x01;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    public RawPublisher(String brokerUrl, String clientId) throws IOException {
        URI broker = URI.create(brokerUrl);
        socket = new Socket(broker.getHost(), broker.getPort());
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(body);
        fields.writeUTF("MQTT");
        fields.writeByte(4);
        fields.writeByte(2); // clean session
        fields.writeShort(0); // no keep-alive
        fields.writeUTF(clientId);
        writePacket(0x10, body.toByteArray());
        out.flush();
        if (in.readByte() != 0x20
                || in.readByte() != 2
                || in.readByte() > 1
                || in.readByte() != 0) {
            throw new IOException("The broker at " + brokerUrl + " refused the connection");
        }
    }

    /**
     * Publishes readings of sensor A1 as a client of its own.
     *
     * @param timestamps of the readings, epoch milliseconds
     */
    public static void publishReadings(String brokerUrl, long... timestamps) throws IOException {
        List<byte[]> payloads = new ArrayList<>();
        for (long timestamp : timestamps) {
            payloads.add(
                    "{\"sensor_id\":\"A1\",\"ts\":%d,\"values\":{\"soil_moisture\":%d.5}}"
                            .formatted(timestamp, 20 + timestamp / 1000 % 10)
                            .getBytes(StandardCharsets.UTF_8));
        }
        try (RawPublisher publisher = new RawPublisher(brokerUrl, "a-foreign-client")) {
            publisher.publish("irrigation/sensors/A1/data", payloads);
        }
    }

    /** Publishes all payloads on one topic. */
    public void publish(String topic, List<byte[]> payloads) throws IOException {
        publish(topic, payloads, PUBLISH_QOS_1);
    }

    /** Makes a payload the retained message of a topic. */
    public void publishRetained(String topic, byte[] payload) throws IOException {
        publish(topic, List.of(payload), PUBLISH_QOS_1 | RETAIN);
    }

    private void publish(String topic, List<byte[]> payloads, int header) throws IOException {
        int acknowledged = 0;
        for (int i = 0; i < payloads.size(); i++) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            DataOutputStream fields = new DataOutputStream(body);
            byte[] name = topic.getBytes(StandardCharsets.UTF_8);
            fields.writeShort(name.length);
            fields.write(name);
            fields.writeShort(i % 65_535 + 1);
            fields.write(payloads.get(i));
            writePacket(header, body.toByteArray());
            if (i - acknowledged >= IN_FLIGHT) {
                out.flush();
                readAck();
                acknowledged++;
            }
        }
        out.flush();
        for (; acknowledged < payloads.size(); acknowledged++) {
            readAck();
        }
    }

    private void readAck() throws IOException {
        int type = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (type != 0x40 || length != 2) {
            throw new IOException("Expected an acknowledgement, got packet type " + (type >> 4));
        }
        in.readUnsignedShort();
    }

    private void writePacket(int head, byte[] body) throws IOException {
        out.writeByte(head);
        int length = body.length;
        do {
            int digit = length & 0x7f;
            length >>>= 7;
            out.writeByte(length > 0 ? digit | 0x80 : digit);
        } while (length > 0);
        out.write(body);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
