package io.pythoflow.sim.field.fault;

import io.pythoflow.sim.field.fault.Episode.Phase;
import java.util.OptionalLong;
import java.util.Random;

/** The clock of one gateway: right, an hour ahead, or not set since the last start. */
public final class GatewayClock {

    private static final long HOUR_MILLIS = 3_600_000;

    private enum State {
        RIGHT,
        HOUR_AHEAD,
        SINCE_BOOT,
        ABSENT
    }

    private final FaultPlan plan;
    private final Episode ahead;
    private final Episode unset;
    private final Random form;
    private long bootMillis;
    private State state = State.RIGHT;

    /** A clock that is set, unless {@link Fault#NO_CLOCK} is on, from {@code startMillis} on. */
    public GatewayClock(FaultPlan plan, String gatewayId, long startMillis) {
        this.plan = plan;
        this.ahead = plan.episodes(Fault.CLOCK_AHEAD, gatewayId);
        this.unset = plan.episodes(Fault.NO_CLOCK, gatewayId);
        this.form = plan.random(Fault.NO_CLOCK, gatewayId + " form");
        this.bootMillis = startMillis;
        if (plan.rate(Fault.NO_CLOCK) > 0) {
            unset.beginNow();
            loseTime();
        }
    }

    /**
     * Moves on to the next message.
     *
     * @return whether the gateway restarted just before it
     */
    public boolean restartsBeforeMessageAt(long nowMillis) {
        // At its start the gateway is without time already, so that episode is no second start.
        Phase phase = unset.next();
        boolean restarts = phase == Phase.BEGINS && isSet();
        boolean isAhead = ahead.next().strikes();
        if (restarts) {
            bootMillis = nowMillis;
            loseTime();
        }
        if (phase.strikes()) {
            plan.struck(Fault.NO_CLOCK);
        } else if (isAhead) {
            plan.struck(Fault.CLOCK_AHEAD);
            state = State.HOUR_AHEAD;
        } else {
            state = State.RIGHT;
        }
        return restarts;
    }

    /** The gateway lost power and is back, and NTP has answered if it had before. */
    public void restart(long nowMillis) {
        bootMillis = nowMillis;
    }

    /** What the gateway takes for the time, epoch ms; empty if it does not dare to say. */
    public OptionalLong stamp(long nowMillis) {
        return switch (state) {
            case RIGHT -> OptionalLong.of(nowMillis);
            case HOUR_AHEAD -> OptionalLong.of(nowMillis + HOUR_MILLIS);
            case SINCE_BOOT -> OptionalLong.of(nowMillis - bootMillis);
            case ABSENT -> OptionalLong.empty();
        };
    }

    /** Whether NTP has answered since the last start. */
    public boolean isSet() {
        return state == State.RIGHT || state == State.HOUR_AHEAD;
    }

    public long uptimeSeconds(long nowMillis) {
        return (nowMillis - bootMillis) / 1000;
    }

    private void loseTime() {
        state = form.nextBoolean() ? State.SINCE_BOOT : State.ABSENT;
    }
}
