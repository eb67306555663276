package io.pythoflow.job.state;

/** What all {@link HotMapState}s of one operator hold together. Task thread only. */
final class HeldBytes {
    private long sum;

    void add(long bytes) {
        sum += bytes;
    }

    long sum() {
        return sum;
    }
}
