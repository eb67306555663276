package io.pythoflow.job.control.valve;

import static io.pythoflow.job.control.valve.RunState.NEVER;

import io.pythoflow.contract.payload.Alert.Code;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.valve.RunState.Stage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a device of protocol v1 says, in whatever order and however often it arrives. */
final class Answers {

    /**
     * What a device tells later than this of an earlier time was not overtaken: its clock moved.
     */
    private static final long LONGEST_OVERTAKING_MILLIS = 600_000;

    /**
     * A run that ends with less than this share of its time did not end by itself: up to an
     * over-flow a device may reach the volume that early.
     */
    private static final double WHOLE_RUN_SHARE = 0.75;

    /** The device's word for an OPEN it refuses since something else waters. */
    private static final String BUSY = "BUSY";

    private final Valve valve;

    /** By the device's own clock. */
    private long newestTime = NEVER;

    Answers(Valve valve) {
        this.valve = valve;
    }

    void answered(CommandAck ack, Moment at) {
        RepeatedStop closing = valve.closing();
        if (closing != null && closing.answeredBy(ack, at.now(), valve.timings())) {
            newestTime = Math.max(newestTime, ack.timestamp());
            if (closing.isAnswered()) {
                closeConfirmed(at);
            }
            return;
        }
        RunState run = valve.run();
        if (run == null || !run.isAnsweredBy(ack)) {
            return;
        }
        newestTime = Math.max(newestTime, ack.timestamp());
        switch (Acks.effectiveState(ack)) {
            case ACCEPTED, DUPLICATE -> accepted(run, at);
            case STARTED -> started(run, at);
            case COMPLETED -> finished(run, RunResult.COMPLETED, ack, at);
            case ABORTED -> finished(run, RunResult.ABORTED, ack, at);
            case REJECTED -> refused(run, RunResult.REJECTED, ack, at);
            case EXPIRED -> refused(run, RunResult.EXPIRED, ack, at);
        }
    }

    /** Takes a status; false where it is of another valve, or was overtaken by later news. */
    boolean reported(ValveStatus status, Moment at) {
        if (!isOfValve(status, at.zone()) || isOvertaken(status)) {
            return false;
        }
        newestTime = status.timestamp();
        if (status.state() == ValveState.UNKNOWN) {
            return true;
        }
        if (valve.awaitsStatus() && madeAt(status) >= valve.awaitingStatusSince()) {
            valve.statusRead();
        }
        if (status.state() == ValveState.OPEN) {
            seenOpen(status.lastCommandId(), at);
        } else {
            seenClosed(status.lastCommandId(), at);
        }
        return true;
    }

    /** What waited at the broker while the job was away tells of the time before. */
    private static long madeAt(ValveStatus status) {
        return Math.min(status.timestamp(), status.receivedAt());
    }

    private static boolean isOfValve(ValveStatus status, Zone zone) {
        return zone.device().protocol() == Protocol.V1
                && zone.device().id().equals(status.deviceId())
                && (zone.device().identifier() == null
                        || status.identifier() == null
                        || zone.device().identifier().equals(status.identifier()));
    }

    private boolean isOvertaken(ValveStatus status) {
        long behind = newestTime - status.timestamp();
        RunState run = valve.run();
        boolean endedAtThatTime =
                behind == 0
                        && status.state() == ValveState.OPEN
                        && run != null
                        && run.stage() == Stage.CLOSED;
        return (behind > 0 && behind <= LONGEST_OVERTAKING_MILLIS) || endedAtThatTime;
    }

    private void accepted(RunState run, Moment at) {
        if (run.isBefore(Stage.ACCEPTED) && !run.isRefused() && revivable(run, at)) {
            run.accept(at.now() + valve.timings().startTimeoutMillis());
            refusalsAreOver(run, at);
        }
    }

    private void started(RunState run, Moment at) {
        if (!run.isBefore(Stage.STARTED)) {
            return;
        }
        if (!revivable(run, at)) {
            run.count(run.run().durationSeconds(), run.run().volumeLiters(), valve.budget());
            return;
        }
        run.start(at.now());
        refusalsAreOver(run, at);
        valve.clearDoubt(run, at);
        RepeatedStop closing = valve.closing();
        if (closing != null) {
            // A CLOSE that the device obeyed before it opened is one it will not obey again.
            closing.renew(at.now());
            valve.repeatClosing(at);
        }
    }

    /**
     * Whether a run goes on: one that was given up goes on after all, where its time is not over
     * yet.
     */
    private boolean revivable(RunState run, Moment at) {
        if (!run.isOver()) {
            return true;
        }
        if (at.now() >= run.latestEnd(valve.timings())) {
            return false;
        }
        run.revive();
        run.count(run.run().durationSeconds(), run.run().volumeLiters(), valve.budget());
        return true;
    }

