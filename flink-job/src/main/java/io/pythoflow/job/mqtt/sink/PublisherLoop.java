package io.pythoflow.job.mqtt.sink;

import java.time.Duration;
import java.util.concurrent.Executor;

/** The event loop of a publisher, with its clocks. Any thread may call it. */
interface PublisherLoop extends Executor, AutoCloseable {

    /** Runs something once, after a while. */
    void schedule(Duration delay, Runnable action);

    /** Runs something again and again, until closed. */
    void repeat(Duration interval, Runnable action);

    /** Of a clock that only moves forward. */
    long nanoTime();

    /** Epoch milliseconds. */
    long epochMillis();

    /** Ends the thread and waits for it, within bounds. */
    @Override
    void close();
}
