package io.pythoflow.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * MQTT 3.1.1 over a blocking socket, with nothing in between: the least that a client must do. One
 * thread reads, one writes.
 */
final class RawConnection implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    private static final int PUBACK = 0x40;
    private static final int SUBSCRIBE = 0x82;
    private static final int SUBACK = 0x90;
    private static final int DISCONNECT = 0xe0;
    private static final int PROTOCOL_LEVEL = 4;
    private static final int CLEAN_SESSION = 2;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /**
     * Connects with a clean session and no keep-alive.
     *
     * @param broker {@code mqtt://host:port}
     */
    static RawConnection open(URI broker, String clientId) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(
                    new InetSocketAddress(broker.getHost(), broker.getPort()), CONNECT_TIMEOUT_MS);
            RawConnection connection = new RawConnection(socket);
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            DataOutputStream fields = new DataOutputStream(body);
            fields.writeUTF("MQTT");
            fields.writeByte(PROTOCOL_LEVEL);
            fields.writeByte(CLEAN_SESSION);
            fields.writeShort(0);
            fields.writeUTF(clientId);
            connection.writePacket(CONNECT, body.toByteArray());
            connection.expect(CONNACK, 2);
            return connection;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Subscribes with QoS 1 and waits for the broker's yes. */
    void subscribe(String filter) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(body);
        fields.writeShort(1);
        byte[] name = filter.getBytes(UTF_8);
        fields.writeShort(name.length);
        fields.write(name);
        fields.writeByte(1);
        writePacket(SUBSCRIBE, body.toByteArray());
        expect(SUBACK, 3);
    }

    /** Reads a short packet whose last byte must be a code below 3. */
    private void expect(int type, int length) throws IOException {
        byte[] packet = in.readNBytes(2 + length);
        if (packet.length < 2 + length
                || (packet[0] & 0xff) != type
                || packet[1] != length
                || (packet[1 + length] & 0xff) > (type == CONNACK ? 0 : 1)) {
            throw new IOException(
                    "The broker at %s refused: expected packet type %d, got %s"
                            .formatted(
                                    socket.getRemoteSocketAddress(),
                                    type >> 4,
                                    HexFormat.of().formatHex(packet)));
        }
    }

    /** Writes a packet. */
    void send(int head, byte[] body) throws IOException {
        writePacket(head, body);
    }

    /** Reads the broker's yes to the one message that it has not acknowledged. */
    void awaitAcknowledgement() throws IOException {
        byte[] packet = in.readNBytes(2 + Short.BYTES);
        if (packet.length < 2 + Short.BYTES || (packet[0] & 0xff) != PUBACK) {
            throw new IOException(
                    "Expected an acknowledgement, got " + HexFormat.of().formatHex(packet));
        }
    }

    private void writePacket(int head, byte[] body) throws IOException {
        byte[] length = remainingLength(body.length);
        byte[] packet = new byte[1 + length.length + body.length];
        packet[0] = (byte) head;
        System.arraycopy(length, 0, packet, 1, length.length);
        System.arraycopy(body, 0, packet, 1 + length.length, body.length);
        out.write(packet);
    }

    /** The length field of a packet: seven bits per byte, least significant first. */
    static byte[] remainingLength(int length) {
        byte[] bytes = new byte[Integer.BYTES];
        int count = 0;
        int rest = length;
        do {
            int digit = rest & 0x7f;
            rest >>>= 7;
            bytes[count++] = (byte) (rest > 0 ? digit | 0x80 : digit);
        } while (rest > 0);
        return Arrays.copyOf(bytes, count);
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** How long a read waits for bytes before it fails with a timeout; 0 for ever. */
    void readTimeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            out.write(new byte[] {(byte) DISCONNECT, 0});
        }
    }
}
