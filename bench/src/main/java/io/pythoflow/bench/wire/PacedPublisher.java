package io.pythoflow.bench.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Publishes numbered messages through one connection when they are due and waits until the broker
 * has acknowledged all. What is due goes out in one write. The caller's thread writes; another one
 * counts acknowledgements.
 */
final class PacedPublisher {
    private static final int BATCH_BYTES = 64 << 10;
    private static final int PUBACK_BYTES = 4;
    private static final int PUBACK = 0x40;
    private static final long ROOM_CHECK_NANOS = 100_000;

    private final RawConnection connection;
    private final Packets packets;
    private final Plan plan;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable IOException> readFailure = new AtomicReference<>();

    /**
     * What to publish.
     *
     * @param first number of the first message
     * @param messages in all
     * @param schedule when each is due, counted from 0
     * @param qos 0 or 1
     * @param inFlight unacknowledged messages at most, 1 to 65,535
     */
    record Plan(long first, long messages, Schedule schedule, int qos, int inFlight) {}

    /** Is told on the publishing thread, before each write. */
    interface Watch {
        void sending(long sentSoFar, long elapsedNanos);
    }

    /**
     * What came of it.
     *
     * @param acknowledged by the broker; with QoS 0 what was handed to the network
     * @param mostBehindNanos how late a message left at worst
     */
    record Outcome(long published, long acknowledged, long nanos, long mostBehindNanos) {}

    PacedPublisher(RawConnection connection, Packets packets, Plan plan) {
        this.connection = connection;
        this.packets = packets;
        this.plan = plan;
    }

    Outcome run(Watch watch) throws IOException {
        Schedule schedule = plan.schedule();
        Thread reader = new Thread(this::countAcknowledgements, "acknowledgements");
        reader.setDaemon(true);
        reader.start();

        byte[] buffer = new byte[BATCH_BYTES];
        int batch = BATCH_BYTES / packets.packetBytes();
        long mostBehind = 0;
        long start = System.nanoTime();
        long next = 0;
        while (next < plan.messages()) {
            long elapsed = System.nanoTime() - start;
            watch.sending(next, elapsed);
            long due = Math.min(plan.messages(), schedule.dueBy(elapsed));
            if (next >= due) {
                LockSupport.parkNanos(schedule.dueNanos(next) - elapsed);
                continue;
            }
            mostBehind = Math.max(mostBehind, elapsed - schedule.dueNanos(next));
            long room = plan.qos() == 0 ? batch : plan.inFlight() - (next - acknowledged.get());
            if (room <= 0) {
                failIfUnread();
                LockSupport.parkNanos(ROOM_CHECK_NANOS);
                continue;
            }
            next = write(buffer, next, Math.min(Math.min(due - next, room), batch));
        }
        long nanos = System.nanoTime() - start;
        while (plan.qos() == 1 && acknowledged.get() < plan.messages()) {
            failIfUnread();
            LockSupport.parkNanos(ROOM_CHECK_NANOS);
        }
        return new Outcome(next, plan.qos() == 0 ? next : acknowledged.get(), nanos, mostBehind);
    }

    private long write(byte[] buffer, long first, long count) throws IOException {
        long now = System.currentTimeMillis();
        int end = 0;
        for (long message = first; message < first + count; message++) {
            end = packets.write(buffer, end, plan.first() + message, now);
        }
        connection.out().write(buffer, 0, end);
        return first + count;
    }

    private void failIfUnread() throws IOException {
        IOException failure = readFailure.get();
        if (failure != null) {
            throw new IOException("The broker ended the publisher's connection", failure);
        }
    }

    private void countAcknowledgements() {
        try {
            InputStream in = connection.in();
            byte[] bytes = new byte[BATCH_BYTES];
            int filled = 0;
            while (true) {
                int read = in.read(bytes, filled, bytes.length - filled);
                if (read < 0) {
                    throw new EOFException("The connection was closed");
                }
                filled += read;
                int whole = filled - filled % PUBACK_BYTES;
                for (int at = 0; at < whole; at += PUBACK_BYTES) {
                    if (bytes[at] != PUBACK || bytes[at + 1] != 2) {
                        throw new IOException(
                                "Expected an acknowledgement, got packet type "
                                        + ((bytes[at] & 0xff) >> 4));
                    }
                }
                acknowledged.addAndGet(whole / PUBACK_BYTES);
                System.arraycopy(bytes, whole, bytes, 0, filled - whole);
                filled -= whole;
            }
        } catch (IOException e) {
            readFailure.set(e);
        }
    }
}
