package io.pythoflow.job.control.valve;

import static io.pythoflow.job.control.valve.RunState.NEVER;

import io.pythoflow.contract.payload.Alert.Code;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.valve.RunState.Stage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a valve, and what follows for budget, lock-out and alerts when a run ends. Who
 * tells it, and when, is the business of {@link Answers}, {@link Deadlines} and {@link FlowWatch}.
 */
final class Valve {

    private final ValveTimings timings;
    private final Budget budget;
    private final Troubles troubles;
    private final LockOut lockOut;
    private final MoistureWatch moisture;

    private @Nullable RunState run;
    private @Nullable RepeatedStop closing;
    private long closings;
    private long awaitingStatusSince = NEVER;
    private long unexpectedSince = NEVER;
    private long closedSince = NEVER;
    private long wateredUntil = NEVER;
    private long pausedUntil = NEVER;

    /** Not state: what the rules say now. Until they have spoken, as careful as can be. */
    private ControlMode mode = ControlMode.ACT;

    Valve(ValveTimings timings) {
        this(timings, new Budget(), new Troubles(), new LockOut(), new MoistureWatch());
    }

    private Valve(
            ValveTimings timings,
            Budget budget,
            Troubles troubles,
            LockOut lockOut,
            MoistureWatch moisture) {
        this.timings = timings;
        this.budget = budget;
        this.troubles = troubles;
        this.lockOut = lockOut;
        this.moisture = moisture;
    }

    ValveTimings timings() {
        return timings;
    }

    Budget budget() {
        return budget;
    }

    Troubles troubles() {
        return troubles;
    }

    LockOut lockOut() {
        return lockOut;
    }

    MoistureWatch moisture() {
        return moisture;
    }

    @Nullable RunState run() {
        return run;
    }

    /** The run that is not over; null where there is none. */
    @Nullable RunState activeRun() {
        return run == null || run.isOver() ? null : run;
    }

    /** The run that is not over and that the valve, not only the record, knows of. */
    @Nullable RunState actedRun() {
        RunState active = activeRun();
        return active == null || active.stage() == Stage.ADVISED ? null : active;
    }

    void begin(RunState ordered) {
        run = ordered;
    }

    @Nullable RepeatedStop closing() {
        return closing;
    }

    void mode(ControlMode inForce) {
        mode = inForce;
    }

    boolean isActing() {
        return mode == ControlMode.ACT;
    }

    boolean awaitsStatus() {
        return awaitingStatusSince != NEVER;
    }

    long awaitingStatusSince() {
        return awaitingStatusSince;
    }

    void awaitStatus(long since) {
        awaitingStatusSince = since;
    }

    void statusRead() {
        awaitingStatusSince = NEVER;
    }

    boolean isOpenUnexpectedly() {
        return unexpectedSince != NEVER;
    }

    long closedSince() {
        return closedSince;
    }

    /** Where the job is who waters, what it has not opened is closed. */
    void believeClosed(long now) {
        if (closedSince == NEVER
                && run == null
                && isActing()
                && !awaitsStatus()
                && !isOpenUnexpectedly()) {
            closedSince = now;
        }
    }

    /** Whether nobody has a reason to believe that it is open. */
    boolean isKnownClosed() {
        return closedSince != NEVER
                && actedRun() == null
                && !isOpenUnexpectedly()
                && !awaitsStatus();
    }

    /** Whether water flows though the valve is closed. */
    boolean isLeaking() {
        return troubles.isRaised(Code.LEAK) || troubles.isRaised(Code.FLOW_AFTER_CLOSE);
    }

    long wateredUntil() {
        return wateredUntil;
    }

    boolean isPaused(long now) {
        return now < pausedUntil;
    }

    /** Tells the device to close, at once and from then on until it does. */
    void startClosing(String reason, Moment at) {
        RunState acted = actedRun();
        if (acted != null) {
            acted.stop(reason);
        }
        if (closing == null) {
            closing =
                    acted == null
                            ? RepeatedStop.close(
                                    at.zone().device().id(),
                                    at.zone().id(),
                                    at.zone().device().identifier(),
                                    reason,
                                    at.now(),
                                    closings,
                                    timings)
                            : RepeatedStop.close(
                                    acted.run().deviceId(),
                                    acted.run().zoneId(),
                                    acted.run().identifier(),
                                    reason,
                                    at.now(),
                                    closings,
                                    timings);
            repeatClosing(at);
        }
    }

    /** A run that was stopped, and given up as never published, may come to life after all. */
    void resumeClosing(Moment at) {
        RunState acted = actedRun();
        if (closing == null
                && acted != null
                && acted.stoppedFor() != null
                && acted.isBefore(Stage.CLOSED)
                && !acted.isRefused()) {
            startClosing(acted.stoppedFor(), at);
        }
    }

