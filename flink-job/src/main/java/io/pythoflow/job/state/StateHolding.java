package io.pythoflow.job.state;

import java.io.Serializable;

/**
 * Where an operator's values live between checkpoints.
 *
 * @param inPlace whether state is objects on the heap, to be changed where they are
 * @param mostBytes what may stay as objects otherwise
 */
record StateHolding(boolean inPlace, long mostBytes) implements Serializable {
    /** Right with every backend: each value is read and written each time. */
    static final StateHolding NONE = new StateHolding(false, 0);

    /** State on the heap. */
    static final StateHolding IN_PLACE = new StateHolding(true, Long.MAX_VALUE);
}
