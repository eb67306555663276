package io.pythoflow.job.mqtt;

import java.util.concurrent.atomic.AtomicLong;

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

    /** Messages in the upper half, bytes in the lower: one atomic step counts both. */
    private final AtomicLong queued = new AtomicLong();

    private volatile boolean paused;

    /**
     * @param pause stops reading; takes effect before it returns if called on the event loop
     * @param resume reads again; any thread
     */
    FlowControl(Runnable pause, Runnable resume) {
        this.pause = pause;
        this.resume = resume;
    }

    /** Before the task thread can take them, so that what is queued is never less than nothing. */
    void received(int messages, int payloadBytes) {
        if (exceeds(queued.addAndGet(counted(messages, payloadBytes)), 1)) {
            paused = true;
            pause.run();
            // The task thread may have taken everything before it could see that reading paused.
            resumeIfLow();
        }
    }

    void taken(int payloadBytes) {
        queued.addAndGet(-counted(1, payloadBytes));
        resumeIfLow();
    }

    private void resumeIfLow() {
        if (paused && !exceeds(queued.get(), 2)) {
            paused = false;
            resume.run();
        }
    }

    private static long counted(int messages, int payloadBytes) {
        return ((long) messages << Integer.SIZE)
                + payloadBytes
                + (long) messages * BYTES_PER_MESSAGE;
    }

    private static boolean exceeds(long queued, int divisor) {
        return queued >> Integer.SIZE >= MAXIMUM_MESSAGES / divisor
                || (int) queued >= MAXIMUM_BYTES / divisor;
    }

    int queuedMessages() {
        return (int) (queued.get() >> Integer.SIZE);
    }
}
