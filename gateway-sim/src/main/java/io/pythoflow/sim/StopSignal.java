package io.pythoflow.sim;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT and SIGTERM into an interruption of the thread that runs the command, and keeps the
 * JVM alive until that thread has disconnected and printed its summary.
 */
final class StopSignal {

    private static final int GRACE_SECONDS = 20;

    private final CountDownLatch finished = new CountDownLatch(1);

    /** Installed by {@code main} only: a hook belongs to the process. */
    static StopSignal interrupting(Thread commandThread) {
        StopSignal signal = new StopSignal();
        Thread hook = new Thread(() -> signal.stop(commandThread), "stop-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        return signal;
    }

    /** The command is over; nothing is left to wait for. */
    void commandFinished() {
        finished.countDown();
    }

    private void stop(Thread commandThread) {
        if (finished.getCount() == 0) {
            return;
        }
        commandThread.interrupt();
        try {
            if (!finished.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                System.err.printf(
                        "gateway-sim: Did not stop within %d s; ending anyway%n", GRACE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
