package io.pythoflow.job.control.valve;

import static io.pythoflow.job.control.valve.RunState.NEVER;

import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.valve.RunState.Stage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The valve of one zone: what it was ordered, what its device made of it, and whether it may be
 * ordered anything.
 *
 * <ol>
 *   <li>{@link #order} hands out the OPEN, which waits for its checkpoint;
 *   <li>{@link #committed}: it may have been published from now on. Silence is counted from here,
 *       answered by repetitions of the same command, and ends in an unknown outcome;
 *   <li>{@link #answered} and {@link #reported} tell what the device does, {@link #measuredFlow}
 *       what the water does. Whatever is in doubt is told to close, until it is known to be closed;
 *   <li>the run is recorded as ended once; the zone is busy until no copy of the OPEN can open the
 *       valve any more and the valve is closed.
 * </ol>
 *
 * <p>Answers may be lost, late, doubled and out of order. All times are epoch milliseconds of the
 * job's clock; only to put messages of one device in order does the device's own clock count. A
 * device of protocol {@code original} never answers and is believed to have watered; it is busy for
 * as long as it may be open, had the broker kept the OPEN until its last moment.
 */
public final class ValveLife {

    /** All parts in the order of {@link #write}. */
    private static final int VERSION = 1;

    private final ValveTimings timings;
    private final ControlMode jobMode;
    private final Valve valve;
    private final Answers answers;
    private final Deadlines deadlines;
    private final FlowWatch flow;

    /** Not state: the latest time that was told. */
    private long clock = NEVER;

    /**
     * A valve of which nothing is known.
     *
     * @param jobMode how far the job goes at most; zones may go less far
     */
    public ValveLife(ValveTimings timings, ControlMode jobMode) {
        this(timings, jobMode, new Valve(timings));
    }

    private ValveLife(ValveTimings timings, ControlMode jobMode, Valve valve) {
        this.timings = timings;
        this.jobMode = jobMode;
        this.valve = valve;
        answers = new Answers(valve);
        deadlines = new Deadlines(valve, answers);
        flow = new FlowWatch(valve);
    }

    /**
     * Begins a run, at most as long as the zone's limits allow.
     *
     * @param mode {@link ControlMode#ADVISE} records the run and touches nothing
     * @throws IllegalStateException if the valve is busy
     */
    public void order(ValveRun run, Zone zone, ControlMode mode, long now, ValveEvents out) {
        at(zone, now, out);
        if (isBusy(now)) {
            throw new IllegalStateException(
                    "Cannot open zone %s: %s".formatted(zone.id(), busyReason(now)));
        }
        ValveRun capped = run.atMost(zone.limits().maxRunSeconds());
        long day =
                valve.budget()
                        .reserve(
                                zone,
                                capped.decidedAt(),
                                capped.durationSeconds(),
                                capped.volumeLiters());
        long expiresAt = capped.decidedAt() + timings.commandValidityMillis();
        if (mode == ControlMode.ACT) {
            RunState ordered = new RunState(capped, Stage.ORDERED, expiresAt, day);
            if (ordered.isOriginal()) {
                // It obeys every copy, and a sink that commits may publish again after a restart.
                out.prepare(ordered.command());
            } else {
                out.open(ordered.command());
            }
            valve.begin(ordered);
        } else {
            RunState advised = new RunState(capped, Stage.ADVISED, expiresAt, day);
            advised.advise(now);
            valve.begin(advised);
        }
    }

    /** The checkpoint with this command has completed: it may have been published from now on. */
    public void committed(String commandId, long now) {
        RunState run = valve.run();
        if (run == null
                || run.stage() != Stage.ORDERED
                || !run.run().commandId().equals(commandId)) {
            return;
        }
        if (run.isOriginal() && (run.isOver() || now >= run.expiresAt())) {
            return;
        }
        run.publish(
                Math.min(now, run.expiresAt()),
                now + timings.ackTimeoutMillis() + deadlines.retryPauseMillis(0));
        if (run.isOriginal()) {
            run.dueForPublication();
        } else if (run.isOver()) {
            // It was given up as never published, and its water was given back.
            run.revive();
            run.count(run.run().durationSeconds(), run.run().volumeLiters(), valve.budget());
        }
    }

    /** Takes an answer of a device; one to a command that is not this valve's changes nothing. */
    public void answered(CommandAck ack, Zone zone, long now, ValveEvents out) {
        answers.answered(ack, at(zone, now, out));
    }

    /** Takes what a device says its valve does; what later news have overtaken changes nothing. */
    public void reported(ValveStatus status, Zone zone, long now, ValveEvents out) {
        Moment at = at(zone, now, out);
        if (answers.reported(status, at) && status.flowLitersPerMinute() != null) {
            flow.measured(status.flowLitersPerMinute(), status.receivedAt(), at);
        }
    }

    /** Takes a flow; it judges only what the valve was doing when it was measured. */
    public void measuredFlow(
            double litersPerMinute, long measuredAt, Zone zone, long now, ValveEvents out) {
        flow.measured(litersPerMinute, measuredAt, at(zone, now, out));
    }

    /** Takes the zone's soil moisture: it must have risen some time after watering. */
    public void measuredMoisture(
            double measured, long readingAt, Zone zone, long now, ValveEvents out) {
        valve.moisture().measured(measured, readingAt, valve.troubles(), at(zone, now, out));
    }

    /**
     * Ends a run early: tells the device to close at once, and until it does. Changes nothing where
     * no run is going on. An original device closes by its own time only and is sent nothing; not
     * even the OPEN, where that waits for its checkpoint.
     */
    public void close(String reason, Zone zone, long now, ValveEvents out) {
        Moment at = at(zone, now, out);
        RunState run = valve.activeRun();
        if (run == null) {
            return;
        }
        if (run.stage() == Stage.ADVISED) {
            valve.endAdvised(run, reason, at);
        } else if (run.isOriginal() && run.isUnpublished()) {
            run.stop(reason);
            deadlines.neverPublished(run, at);
        } else if (!run.isOriginal() && run.stage() != Stage.CLOSED && run.stoppedFor() == null) {
            valve.startClosing(reason, at);
        }
    }

    /** Does what depends on time alone. */
    public void tick(Zone zone, long now, ValveEvents out) {
        Moment at = at(zone, now, out);
        if (valve.lockOut().isReset(zone, now)) {
            valve.reset(at);
        }
        if (valve.awaitsStatus()
                && zone.device().protocol() == Protocol.ORIGINAL
                && now >= valve.awaitingStatusSince() + longestOpenMillis(zone)) {
            valve.statusRead();
        }
        valve.believeClosed(now);
        deadlines.tick(at);
    }

    /** How long a valve may be open that was told so by a run nobody remembers. */
    private long longestOpenMillis(Zone zone) {
        long runMillis = zone.limits().maxRunSeconds() * 1_000L;
        return timings.commandValidityMillis() + runMillis + timings.graceMillis(runMillis);
    }

    /**
     * The state was read back, and may not be the newest: nothing opens until the device has told
     * what its valve does or, where devices tell nothing, until any run would be over.
     */
    public void restored(long now) {
        valve.awaitStatus(now);
        deadlines.quietUntil(now + timings.answerWaitMillis());
        flow.forgetBefore(now);
        RunState run = valve.actedRun();
        if (run == null) {
            return;
        }
        if (run.stage() == Stage.ORDERED) {
            // What is in a snapshot is in a checkpoint that completed.
            long from = run.isOriginal() ? now : run.run().decidedAt();
            run.publish(Math.min(from, run.expiresAt()), now + timings.ackTimeoutMillis());
        }
        run.quieten(timings.retryPausesMillis().size(), now, now + timings.ackTimeoutMillis());
    }

    /** Whether nothing may be ordered, for a reason that {@link #busyReason} gives. */
    public boolean isBusy(long now) {
        return valve.activeRun() != null
                || valve.isOpenUnexpectedly()
                || (valve.awaitsStatus() && valve.isActing())
                || valve.isPaused(now);
    }

    /** Why nothing may be ordered; empty where something may. */
    public String busyReason(long now) {
        RunState run = valve.activeRun();
        if (run != null) {
            String stage = run.stage().name().toLowerCase(Locale.ROOT);
            return run.stoppedFor() == null
                    ? "a run is " + stage
                    : "a run is %s and closing for %s".formatted(stage, run.stoppedFor());
        }
        if (valve.isOpenUnexpectedly()) {
            return "the valve is open and nobody ordered it";
        }
        if (valve.awaitsStatus() && valve.isActing()) {
            return "what the valve does is not known since the restart";
        }
        return valve.isPaused(now) ? "a run came to nothing a moment ago" : "";
    }

    /** Whether the valve failed too often, or leaks, and nobody has reset it since. */
    public boolean isLockedOut(Zone zone) {
        return valve.lockOut().isLocked(zone, clock);
    }

    /** Why it was locked out; null where it is not. */
    public @Nullable String lockOutReason() {
        return valve.lockOut().reason();
    }

    /** Until when water was given, or may have been, or would have been by advice. */
    public OptionalLong lastWateredUntil() {
        return valve.wateredUntil() == NEVER
                ? OptionalLong.empty()
                : OptionalLong.of(valve.wateredUntil());
    }

    /** What is left of the day. */
    public Budget budget() {
        return valve.budget();
    }

    /** Whether it may draw from its pump: from the order until the valve is surely closed. */
    public boolean holdsPump(long now) {
        return valve.activeRun() != null || valve.isOpenUnexpectedly() || valve.isLeaking();
    }

    /**
     * Whether it may draw from its pump for all that is known: after a restart what it does is not
     * known until the device says so or any run would be over.
     */
    public boolean mayHoldPump(Zone zone, long now) {
        return holdsPump(now)
                || (valve.awaitsStatus()
                        && valve.isActing()
                        && now < valve.awaitingStatusSince() + longestOpenMillis(zone));
    }

    /** Whether its node is silent since it waters, as the original's is. */
    public boolean isQuietForReadings(long now) {
        RunState run = valve.activeRun();
        return run != null
                && run.isOriginal()
                && run.stage() == Stage.PUBLISHED
                && now < run.latestEnd(timings);
    }

    /** Failed runs in a row. */
    public int failures() {
        return valve.lockOut().failures();
    }

    /** What share of the usual dose to give: less where watering did not make the soil wetter. */
    public double doseFactor() {
        return valve.moisture().doseFactor();
    }

    private Moment at(Zone zone, long now, ValveEvents out) {
        valve.mode(jobMode.atMost(zone.mode()));
        clock = Math.max(clock, now);
        return new Moment(zone, now, out);
    }

    /** Writes the state. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        valve.write(out);
        answers.write(out);
        flow.write(out);
    }

    /** Reads what {@link #write} wrote; {@link #restored} says that this is what happened. */
    public static ValveLife read(DataInput in, ValveTimings timings, ControlMode jobMode)
            throws IOException {
        StateVersion.check(in.readByte(), VERSION, ValveLife.class);
        ValveLife life = new ValveLife(timings, jobMode, Valve.read(in, timings));
        life.answers.read(in);
        life.flow.read(in);
        return life;
    }
}
