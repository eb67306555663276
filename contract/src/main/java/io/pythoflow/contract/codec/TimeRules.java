package io.pythoflow.contract.codec;

/** Which times of a sender's clock are believed. Takes the time of receipt as an argument. */
final class TimeRules {

    /** How a sender's time compares with the time of receipt. */
    enum Verdict {
        BELIEVED,
        /** After receipt, but within what clocks do. */
        AHEAD,
        FAR_AHEAD,
        /** From before any device had a clock. */
        NEVER_SET,
        TOO_OLD
    }

    private final long maxAheadMillis;
    private final long toleranceMillis;
    private final long maxAgeMillis;

    TimeRules(DecodeLimits limits) {
        maxAheadMillis = limits.maxAhead().toMillis();
        toleranceMillis = limits.clockAheadTolerance().toMillis();
        maxAgeMillis = limits.maxAge() == null ? Long.MAX_VALUE : limits.maxAge().toMillis();
    }

    Verdict judge(SentTime time, long receivedAt) {
        if (time.isBeforeClocks()) {
            return Verdict.NEVER_SET;
        }
        long ahead = time.epochMillis() - receivedAt;
        if (ahead > maxAheadMillis) {
            return Verdict.FAR_AHEAD;
        }
        if (ahead > toleranceMillis) {
            return Verdict.AHEAD;
        }
        return -ahead > maxAgeMillis ? Verdict.TOO_OLD : Verdict.BELIEVED;
    }

    /** The time as sent where it is believed, also if old; the time of receipt otherwise. */
    long believedOr(SentTime time, long receivedAt) {
        if (time.isAbsent()) {
            return receivedAt;
        }
        return switch (judge(time, receivedAt)) {
            case BELIEVED, AHEAD, TOO_OLD -> time.epochMillis();
            case FAR_AHEAD, NEVER_SET -> receivedAt;
        };
    }
}
