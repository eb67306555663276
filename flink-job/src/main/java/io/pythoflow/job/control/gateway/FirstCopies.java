package io.pythoflow.job.control.gateway;

import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.ValveStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells the first copy of what a device says from the second. It comes on two ways: early, as soon
 * as the broker has it, and surely, on the one that outlives restarts and waits for checkpoints.
 * The second copy may be older than much that was heard since, and must not be taken for news.
 *
 * <p>Remembers a bounded number of messages whose other copy has not come, and writes no state:
 * after a restore what comes surely may not have been heard at all. Task thread only.
 */
public final class FirstCopies {

    /** Beyond that the oldest is forgotten; its other copy will count as news. */
    static final int MOST_REMEMBERED = 10_000;

    /** How a message came. */
    public enum Way {
        EARLY,
        SURELY
    }

    /** Copies that came on one way and not yet on the other; those that came early are positive. */
    private final Map<GatewayMessage, Integer> ahead = new LinkedHashMap<>();

    /** Whether this is the first copy of a message. */
    public boolean isFirst(GatewayMessage message, Way way) {
        GatewayMessage content = withoutReceipt(message);
        int step = way == Way.EARLY ? 1 : -1;
        int before = ahead.getOrDefault(content, 0);
        int after = before + step;
        if (after == 0) {
            ahead.remove(content);
        } else {
            ahead.put(content, after);
            forgetOldest();
        }
        return Integer.signum(before) != -step;
    }

    private void forgetOldest() {
        if (ahead.size() > MOST_REMEMBERED) {
            ahead.remove(ahead.keySet().iterator().next());
        }
    }

    /** Both copies are equal but for the time of receipt, which may stand in for the sender's. */
    private static GatewayMessage withoutReceipt(GatewayMessage message) {
        if (message instanceof CommandAck ack) {
            return new CommandAck(
                    ack.commandId(),
                    ack.deviceId(),
                    ack.zoneId(),
                    sentAt(ack.timestamp(), ack.receivedAt()),
                    0,
                    ack.state(),
                    ack.actualDurationSeconds(),
                    ack.volumeLiters(),
                    ack.code(),
                    ack.message());
        }
        if (message instanceof ValveStatus status) {
            return new ValveStatus(
                    status.deviceId(),
                    status.identifier(),
                    sentAt(status.timestamp(), status.receivedAt()),
                    0,
                    status.state(),
                    status.flowLitersPerMinute(),
                    status.remainingSeconds(),
                    status.lastCommandId());
        }
        throw new IllegalArgumentException("Comes on one way only: " + message);
    }

    private static long sentAt(long timestamp, long receivedAt) {
        return timestamp == receivedAt ? 0 : timestamp;
    }
}
