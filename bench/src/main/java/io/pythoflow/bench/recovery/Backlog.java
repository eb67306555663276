package io.pythoflow.bench.recovery;

import io.pythoflow.bench.process.Counted;
import io.pythoflow.bench.process.Counted.Sample;

/**
 * What waits for a job that was started again. What the former one had acknowledged is not known
 * while it happens, but follows from the end: all else was delivered to its successor, once.
 *
 * @param sent by the publisher
 * @param received by the successor
 */
record Backlog(Counted sent, Counted received) {

    /** Messages that the former job had acknowledged. */
    long acknowledgedBefore() {
        return sent.latest() - received.latest();
    }

    /**
     * When it was gone: the first time from which on there were never more messages than allowed.
     *
     * @return by {@link System#nanoTime}; the last sample's time if it never was
     */
    long goneAt(double allowed) {
        long before = acknowledgedBefore();
        long goneAt = Long.MIN_VALUE;
        long last = 0;
        for (Sample sample : received.samples()) {
            double waiting = sent.at(sample.nanos()) - before - sample.count();
            if (waiting > allowed) {
                goneAt = Long.MIN_VALUE;
            } else if (goneAt == Long.MIN_VALUE) {
                goneAt = sample.nanos();
            }
            last = sample.nanos();
        }
        return goneAt == Long.MIN_VALUE ? last : goneAt;
    }

    /** The most that waited at any time that the successor said something. */
    double most() {
        long before = acknowledgedBefore();
        return received.samples().stream()
                .mapToDouble(sample -> sent.at(sample.nanos()) - before - sample.count())
                .max()
                .orElse(0);
    }
}
