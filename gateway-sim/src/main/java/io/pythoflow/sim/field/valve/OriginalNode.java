package io.pythoflow.sim.field.valve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node of the original firmware: opens its valve when told to, sleeps ({@code delay}) until the
 * time is over, and shuts it. It has no longest time, no memory of commands and no answer.
 *
 * <p>While it sleeps it is silent, but its network stack is not: the UDP context of the ESP8266
 * core keeps up to four packets that were not read ({@code rxBufMaxDepth}) and drops the rest. So a
 * second command is obeyed after the first one's time, if it finds room among the polls that came
 * meanwhile. Late answers to those polls are not simulated: the gateway waits 5 s for them.
 */
public final class OriginalNode {

    private static final int MOST_PACKETS = 4;
    private static final long POLL = -1;

    private final Timers timers;
    private final @Nullable Outlet outlet;
    private final Misbehaviours.Dice dice;
    private final Deque<Long> unread = new ArrayDeque<>();
    private @Nullable Run run;
    private @Nullable Run leaking;

    /** One opening. */
    private static final class Run {
        private final Set<Misbehaviour> struck;

        Run(Set<Misbehaviour> struck) {
            this.struck = struck;
        }
    }

    /**
     * @param outlet what its relay opens; null where no valve hangs on it
     */
    public OriginalNode(
            String identifier,
            @Nullable Outlet outlet,
            Timers timers,
            Misbehaviours misbehaviours) {
        this.timers = timers;
        this.outlet = outlet;
        this.dice = misbehaviours.of(identifier);
    }

    /** Whether it answers when it is polled. */
    public boolean poll() {
        if (run == null) {
            return true;
        }
        keep(POLL);
        return false;
    }

    /** A command arrives. */
    public void water(long durationMillis, long now) {
        if (dice.strikes(Misbehaviour.IGNORE_COMMAND)) {
            return;
        }
        if (run == null) {
            open(durationMillis, now);
        } else {
            keep(durationMillis);
        }
    }

    private void keep(long packet) {
        if (unread.size() < MOST_PACKETS) {
            unread.add(packet);
        }
    }

    private void open(long durationMillis, long now) {
        Run current = new Run(dice.strikeRun());
        run = current;
        leaking = null;
        if (outlet != null) {
            outlet.flow(Misbehaviours.openFlow(current.struck, outlet.usualLitersPerMinute()));
        }
        if (current.struck.contains(Misbehaviour.REBOOT_MID_RUN)) {
            timers.at(now + durationMillis / 2, then -> restart(current));
        }
        long stuckMillis =
                current.struck.contains(Misbehaviour.STICK_OPEN) ? Misbehaviours.LASTING_MILLIS : 0;
        timers.at(now + durationMillis + stuckMillis, then -> shut(current, then));
    }

    private void shut(Run ended, long now) {
        if (run != ended) {
            return;
        }
        run = null;
        if (outlet != null) {
            double drips = Misbehaviours.shutFlow(ended.struck, outlet.usualLitersPerMinute());
            outlet.flow(drips);
            if (drips > 0) {
                leaking = ended;
                timers.at(now + Misbehaviours.LASTING_MILLIS, then -> seal(ended));
            }
        }
        while (run == null && !unread.isEmpty()) {
            long packet = unread.remove();
            if (packet != POLL) {
                open(packet, now);
            }
        }
    }

    private void seal(Run leaked) {
        if (leaking == leaked && outlet != null) {
            leaking = null;
            outlet.flow(0);
        }
    }

    /** Power is lost for a moment: the valve falls shut, and what was not read is gone. */
    private void restart(Run cut) {
        if (run == cut) {
            run = null;
            unread.clear();
            if (outlet != null) {
                outlet.flow(0);
            }
        }
    }
}
