package io.pythoflow.job.control.valve;

import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.OriginalCommand;
import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.job.state.NullableText;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One run and how far it is known to have got. It lasts beyond its recorded end, until the valve is
 * surely closed, and is kept after that, since answers come late.
 */
final class RunState {
    static final long NEVER = -1;

    /** How far it got; never backwards. State knows the names. */
    enum Stage {
        /** Only recorded; the valve is not touched. */
        ADVISED,
        /** Waits for its checkpoint. */
        ORDERED,
        /** May have been published. */
        PUBLISHED,
        ACCEPTED,
        STARTED,
        CLOSED
    }

    private final ValveRun run;
    private final long expiresAt;
    private final long budgetDay;
    private Stage stage;
    private long publishedFrom = NEVER;
    private long publishedLast = NEVER;
    private int retries;
    private long deadline = NEVER;
    private long openedAt = NEVER;
    private long closedAt = NEVER;
    private boolean refused;
    private boolean failed;
    private boolean over;
    private @Nullable RunResult result;
    private @Nullable String fault;
    private @Nullable String stoppedFor;
    private double countedSeconds;
    private double countedLiters;

    /** Not state: after a restart it may have been published, and must not be again. */
    private boolean dueForPublication;

    RunState(ValveRun run, Stage stage, long expiresAt, long budgetDay) {
        this.run = run;
        this.stage = stage;
        this.expiresAt = expiresAt;
        this.budgetDay = budgetDay;
        this.countedSeconds = run.durationSeconds();
        this.countedLiters = run.volumeLiters();
    }

    /** The command of this run, the same whenever it is asked for. */
    DeviceCommand command() {
        if (run.protocol() == Protocol.ORIGINAL) {
            if (run.identifier() == null) {
                throw new IllegalStateException(
                        "Cannot open zone %s: device %s of protocol original needs an identifier"
                                .formatted(run.zoneId(), run.deviceId()));
            }
            return DeviceCommand.of(
                    run.deviceId(),
                    run.commandId(),
                    new OriginalCommand(run.identifier(), durationMillis()),
                    expiresAt);
        }
        return DeviceCommand.of(
                new Command(
                        run.commandId(),
                        run.deviceId(),
                        run.zoneId(),
                        run.identifier(),
                        Command.Action.OPEN,
                        run.durationSeconds(),
                        run.volumeLiters() > 0 ? run.volumeLiters() : null,
                        run.decidedAt(),
                        expiresAt,
                        run.rulesVersion(),
                        run.decisionId(),
                        run.reason()));
    }

    ValveRun run() {
        return run;
    }

    Stage stage() {
        return stage;
    }

    boolean isOriginal() {
        return run.protocol() == Protocol.ORIGINAL;
    }

    /** Whether a device of protocol v1 is, or was, to obey. */
    boolean isAnswerable() {
        return stage != Stage.ADVISED && !isOriginal();
    }

    boolean isBefore(Stage other) {
        return stage.compareTo(other) < 0;
    }

    long durationMillis() {
        return run.durationSeconds() * 1_000L;
    }

    long expiresAt() {
        return expiresAt;
    }

    long publishedFrom() {
        return publishedFrom;
    }

    long publishedLast() {
        return publishedLast;
    }

    long deadline() {
        return deadline;
    }

    int retries() {
        return retries;
    }

    long openedAt() {
        return openedAt;
    }

    long closedAt() {
        return closedAt;
    }

    /** When the valve is closed at the latest, whenever within its validity the OPEN came. */
    long latestEnd(ValveTimings timings) {
        return Math.max(expiresAt, publishedFrom)
                + durationMillis()
                + timings.graceMillis(durationMillis());
    }

    /** Whether an OPEN may still be on its way to a device that would obey it. */
    boolean mayStillOpen(long now, ValveTimings timings) {
        return isBefore(Stage.STARTED)
                && stage != Stage.ADVISED
                && (!refused || retries > 0)
                && now < expiresAt + timings.answerWaitMillis();
    }

    /** The checkpoint with the OPEN has completed: from now on it may have been published. */
    void publish(long from, long deadline) {
        stage = Stage.PUBLISHED;
        publishedFrom = from;
        publishedLast = from;
        this.deadline = deadline;
    }

    /** What this state itself publishes is due. */
    void dueForPublication() {
        dueForPublication = true;
    }

    /** Whether it is due to be published; from then on it has been. */
    boolean takeForPublication() {
        boolean due = dueForPublication;
        dueForPublication = false;
        return due;
    }

    /** Whether it is certain that nobody has got it, and that nobody will by itself. */
    boolean isUnpublished() {
        return stage == Stage.ORDERED || dueForPublication;
    }

    void retry(long now, long deadline) {
        retries++;
        publishedLast = now;
        this.deadline = deadline;
    }

