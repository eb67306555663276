package io.pythoflow.job.control.valve;

import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.state.NullableText;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Failures in a row, and the lock-out that only a person ends. */
final class LockOut {
    private static final int FAILURES_TO_LOCK_OUT = 3;
    private static final long NEVER = -1;

    private int failures;
    private long since = NEVER;
    private @Nullable String reason;

    int failures() {
        return failures;
    }

    @Nullable String reason() {
        return reason;
    }

    /** Counts a failure; whether it is one too many. */
    boolean fail() {
        failures++;
        return failures >= FAILURES_TO_LOCK_OUT && since == NEVER;
    }

    void succeed() {
        failures = 0;
    }

    void lock(String why, long now) {
        if (since == NEVER) {
            since = now;
            reason = why;
        }
    }

    /** A reset whose time has not come yet resets nothing yet. */
    boolean isLocked(Zone zone, long now) {
        return since != NEVER && !isReset(zone, now);
    }

    /** Whether a person has reset what was locked and nobody has noted it yet. */
    boolean isReset(Zone zone, long now) {
        Long resetAt = zone.maintenanceResetAt();
        return since != NEVER && resetAt != null && resetAt >= since && resetAt <= now;
    }

    void reset() {
        failures = 0;
        since = NEVER;
        reason = null;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(failures);
        out.writeLong(since);
        NullableText.write(reason, out);
    }

    static LockOut read(DataInput in) throws IOException {
        LockOut lockOut = new LockOut();
        lockOut.failures = in.readInt();
        lockOut.since = in.readLong();
        lockOut.reason = NullableText.read(in);
        return lockOut;
    }
}
