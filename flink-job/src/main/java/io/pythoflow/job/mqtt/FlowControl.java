package io.pythoflow.job.mqtt;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the memory of what one slot received and the task thread has not taken. The receive
 * maximum bounds QoS 1 in messages only, and QoS 0 not at all; so beyond these limits the slot
 * stops reading from the network, and the broker feels it.
 *
 * <p>{@link #received} is called on the event loop, {@link #taken} on the task thread.
 */
final class FlowControl {
    static final int MAXIMUM_MESSAGES = 4096;
    static final int MAXIMUM_BYTES = 4 << 20;

    /** Objects around a payload; keeps floods of tiny messages within the same memory. */
    private static final int BYTES_PER_MESSAGE = 256;

    private final Runnable pause;
    private final Runnable resume;
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger bytes = new AtomicInteger();
    private volatile boolean paused;

    /**
     * @param pause stops reading; takes effect before it returns if called on the event loop
     * @param resume reads again; any thread
     */
    FlowControl(Runnable pause, Runnable resume) {
        this.pause = pause;
        this.resume = resume;
    }

    void received(int payloadBytes) {
        messages.incrementAndGet();
        bytes.addAndGet(payloadBytes + BYTES_PER_MESSAGE);
        if (exceeds(1)) {
            paused = true;
            pause.run();
            // The task thread may have taken everything before it could see that reading paused.
            resumeIfLow();
        }
    }

    void taken(int payloadBytes) {
        messages.decrementAndGet();
        bytes.addAndGet(-payloadBytes - BYTES_PER_MESSAGE);
        resumeIfLow();
    }

    private void resumeIfLow() {
        if (paused && !exceeds(2)) {
            paused = false;
            resume.run();
        }
    }

    private boolean exceeds(int divisor) {
        return messages.get() >= MAXIMUM_MESSAGES / divisor
                || bytes.get() >= MAXIMUM_BYTES / divisor;
    }

    int queuedMessages() {
        return messages.get();
    }
}
