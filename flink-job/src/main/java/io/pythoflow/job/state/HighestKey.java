package io.pythoflow.job.state;

import org.apache.flink.api.common.state.ListState;
import org.jspecify.annotations.Nullable;

/**
 * Up to where a map state has entries, all keys of the operator taken together: whoever looks for
 * one beyond need not ask the state. Never too low; it does not fall when entries go. Task thread
 * only.
 */
final class HighestKey {
    private final @Nullable ListState<Long> saved;
    private long mapKey;

    private HighestKey(@Nullable ListState<Long> saved, long mapKey) {
        this.saved = saved;
        this.mapKey = mapKey;
    }

    /** Of a state that may have any entry. */
    static HighestKey unknown() {
        return new HighestKey(null, Long.MAX_VALUE);
    }

    /** Of a state without entries. */
    static HighestKey none(ListState<Long> saved) {
        return new HighestKey(saved, Long.MIN_VALUE);
    }

    /**
     * Of a state as it was restored.
     *
     * @param saved what all subtasks knew; nothing, if they were of a version that did not save it
     */
    static HighestKey restored(ListState<Long> saved) throws Exception {
        long highest = Long.MIN_VALUE;
        boolean known = false;
        for (long ofSubtask : saved.get()) {
            highest = Math.max(highest, ofSubtask);
            known = true;
        }
        return new HighestKey(saved, known ? highest : Long.MAX_VALUE);
    }

    /** There is an entry of this key now. */
    void raise(long put) {
        mapKey = Math.max(mapKey, put);
    }

    long mapKey() {
        return mapKey;
    }

    /** Called before every checkpoint. */
    void save() throws Exception {
        if (saved != null) {
            saved.clear();
            saved.add(mapKey);
        }
    }
}
