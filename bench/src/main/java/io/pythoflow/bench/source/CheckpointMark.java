package io.pythoflow.bench.source;

import java.util.List;

/**
 * How many messages had come when a checkpoint completed.
 *
 * @param atNanos of a clock that never goes back
 */
record CheckpointMark(long atNanos, long arrived) {
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * Messages per second over whole periods, from one checkpoint to another.
     *
     * @param marks in order
     * @param first index of the one to start at
     * @param periods checkpoints later to end at
     */
    static double rate(List<CheckpointMark> marks, int first, int periods) {
        CheckpointMark from = marks.get(first);
        CheckpointMark to = marks.get(first + periods);
        return (to.arrived - from.arrived) / ((to.atNanos - from.atNanos) / NANOS_PER_SECOND);
    }

    /** The first checkpoint before which messages had come. */
    static int firstWithMessages(List<CheckpointMark> marks) {
        for (int i = 0; i < marks.size(); i++) {
            if (marks.get(i).arrived > 0) {
                return i;
            }
        }
        return marks.size();
    }
}
