package io.pythoflow.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;

/** Publishes one message at a time with QoS 1, for times that begin when it is sent. One thread. */
public final class SinglePublisher implements AutoCloseable {
    private static final int PUBLISH_QOS_1 = 0x32;

    private final RawConnection connection;
    private int packetId;

    private SinglePublisher(RawConnection connection) {
        this.connection = connection;
    }

    /** Connects. */
    public static SinglePublisher open(URI broker, String clientId) throws IOException {
        return new SinglePublisher(RawConnection.open(broker, clientId));
    }

    /** Publishes; returns when the broker has the message. */
    public void publish(String topic, String payload) throws IOException {
        packetId = packetId % PublishPackets.LAST_PACKET_ID + 1;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(body);
        fields.writeUTF(topic);
        fields.writeShort(packetId);
        fields.write(payload.getBytes(UTF_8));
        connection.send(PUBLISH_QOS_1, body.toByteArray());
        connection.awaitAcknowledgement();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
