package io.pythoflow.job.mqtt.sink;

import java.util.concurrent.CompletableFuture;

/** A publication on its way to being settled. Event loop only. */
final class PendingPublication {
    /** Grows in the order of writing. */
    final long number;

    final MqttPublication publication;
    final long writtenAtNanos;
    final CompletableFuture<Settlement> settled;

    /** Of the latest time; void before the first. */
    long sentAtNanos;

    /** Not sent before, since the broker refused it a moment ago. */
    long notBeforeNanos;

    int sendings;
    int refusals;

    PendingPublication(
            long number,
            MqttPublication publication,
            long writtenAtNanos,
            CompletableFuture<Settlement> settled) {
        this.number = number;
        this.publication = publication;
        this.writtenAtNanos = writtenAtNanos;
        this.settled = settled;
        this.notBeforeNanos = writtenAtNanos;
    }
}
