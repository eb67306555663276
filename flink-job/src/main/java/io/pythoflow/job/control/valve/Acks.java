package io.pythoflow.job.control.valve;

import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.CommandAck.State;
import org.jspecify.annotations.Nullable;

/** How an acknowledgement is read. */
final class Acks {

    private Acks() {}

    /** Of a duplicate, how far the first got, where its code says so. */
    static State effectiveState(CommandAck ack) {
        if (ack.state() == State.DUPLICATE) {
            for (State first : State.values()) {
                if (first.name().equals(ack.code())) {
                    return first;
                }
            }
        }
        return ack.state();
    }

    /** Null where the device did not say, or said no number. */
    static @Nullable Double durationSeconds(CommandAck ack) {
        return finite(ack.actualDurationSeconds());
    }

    /** Null where the device did not say, or said no number. */
    static @Nullable Double volumeLiters(CommandAck ack) {
        return finite(ack.volumeLiters());
    }

    /** Code and message, where there are any. */
    static @Nullable String detail(CommandAck ack) {
        if (ack.code() == null) {
            return ack.message();
        }
        return ack.message() == null ? ack.code() : ack.code() + ": " + ack.message();
    }

    private static @Nullable Double finite(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }
}
