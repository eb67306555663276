package io.pythoflow.job.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A foreign MQTT client that listens, too: 3.1.1 over a bare socket, QoS 1, clean session, sharing
 * no code with the job or the simulator. Messages arrive on a thread of its own, which may {@link
 * #send} but not {@link #publish}; a test calls from any other.
 */
public final class RawClient implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;
    private static final int CONNECT = 0x10;
    private static final int CLEAN_SESSION = 0x02;
    private static final int WILL_QOS_1 = 0x0c;
    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int RETAIN = 0x01;
    private static final int PUBACK = 0x40;
    private static final int SUBSCRIBE = 0x82;
    private static final int DISCONNECT = 0xe0;

    /**
     * A message.
     *
     * @param arrivedAt epoch milliseconds
     */
    public record Message(String topic, byte[] payload, long arrivedAt) {

        /** The payload as text. */
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final Consumer<Message> listener;

    /** By packet id. */
    private final Map<Integer, CompletableFuture<Void>> unanswered = new ConcurrentHashMap<>();

    /** Guarded by this. */
    private final DataOutputStream out;

    /** Guarded by this. */
    private int lastPacketId;

    private RawClient(
            String brokerUrl, String clientId, @Nullable Message will, Consumer<Message> listener)
            throws IOException {
        URI broker = URI.create(brokerUrl);
        this.listener = listener;
        socket = new Socket(broker.getHost(), broker.getPort());
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new DataOutputStream(socket.getOutputStream());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(body);
        fields.writeUTF("MQTT");
        fields.writeByte(4);
        fields.writeByte(will == null ? CLEAN_SESSION : CLEAN_SESSION | WILL_QOS_1);
        fields.writeShort(0); // no keep-alive
        fields.writeUTF(clientId);
        if (will != null) {
            fields.writeUTF(will.topic());
            fields.writeShort(will.payload().length);
            fields.write(will.payload());
        }
        writePacket(CONNECT, body.toByteArray());
        if (in.readByte() != 0x20
                || in.readByte() != 2
                || in.readByte() > 1
                || in.readByte() != 0) {
            throw new IOException("The broker at " + brokerUrl + " refused the connection");
        }
        Thread reader = new Thread(this::read, clientId);
        reader.setDaemon(true);
        reader.start();
    }

    /** Connects a client that hears what it subscribes to. */
    public static RawClient connect(String brokerUrl, String clientId, Consumer<Message> listener)
            throws IOException {
        return new RawClient(brokerUrl, clientId, null, listener);
    }

    /** Connects a client whose will the broker publishes when the connection breaks. */
    public static RawClient connectWithWill(
            String brokerUrl, String clientId, String willTopic, byte[] willPayload)
            throws IOException {
        return new RawClient(
                brokerUrl, clientId, new Message(willTopic, willPayload, 0), message -> {});
    }

    /** Subscribes with QoS 1; returns when the broker holds the subscription. */
    public void subscribe(String filter) throws IOException {
        await(
                write(
                        SUBSCRIBE,
                        (packetId, fields) -> {
                            fields.writeShort(packetId);
                            fields.writeUTF(filter);
                            fields.writeByte(1);
                        }));
    }

    /** Publishes with QoS 1; returns when the broker has the message. */
    public void publish(String topic, byte[] payload) throws IOException {
        await(write(PUBLISH_QOS_1, publication(topic, payload)));
    }

    /** Makes a payload the retained message of a topic. */
    public void publishRetained(String topic, byte[] payload) throws IOException {
        await(write(PUBLISH_QOS_1 | RETAIN, publication(topic, payload)));
    }

    /** Publishes with QoS 1, and does not wait. */
    public void send(String topic, byte[] payload) {
        try {
            CompletableFuture<Void> unused = write(PUBLISH_QOS_1, publication(topic, payload));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot publish to " + topic, e);
        }
    }

    /** Ends the connection without a goodbye, so that the broker publishes the will. */
    public void drop() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private interface Body {
        void write(int packetId, DataOutputStream fields) throws IOException;
    }

    private static Body publication(String topic, byte[] payload) {
        return (packetId, fields) -> {
            fields.writeUTF(topic);
            fields.writeShort(packetId);
            fields.write(payload);
        };
    }

    private synchronized CompletableFuture<Void> write(int head, Body body) throws IOException {
        lastPacketId = lastPacketId % 65_535 + 1;
        CompletableFuture<Void> answer = new CompletableFuture<>();
        unanswered.put(lastPacketId, answer);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.write(lastPacketId, new DataOutputStream(bytes));
        writePacket(head, bytes.toByteArray());
        return answer;
    }

    private static void await(CompletableFuture<Void> answer) {
        answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private synchronized void writePacket(int head, byte[] body) throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(head);
        int length = body.length;
        do {
            int digit = length & 0x7f;
            length >>>= 7;
            packet.write(length > 0 ? digit | 0x80 : digit);
        } while (length > 0);
        packet.writeBytes(body);
        out.write(packet.toByteArray());
    }

    private void read() {
        try {
            while (true) {
                int head = in.readUnsignedByte();
                byte[] body = in.readNBytes(readLength());
                DataInputStream fields = new DataInputStream(new ByteArrayInputStream(body));
                if (head >> 4 == 3) {
                    received(head, fields);
                } else {
                    CompletableFuture<Void> answer = unanswered.remove(fields.readUnsignedShort());
                    if (answer != null) {
                        answer.complete(null);
                    }
                }
            }
        } catch (IOException e) {
            unanswered.values().forEach(answer -> answer.completeExceptionally(e));
        }
    }

    private void received(int head, DataInputStream fields) throws IOException {
        long now = System.currentTimeMillis();
        String topic = fields.readUTF();
        int qos = head >> 1 & 3;
        int packetId = qos == 0 ? 0 : fields.readUnsignedShort();
        Message message = new Message(topic, fields.readAllBytes(), now);
        if (qos > 0) {
            writePacket(PUBACK, new byte[] {(byte) (packetId >> 8), (byte) packetId});
        }
        listener.accept(message);
    }

    private int readLength() throws IOException {
        int length = 0;
        int shift = 0;
        int digit;
        do {
            digit = in.readUnsignedByte();
            length |= (digit & 0x7f) << shift;
            shift += 7;
        } while ((digit & 0x80) != 0);
        return length;
    }

    @Override
    public void close() throws IOException {
        if (!socket.isClosed()) {
            try {
                writePacket(DISCONNECT, new byte[0]);
            } finally {
                socket.close();
            }
        }
    }
}
