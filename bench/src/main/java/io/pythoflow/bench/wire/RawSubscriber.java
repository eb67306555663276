package io.pythoflow.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * The baseline: one thread that blocks on a socket, takes PUBLISH packets apart by hand, hands
 * topic and payload over, and writes acknowledgements in one write when they have been held for
 * long enough. It pings nobody, reconnects never and checks little.
 */
public final class RawSubscriber {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int PUBLISH = 3;
    private static final byte PUBACK = 0x40;
    private static final int PUBACK_BYTES = 4;

    /** How long a silence delays what is due; below the precision of the hold. */
    private static final int SILENCE_MS = 50;

    private final long holdNanos;
    private byte[] acknowledgements = new byte[BUFFER_BYTES];
    private int acknowledgementBytes;
    private long heldSince;

    /** Takes a message on the reading thread. */
    public interface Receiver {
        void received(String topic, byte[] payload);
    }

    /**
     * @param hold how long acknowledgements wait for each other
     */
    public RawSubscriber(Duration hold) {
        this.holdNanos = hold.toNanos();
    }

    /** Subscribes and receives, in this thread, until {@code done} says so. */
    public void run(
            URI broker,
            String clientId,
            String filter,
            Runnable subscribed,
            Receiver receiver,
            BooleanSupplier done)
            throws IOException {
        try (RawConnection connection = RawConnection.open(broker, clientId)) {
            connection.subscribe(filter);
            connection.readTimeout(SILENCE_MS);
            subscribed.run();
            heldSince = System.nanoTime();
            byte[] buffer = new byte[BUFFER_BYTES];
            int filled = 0;
            while (!done.getAsBoolean()) {
                filled += read(connection, buffer, filled);
                int taken = takeApart(buffer, filled, receiver);
                System.arraycopy(buffer, taken, buffer, 0, filled - taken);
                filled -= taken;
                if (System.nanoTime() - heldSince >= holdNanos) {
                    acknowledge(connection);
                }
            }
            acknowledge(connection);
        }
    }

    private static int read(RawConnection connection, byte[] buffer, int filled)
            throws IOException {
        try {
            int read = connection.in().read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                throw new EOFException("The broker closed the subscriber's connection");
            }
            return read;
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    /** Hands over the whole packets at the start of the buffer; how many bytes they take. */
    private int takeApart(byte[] buffer, int filled, Receiver receiver) throws IOException {
        int start = 0;
        while (start + 1 < filled) {
            int length = 0;
            int at = start + 1;
            int shift = 0;
            int digit;
            do {
                if (at == filled) {
                    return start;
                }
                digit = buffer[at++];
                length |= (digit & 0x7f) << shift;
                shift += 7;
            } while (digit < 0);
            int end = at + length;
            if (end > filled) {
                return start;
            }
            if ((buffer[start] & 0xff) >> 4 == PUBLISH) {
                publish(buffer, buffer[start] & 0xff, at, end, receiver);
            } else {
                throw new IOException(
                        "Expected a message, got packet type " + ((buffer[start] & 0xff) >> 4));
            }
            start = end;
        }
        return start;
    }

    private void publish(byte[] buffer, int head, int start, int end, Receiver receiver) {
        int topicBytes = ((buffer[start] & 0xff) << 8) | (buffer[start + 1] & 0xff);
        int at = start + Short.BYTES + topicBytes;
        if ((head & 0x06) != 0) {
            hold(buffer[at], buffer[at + 1]);
            at += Short.BYTES;
        }
        receiver.received(
                new String(buffer, start + Short.BYTES, topicBytes, UTF_8),
                Arrays.copyOfRange(buffer, at, end));
    }

    private void hold(byte idHigh, byte idLow) {
        if (acknowledgementBytes + PUBACK_BYTES > acknowledgements.length) {
            acknowledgements = Arrays.copyOf(acknowledgements, 2 * acknowledgements.length);
        }
        acknowledgements[acknowledgementBytes] = PUBACK;
        acknowledgements[acknowledgementBytes + 1] = 2;
        acknowledgements[acknowledgementBytes + 2] = idHigh;
        acknowledgements[acknowledgementBytes + 3] = idLow;
        acknowledgementBytes += PUBACK_BYTES;
    }

    private void acknowledge(RawConnection connection) throws IOException {
        connection.out().write(acknowledgements, 0, acknowledgementBytes);
        acknowledgementBytes = 0;
        heldSince = System.nanoTime();
    }
}
