package io.pythoflow.job.control.gateway;

import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.job.state.NullableText;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one gateway's presence. All times are epoch milliseconds of the job's clock,
 * except that of the newest status, which is the gateway's.
 */
final class Presence {

    private static final long NEVER = Long.MIN_VALUE;

    private boolean expected;
    private long countsFrom;
    private long heardAt = NEVER;

    /** Receipt of the announcement that nothing has outlived yet. */
    private long announcedAt = NEVER;

    private boolean lost;
    private long lostSince = NEVER;
    private boolean heardSinceLost;

    /** Of the newest status that was not offline; a will of an earlier start is of no account. */
    private @Nullable String bootId;

    private @Nullable String earlierBootId;
    private long sequence = NEVER;
    private long sentAt = NEVER;

    /**
     * @param countsFrom from when on silence counts
     */
    Presence(long countsFrom) {
        this.countsFrom = countsFrom;
    }

    void expect(boolean byRules) {
        expected = byRules;
    }

    void restored(long now) {
        countsFrom = now;
    }

    void heard(long at) {
        if (at > announcedAt) {
            announcedAt = NEVER;
        }
        if (at > heardAt) {
            heardAt = at;
            heardSinceLost = true;
        }
    }

    void reported(GatewayStatus status) {
        if (status.state() != GatewayStatus.State.OFFLINE) {
            remember(status);
            heard(status.receivedAt());
        } else if (!isOutlived(status)) {
            announcedAt = Math.max(announcedAt, status.receivedAt());
        }
    }

    private void remember(GatewayStatus status) {
        String boot = status.bootId();
        if (boot != null && boot.equals(earlierBootId)) {
            return;
        }
        if (boot != null && !boot.equals(bootId)) {
            earlierBootId = bootId;
            bootId = boot;
            sequence = NEVER;
            sentAt = NEVER;
        }
        if (status.sequence() != null) {
            sequence = Math.max(sequence, status.sequence());
        }
        if (saysWhen(status)) {
            sentAt = Math.max(sentAt, status.timestamp());
        }
    }

    /** Whether the gateway is known to have been there after it, or what sent it has ended. */
    private boolean isOutlived(GatewayStatus offline) {
        String boot = offline.bootId();
        if (offline.receivedAt() < heardAt || (boot != null && boot.equals(earlierBootId))) {
            return true;
        }
        if (!saysWhen(offline)) {
            // A will was written at connect: its number, if any, is older than all that followed.
            return false;
        }
        boolean sameStart = boot != null && boot.equals(bootId);
        if (sameStart && offline.sequence() != null && sequence != NEVER) {
            return offline.sequence() < sequence;
        }
        return offline.timestamp() < sentAt;
    }

    /** The time of receipt stands in for a time that the sender did not give. */
    private static boolean saysWhen(GatewayStatus status) {
        return status.timestamp() != status.receivedAt();
    }

    boolean isOnline() {
        return !lost && announcedAt == NEVER;
    }

    /** Whether it is lost and was said to be. */
    boolean isLost() {
        return lost;
    }

    /** Whether nobody asks for it, and nothing was heard of it for so long. */
    boolean isForgettable(long now, long afterMillis) {
        long lastSignAt = Math.max(heardAt, announcedAt);
        return !expected && (lastSignAt == NEVER || now - lastSignAt >= afterMillis);
    }

    long lostSince() {
        return lostSince;
    }

    /** Says what has changed. */
    void advance(String gatewayId, long now, long silenceMillis, PresenceEvents events) {
        boolean announced = announcedAt != NEVER;
        if (lost) {
            if (!announced && heardSinceLost && now - heardAt < silenceMillis) {
                lost = false;
                events.back(gatewayId, lostSince);
            }
            return;
        }
        long quietSince = Math.max(heardAt, countsFrom);
        if (announced || now - quietSince >= silenceMillis) {
            lost = true;
            heardSinceLost = false;
            lostSince = announced ? announcedAt : quietSince;
            events.lost(
                    gatewayId,
                    heardAt == NEVER ? null : heardAt,
                    announced ? PresenceEvents.Why.ANNOUNCED : PresenceEvents.Why.SILENT);
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeBoolean(expected);
        out.writeLong(countsFrom);
        out.writeLong(heardAt);
        out.writeLong(announcedAt);
        out.writeBoolean(lost);
        out.writeLong(lostSince);
        out.writeBoolean(heardSinceLost);
        NullableText.write(bootId, out);
        NullableText.write(earlierBootId, out);
        out.writeLong(sequence);
        out.writeLong(sentAt);
    }

    static Presence read(DataInput in) throws IOException {
        boolean expected = in.readBoolean();
        Presence presence = new Presence(in.readLong());
        presence.expected = expected;
        presence.heardAt = in.readLong();
        presence.announcedAt = in.readLong();
        presence.lost = in.readBoolean();
        presence.lostSince = in.readLong();
        presence.heardSinceLost = in.readBoolean();
        presence.bootId = NullableText.read(in);
        presence.earlierBootId = NullableText.read(in);
        presence.sequence = in.readLong();
        presence.sentAt = in.readLong();
        return presence;
    }
}
