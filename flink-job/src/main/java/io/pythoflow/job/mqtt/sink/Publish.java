package io.pythoflow.job.mqtt.sink;

/** When the sink publishes what was written to it. */
public enum Publish {
    /**
     * At once. The checkpoint waits until the broker has answered everything. What was published
     * and is rolled back by a failure stays published, and what replaces it is published too.
     */
    ON_WRITE,

    /**
     * When the checkpoint that contains it has completed, so that nothing is published that is
     * rolled back. The price is a latency of up to one checkpoint interval.
     */
    ON_COMMIT
}
