package io.pythoflow.contract.rules;

import java.util.Objects;

/**
 * An order to water now. It passes demand, with it sensors and rain, and allowed hours, and nothing
 * else: not emergency stop, lock-out, frost, the longest run or the day's budget. Obeyed once.
 *
 * @param id tells one order from the next
 * @param durationSeconds how long
 * @param until epoch milliseconds; void from then on
 */
public record Manual(String id, int durationSeconds, long until) {

    public Manual {
        Objects.requireNonNull(id, "id");
    }
}