    /** Publishes the CLOSE again where it is time to. */
    void repeatClosing(Moment at) {
        if (closing == null) {
            return;
        }
        RunState acted = actedRun();
        boolean running = acted != null && at.now() < acted.latestEnd(timings);
        closing.publishIfDue(
                at.now(),
                timings.closeRepeatMillis(),
                running ? timings.closeRepeatLimitMillis() : timings.stopRepeatLimitMillis(),
                timings,
                at.out());
    }

    void stopClosing() {
        if (closing != null) {
            closings = closing.nextSequence();
            closing = null;
        }
    }

    void openedUnexpectedly(@Nullable String commandId, Moment at) {
        if (unexpectedSince == NEVER) {
            unexpectedSince = at.now();
        }
        closedSince = NEVER;
        troubles.raise(
                Code.UNEXPECTED_OPENING,
                isActing() ? Severity.CRITICAL : Severity.WARN,
                "The valve of zone %s is open by %s, which nobody ordered open"
                        .formatted(
                                at.zone().id(),
                                commandId == null ? "no command" : "command " + commandId),
                at.out());
        if (isActing() || actedRun() != null) {
            startClosing("unexpected_opening", at);
        }
    }

    /** The valve is closed, and no run is going on. */
    void restsClosed(Moment at) {
        if (closedSince == NEVER) {
            closedSince = at.now();
        }
        unexpectedSince = NEVER;
        troubles.clear(Code.UNEXPECTED_OPENING, closedMessage(at), at.out());
        troubles.clear(Code.RUN_PAST_MAXIMUM, closedMessage(at), at.out());
        stopClosing();
    }

    private static String closedMessage(Moment at) {
        return "The valve of zone %s is closed".formatted(at.zone().id());
    }

    /** A run that did not open the valve is over. */
    void releaseUnopened(RunState unopened) {
        unopened.release();
        if (!isOpenUnexpectedly()) {
            stopClosing();
        }
    }

    /** A run is over, since by now its valve has closed by itself. */
    void releaseElapsed(RunState elapsed, Moment at) {
        elapsed.close(at.now(), at.now());
        elapsed.release();
        closedSince = at.now();
        wateredUntil = Math.max(wateredUntil, at.now());
        if (!isOpenUnexpectedly()) {
            restsClosed(at);
        }
    }

    /** Ends what was only recorded. */
    void endAdvised(RunState advised, @Nullable String stoppedFor, Moment at) {
        double seconds =
                stoppedFor == null
                        ? advised.run().durationSeconds()
                        : Math.max(0, at.now() - advised.openedAt()) / 1_000.0;
        advised.count(seconds, advised.litersOf(seconds), budget);
        wateredUntil = at.now();
        advised.release();
        record(advised, RunResult.ADVISED, seconds, advised.litersOf(seconds), stoppedFor, at);
    }

    /** An original device has watered, as far as anybody can tell. */
    void endDelivered(RunState delivered, Moment at) {
        wateredUntil = at.now();
        moisture.begin(delivered.run(), at, timings.moistureWaitMillis());
        record(
                delivered,
                RunResult.DELIVERED,
                (double) delivered.run().durationSeconds(),
                delivered.run().volumeLiters(),
                delivered.fault(),
                at);
    }

    /** The device did not say that it closed the valve, and should have. */
    void endTimedOut(RunState late, Moment at) {
        String why =
                late.stoppedFor() == null
                        ? "the device did not say that it closed"
                        : late.stoppedFor() + ", and the device did not say that it closed";
        record(late, RunResult.TIMED_OUT, null, null, why, at);
        fail(late, why, at);
    }

    /** A run that never began: its water is given back. */
    void endUnwatered(RunState unwatered, RunResult how, @Nullable String detail, Moment at) {
        unwatered.count(0, 0, budget);
        record(unwatered, how, 0.0, 0.0, detail, at);
        pausedUntil = at.now() + timings.failurePauseMillis();
    }

    /** Nobody knows whether it waters: counted as if it did, and told to close. */
    void endInDoubt(RunState doubtful, RunResult how, String why, Moment at) {
        if (!doubtful.hasEnded()) {
            troubles.raise(
                    Code.UNKNOWN_OUTCOME,
                    Severity.ERROR,
                    "Run %s of zone %s: %s; its %d s and %.1f L count as given"
                            .formatted(
                                    doubtful.run().commandId(),
                                    at.zone().id(),
                                    why,
                                    doubtful.run().durationSeconds(),
                                    doubtful.run().volumeLiters()),
                    at.out());
        }
        wateredUntil = at.now();
        record(doubtful, how, null, null, why, at);
        fail(doubtful, why, at);
    }

