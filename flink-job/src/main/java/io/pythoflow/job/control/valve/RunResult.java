package io.pythoflow.job.control.valve;

import java.util.Locale;

/** How a run ended. State knows the names. */
enum RunResult {
    COMPLETED,
    REJECTED,
    EXPIRED,
    ABORTED,
    TIMED_OUT,
    DELIVERED,
    ADVISED,
    UNKNOWN;

    /** The word in tables. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
