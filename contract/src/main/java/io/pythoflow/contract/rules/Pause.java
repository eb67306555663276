package io.pythoflow.contract.rules;

import org.jspecify.annotations.Nullable;

/**
 * Nothing opens for a while; what is open runs to its end.
 *
 * @param until epoch milliseconds; null for until it is lifted
 * @param reason for the people who ask
 */
public record Pause(@Nullable Long until, @Nullable String reason) {

    /** Whether it still holds at a time, epoch milliseconds. */
    public boolean holdsAt(long now) {
        return until == null || now < until;
    }
}