    /**
     * Ends a run whose valve is closed.
     *
     * @param seconds as the device measured; null where it did not say
     * @param liters as the device measured; null where it did not say
     */
    void endClosed(
            RunState closed,
            RunResult how,
            @Nullable Double seconds,
            @Nullable Double liters,
            @Nullable String detail,
            Moment at) {
        if (closed.isBefore(Stage.CLOSED)) {
            closed.close(at.now(), at.now());
        }
        double openSeconds = settle(closed, how, seconds, liters, at);
        closed.release();
        closedSince = closed.closedAt();
        if (openSeconds > 0) {
            wateredUntil = Math.max(wateredUntil, closed.closedAt());
        }
        if (unexpectedSince == NEVER) {
            restsClosed(at);
        }
        boolean asOrdered = how == RunResult.COMPLETED && closed.fault() == null;
        if (asOrdered && openSeconds > 0) {
            moisture.begin(closed.run(), at, timings.moistureWaitMillis());
        }
        if (how == RunResult.ABORTED && closed.stoppedFor() == null) {
            fail(closed, "the device ended it early" + (detail == null ? "" : ": " + detail), at);
        }
        String why = closed.fault() != null ? closed.fault() : closed.stoppedFor();
        record(
                closed,
                closed.fault() == null ? how : RunResult.ABORTED,
                openSeconds,
                closed.countedLiters(),
                why == null ? detail : why,
                at);
    }

    /** What became known of a run: its water, and that its outcome is no longer in doubt. */
    double settle(
            RunState known,
            RunResult how,
            @Nullable Double seconds,
            @Nullable Double liters,
            Moment at) {
        double openSeconds = seconds == null ? known.secondsOpen() : Math.max(0, seconds);
        double openLiters = liters == null ? known.litersOf(openSeconds) : Math.max(0, liters);
        known.count(openSeconds, openLiters, budget);
        clearDoubt(known, at);
        if (how == RunResult.COMPLETED && known.fault() == null) {
            lockOut.succeed();
        }
        return openSeconds;
    }

    void clearDoubt(RunState known, Moment at) {
        troubles.clear(
                Code.UNKNOWN_OUTCOME,
                "Device %s of zone %s answers".formatted(known.run().deviceId(), at.zone().id()),
                at.out());
    }

    /** The run's end in the record, once. */
    private void record(
            RunState ended,
            RunResult how,
            @Nullable Double seconds,
            @Nullable Double liters,
            @Nullable String detail,
            Moment at) {
        if (!ended.hasEnded()) {
            ended.end(how);
            at.out()
                    .ended(
                            ended.run(),
                            new Decision.Outcome(how.word(), at.now(), seconds, liters, detail));
        }
    }

    /** Counts a run as failed, once; the third in a row locks the valve out. */
    void fail(RunState failed, String why, Moment at) {
        if (failed.hasFailed()) {
            return;
        }
        failed.fail();
        pausedUntil = at.now() + timings.failurePauseMillis();
        if (lockOut.fail()) {
            lock("%d runs in a row failed, the last: %s".formatted(lockOut.failures(), why), at);
        }
    }

    void lock(String why, Moment at) {
        lockOut.lock(why, at.now());
        troubles.raise(
                Code.LOCKED_OUT,
                Severity.CRITICAL,
                "Zone %s waters no more until somebody resets it: %s"
                        .formatted(at.zone().id(), lockOut.reason()),
                at.out());
    }

    /**
     * A person has looked at the valve. Whether it is closed its device still has to say, and only
     * then is it over that it was not.
     */
    void reset(Moment at) {
        lockOut.reset();
        pausedUntil = NEVER;
        troubles.clearAllBut(
                EnumSet.of(Code.RUN_PAST_MAXIMUM, Code.UNEXPECTED_OPENING),
                "Zone %s was reset".formatted(at.zone().id()),
                at.out());
    }

    void write(DataOutput out) throws IOException {
        budget.write(out);
        troubles.write(out);
        lockOut.write(out);
        moisture.write(out);
        out.writeBoolean(run != null);
        if (run != null) {
            run.write(out);
        }
        out.writeBoolean(closing != null);
        if (closing != null) {
            closing.write(out);
        }
        out.writeLong(closings);
        out.writeLong(awaitingStatusSince);
        out.writeLong(unexpectedSince);
        out.writeLong(closedSince);
        out.writeLong(wateredUntil);
        out.writeLong(pausedUntil);
    }

    static Valve read(DataInput in, ValveTimings timings) throws IOException {
        Valve valve =
                new Valve(
                        timings,
                        Budget.read(in),
                        Troubles.read(in),
                        LockOut.read(in),
                        MoistureWatch.read(in));
        valve.run = in.readBoolean() ? RunState.read(in) : null;
        valve.closing = in.readBoolean() ? RepeatedStop.read(in) : null;
        valve.closings = in.readLong();
        valve.awaitingStatusSince = in.readLong();
        valve.unexpectedSince = in.readLong();
        valve.closedSince = in.readLong();
        valve.wateredUntil = in.readLong();
        valve.pausedUntil = in.readLong();
        return valve;
    }
}