    private void refusalsAreOver(RunState run, Moment at) {
        valve.troubles()
                .clear(
                        Code.COMMAND_REJECTED,
                        "Device %s obeys zone %s again"
                                .formatted(run.run().deviceId(), at.zone().id()),
                        at.out());
    }

    private void finished(RunState run, RunResult how, CommandAck ack, Moment at) {
        if (!run.isOver()) {
            valve.endClosed(
                    run,
                    how,
                    Acks.durationSeconds(ack),
                    Acks.volumeLiters(ack),
                    Acks.detail(ack),
                    at);
            return;
        }
        if (run.isBefore(Stage.CLOSED)) {
            run.close(at.now(), at.now());
            valve.settle(run, how, Acks.durationSeconds(ack), Acks.volumeLiters(ack), at);
        } else if (Acks.durationSeconds(ack) != null) {
            valve.settle(run, how, Acks.durationSeconds(ack), Acks.volumeLiters(ack), at);
        }
    }

    private void refused(RunState run, RunResult how, CommandAck ack, Moment at) {
        if (!run.isBefore(Stage.STARTED) || run.isRefused()) {
            return;
        }
        run.refuse();
        valve.clearDoubt(run, at);
        valve.endUnwatered(run, how, Acks.detail(ack), at);
        if (how == RunResult.REJECTED) {
            valve.troubles()
                    .raise(
                            Code.COMMAND_REJECTED,
                            BUSY.equals(ack.code()) ? Severity.WARN : Severity.ERROR,
                            "Device %s rejected to open zone %s: %s"
                                    .formatted(
                                            run.run().deviceId(), at.zone().id(), Acks.detail(ack)),
                            at.out());
        }
        if (!BUSY.equals(ack.code())) {
            valve.fail(run, "the device refused: " + Acks.detail(ack), at);
        }
        if (!run.mayStillOpen(at.now(), valve.timings())) {
            valve.releaseUnopened(run);
        }
    }

    /** The device has obeyed a CLOSE. */
    private void closeConfirmed(Moment at) {
        RunState run = valve.actedRun();
        if (run == null) {
            valve.restsClosed(at);
        } else if (run.stage() != Stage.ORDERED && !run.mayStillOpen(at.now(), valve.timings())) {
            valve.endClosed(run, RunResult.ABORTED, null, null, null, at);
        }
        // Else the OPEN may come after the CLOSE: it is told again until it cannot.
    }

    private void seenOpen(@Nullable String commandId, Moment at) {
        RunState run = valve.run();
        RunState acted = valve.actedRun();
        if (acted != null && acted.stage() == Stage.STARTED && acted.stoppedFor() != null) {
            // It was told to close and has not: whatever id it names, this is still that run.
            return;
        }
        boolean ours =
                run != null
                        && run.isAnswerable()
                        && run.run().commandId().equals(commandId)
                        && run.isBefore(Stage.CLOSED);
        if (!ours) {
            valve.openedUnexpectedly(commandId, at);
        } else if (run.isOver() && at.now() >= run.latestEnd(valve.timings())) {
            valve.openedUnexpectedly(commandId, at);
        } else {
            started(run, at);
        }
    }

    private void seenClosed(@Nullable String commandId, Moment at) {
        RunState run = valve.actedRun();
        if (run == null) {
            valve.restsClosed(at);
            return;
        }
        boolean ours = run.run().commandId().equals(commandId);
        if (run.stage() == Stage.STARTED) {
            run.close(at.now(), at.now() + valve.timings().answerWaitMillis());
            if (valve.isOpenUnexpectedly()) {
                valve.restsClosed(at);
            }
        } else if (run.isBefore(Stage.ACCEPTED) && ours) {
            accepted(run, at);
        } else if (run.isBefore(Stage.STARTED)
                && run.stage() != Stage.ORDERED
                && !run.mayStillOpen(at.now(), valve.timings())
                && (run.hasEnded() || run.stoppedFor() != null)) {
            valve.endClosed(run, RunResult.ABORTED, null, null, null, at);
        }
    }

    /** The device said that the valve is closed, and did not say for how long it was open. */
    void closedUnanswered(RunState run, Moment at) {
        boolean whole = run.secondsOpen() >= WHOLE_RUN_SHARE * run.run().durationSeconds();
        valve.endClosed(
                run,
                whole ? RunResult.COMPLETED : RunResult.ABORTED,
                null,
                null,
                whole ? null : "closed after %.0f s".formatted(run.secondsOpen()),
                at);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(newestTime);
    }

    void read(DataInput in) throws IOException {
        newestTime = in.readLong();
    }
}
