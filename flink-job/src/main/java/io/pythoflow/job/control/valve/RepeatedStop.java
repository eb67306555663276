package io.pythoflow.job.control.valve;

import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.Command.Action;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.job.state.NullableText;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A CLOSE or STOP_ALL that is published until it is answered. Repetitions carry the same id, until
 * it expires or was answered: a device obeys an id once, so what has to be obeyed again needs a new
 * one.
 */
final class RepeatedStop {
    private final Action action;
    private final String deviceId;
    private final @Nullable String zoneId;
    private final @Nullable String identifier;
    private final String reason;
    private final long since;
    private long sequence;
    private String commandId;
    private long issuedAt;
    private long expiresAt;
    private long nextAt;
    private boolean answered;

    private RepeatedStop(
            Action action,
            String deviceId,
            @Nullable String zoneId,
            @Nullable String identifier,
            String reason,
            long since,
            long sequence,
            long expiresAt) {
        this.action = action;
        this.deviceId = deviceId;
        this.zoneId = zoneId;
        this.identifier = identifier;
        this.reason = reason;
        this.since = since;
        this.sequence = sequence;
        this.nextAt = since;
        this.issuedAt = since;
        this.expiresAt = expiresAt;
        this.commandId = draw();
    }

    static RepeatedStop close(
            String deviceId,
            String zoneId,
            @Nullable String identifier,
            String reason,
            long now,
            long sequence,
            ValveTimings timings) {
        return new RepeatedStop(
                Action.CLOSE,
                deviceId,
                zoneId,
                identifier,
                reason,
                now,
                sequence,
                now + timings.commandValidityMillis());
    }

    static RepeatedStop stopAll(
            String deviceId, String reason, long now, long sequence, ValveTimings timings) {
        return new RepeatedStop(
                Action.STOP_ALL,
                deviceId,
                null,
                null,
                reason,
                now,
                sequence,
                now + timings.commandValidityMillis());
    }

    /** The first sequence number that no id was drawn for. */
    long nextSequence() {
        return sequence;
    }

    boolean isAnswered() {
        return answered;
    }

    boolean isAbout(String id) {
        return commandId.equals(id);
    }

    /** Takes an answer to the id published last; false where it is to another. */
    boolean answeredBy(CommandAck ack, long now, ValveTimings timings) {
        if (!isAbout(ack.commandId()) || isOfAnother(ack)) {
            return false;
        }
        switch (ack.state()) {
            case COMPLETED, DUPLICATE -> answered = true;
            case ACCEPTED, STARTED -> nextAt = Math.max(nextAt, now + timings.ackTimeoutMillis());
            case EXPIRED -> renew(now);
            case REJECTED, ABORTED -> {
                // Asked again, as if nothing had been heard.
            }
        }
        return true;
    }

    private boolean isOfAnother(CommandAck ack) {
        return ack.deviceId() != null && !deviceId.equals(ack.deviceId());
    }

    /** To be obeyed again, and at once. */
    void renew(long now) {
        expiresAt = issuedAt;
        nextAt = now;
        answered = false;
    }

    /**
     * Publishes it where it is time to. The pauses are a quarter of the time it has been asked for,
     * at least {@code firstPause} and at most {@code longestPause}.
     */
    void publishIfDue(
            long now,
            long firstPauseMillis,
            long longestPauseMillis,
            ValveTimings timings,
            ValveEvents out) {
        if (now < nextAt) {
            return;
        }
        if (answered || now >= expiresAt) {
            issuedAt = now;
            expiresAt = now + timings.commandValidityMillis();
            commandId = draw();
            answered = false;
        }
        out.publish(DeviceCommand.of(command()));
        long pause = Math.max(firstPauseMillis, (now - since) / 4);
        nextAt = now + Math.min(pause, longestPauseMillis);
    }

    private Command command() {
        return new Command(
                commandId,
                deviceId,
                zoneId,
                identifier,
                action,
                null,
                null,
                issuedAt,
                expiresAt,
                null,
                null,
                reason);
    }

    private String draw() {
        long drawn = sequence++;
        return zoneId == null
                ? CommandIds.stop(deviceId, drawn, issuedAt)
                : CommandIds.close(zoneId, drawn, issuedAt);
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(action == Action.CLOSE ? 0 : 1);
        out.writeUTF(deviceId);
        NullableText.write(zoneId, out);
        NullableText.write(identifier, out);
        out.writeUTF(reason);
        out.writeLong(since);
        out.writeLong(sequence);
        out.writeUTF(commandId);
        out.writeLong(issuedAt);
        out.writeLong(expiresAt);
        out.writeLong(nextAt);
        out.writeBoolean(answered);
    }

    static RepeatedStop read(DataInput in) throws IOException {
        Action action = in.readByte() == 0 ? Action.CLOSE : Action.STOP_ALL;
        String deviceId = in.readUTF();
        String zoneId = NullableText.read(in);
        String identifier = NullableText.read(in);
        String reason = in.readUTF();
        long since = in.readLong();
        long sequence = in.readLong();
        RepeatedStop stop =
                new RepeatedStop(
                        action, deviceId, zoneId, identifier, reason, since, sequence, since);
        stop.sequence = sequence;
        stop.commandId = in.readUTF();
        stop.issuedAt = in.readLong();
        stop.expiresAt = in.readLong();
        stop.nextAt = in.readLong();
        stop.answered = in.readBoolean();
        return stop;
    }
}