    /** No repetition of the OPEN from now on, and no judgement of silence before a time. */
    void quieten(int retries, long now, long deadline) {
        this.retries = Math.max(this.retries, retries);
        publishedLast = Math.max(publishedLast, now);
        this.deadline = Math.max(this.deadline, deadline);
    }

    /** The device knows the command. */
    void accept(long deadline) {
        answeredBeforeItsCheckpoint();
        stage = Stage.ACCEPTED;
        this.deadline = deadline;
    }

    /** Begins in the record alone. */
    void advise(long now) {
        openedAt = now;
    }

    /** Whether it is this run's OPEN that the device answers. */
    boolean isAnsweredBy(CommandAck ack) {
        return isAnswerable()
                && run.commandId().equals(ack.commandId())
                && (ack.deviceId() == null || run.deviceId().equals(ack.deviceId()));
    }

    void start(long now) {
        answeredBeforeItsCheckpoint();
        stage = Stage.STARTED;
        openedAt = now;
    }

    /** An answer proves the publication that nobody told of. */
    private void answeredBeforeItsCheckpoint() {
        if (publishedFrom == NEVER) {
            publishedFrom = run.decidedAt();
            publishedLast = run.decidedAt();
        }
    }

    /** The valve is closed; the device may still say for how long it was open. */
    void close(long now, long deadline) {
        answeredBeforeItsCheckpoint();
        stage = Stage.CLOSED;
        closedAt = now;
        this.deadline = deadline;
    }

    boolean isRefused() {
        return refused;
    }

    void refuse() {
        refused = true;
    }

    boolean hasFailed() {
        return failed;
    }

    void fail() {
        failed = true;
    }

    boolean isOver() {
        return over;
    }

    void release() {
        over = true;
    }

    /** A run that was thought never to have been begins after all. */
    void revive() {
        over = false;
    }

    boolean hasEnded() {
        return result != null;
    }

    @Nullable RunResult result() {
        return result;
    }

    void end(RunResult how) {
        result = how;
    }

    @Nullable String fault() {
        return fault;
    }

    void fault(String what) {
        fault = what;
    }

    /** Why it was told to close; null where it was not. */
    @Nullable String stoppedFor() {
        return stoppedFor;
    }

    void stop(String reason) {
        stoppedFor = reason;
    }

    double countedSeconds() {
        return countedSeconds;
    }

    double countedLiters() {
        return countedLiters;
    }

    double litersOf(double seconds) {
        return run.volumeLiters() * seconds / run.durationSeconds();
    }

    /**
     * Open time as far as it can be told from outside: all it may have been, since news of the
     * start and of the end are late. Not more than the ordered time, unless it was seen to be.
     */
    double secondsOpen() {
        if (publishedFrom == NEVER || (refused && openedAt == NEVER)) {
            return 0;
        }
        if (closedAt == NEVER) {
            return run.durationSeconds();
        }
        double longest = Math.max(0, closedAt - publishedFrom) / 1_000.0;
        double seen = openedAt == NEVER ? 0 : Math.max(0, closedAt - openedAt) / 1_000.0;
        return Math.min(longest, Math.max(run.durationSeconds(), seen));
    }

    /** What it took, in the budget of the day it was ordered on. */
    void count(double seconds, double liters, Budget budget) {
        budget.correct(budgetDay, seconds - countedSeconds, liters - countedLiters);
        countedSeconds = seconds;
        countedLiters = liters;
    }

    void write(DataOutput out) throws IOException {
        run.write(out);
        out.writeLong(expiresAt);
        out.writeLong(budgetDay);
        out.writeUTF(stage.name());
        out.writeLong(publishedFrom);
        out.writeLong(publishedLast);
        out.writeInt(retries);
        out.writeLong(deadline);
        out.writeLong(openedAt);
        out.writeLong(closedAt);
        out.writeBoolean(refused);
        out.writeBoolean(failed);
        out.writeBoolean(over);
        NullableText.write(result == null ? null : result.name(), out);
        NullableText.write(fault, out);
        NullableText.write(stoppedFor, out);
        out.writeDouble(countedSeconds);
        out.writeDouble(countedLiters);
    }

    static RunState read(DataInput in) throws IOException {
        ValveRun run = ValveRun.read(in);
        long expiresAt = in.readLong();
        long budgetDay = in.readLong();
        RunState state = new RunState(run, Stage.valueOf(in.readUTF()), expiresAt, budgetDay);
        state.publishedFrom = in.readLong();
        state.publishedLast = in.readLong();
        state.retries = in.readInt();
        state.deadline = in.readLong();
        state.openedAt = in.readLong();
        state.closedAt = in.readLong();
        state.refused = in.readBoolean();
        state.failed = in.readBoolean();
        state.over = in.readBoolean();
        String result = NullableText.read(in);
        state.result = result == null ? null : RunResult.valueOf(result);
        state.fault = NullableText.read(in);
        state.stoppedFor = NullableText.read(in);
        state.countedSeconds = in.readDouble();
        state.countedLiters = in.readDouble();
        return state;
    }
}
