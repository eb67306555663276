package io.pythoflow.sim.field.valve;

import java.util.function.LongConsumer;

/** What is to happen later. */
@FunctionalInterface
public interface Timers {

    /** Runs an action once, at a time in epoch ms, which it is given. */
    void at(long millis, LongConsumer action);
}
