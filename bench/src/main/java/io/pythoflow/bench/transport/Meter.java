package io.pythoflow.bench.transport;

import io.pythoflow.bench.process.CpuClock;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.wire.NumberedReading;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/**
 * Counts the messages of one connection, which must come in order, each once, and takes the
 * processor time between the end of the warm-up and the last message. {@link #received} is called
 * by the subscriber's thread; any thread may wait.
 */
final class Meter {
    private final long warmUp;
    private final long last;
    private final LongSupplier cpuNanos;
    private final CountDownLatch done = new CountDownLatch(1);
    private long received;
    private long outOfOrder;
    private long bytes;
    private long cpuAtStart;
    private long startNanos;
    private long cpuAtEnd;
    private long endNanos;

    /**
     * @param warmUp messages before the measured ones, at least 1
     * @param measured messages, at least 1
     */
    Meter(long warmUp, long measured, LongSupplier cpuNanos) {
        this.warmUp = warmUp;
        this.last = warmUp + measured;
        this.cpuNanos = cpuNanos;
    }

    static Meter ofThisProcess(long warmUp, long measured) {
        return new Meter(warmUp, measured, CpuClock::nanos);
    }

    void received(String topic, byte[] payload) {
        if (NumberedReading.number(payload) != received) {
            outOfOrder++;
        }
        bytes += topic.length() + payload.length;
        received++;
        if (received == warmUp) {
            cpuAtStart = cpuNanos.getAsLong();
            startNanos = System.nanoTime();
        } else if (received == last) {
            cpuAtEnd = cpuNanos.getAsLong();
            endNanos = System.nanoTime();
            done.countDown();
        }
    }

    boolean isDone() {
        return done.getCount() == 0;
    }

    void awaitDone() throws InterruptedException {
        done.await();
    }

    /** After the last message. */
    Figures figures() {
        return Figures.of("received", received)
                .with("outOfOrder", outOfOrder)
                .with("bytes", bytes)
                .with("measured", last - warmUp)
                .with("cpuNanos", cpuAtEnd - cpuAtStart)
                .with("nanos", endNanos - startNanos);
    }
}
