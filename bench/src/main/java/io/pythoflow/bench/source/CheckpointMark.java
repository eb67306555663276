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
     * Messages per second from the first checkpoint to the last.
     *
     * @param marks in order, at least two
     */
    static double rate(List<CheckpointMark> marks) {
        CheckpointMark from = marks.get(0);
        CheckpointMark to = marks.get(marks.size() - 1);
        return (to.arrived - from.arrived) / ((to.atNanos - from.atNanos) / NANOS_PER_SECOND);
    }

    /**
     * The most messages from one checkpoint to the next.
     *
     * @param marks in order, at least two
     */
    static long most(List<CheckpointMark> marks) {
        long most = 0;
        for (int i = 1; i < marks.size(); i++) {
            most = Math.max(most, marks.get(i).arrived - marks.get(i - 1).arrived);
        }
        return most;
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
