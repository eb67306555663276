package io.pythoflow.job.mqtt;

import java.time.Duration;

/**
 * The watermark of one slot, and whether the slot is idle. Pure; time comes as an argument.
 * Confined to the task thread. The watermark never falls.
 *
 * <p><b>While messages come</b> it is the highest event time so far, less the out-of-orderness, as
 * usual. An event time later than the receipt of its message counts as the receipt: a gateway whose
 * clock runs ahead must not close the windows of all others.
 *
 * <p><b>While the slot catches up</b> after a connect (see {@link CatchUp}), only what the broker
 * had kept moves the watermark: brokers send live messages in between, and those must not make late
 * what is still to come.
 *
 * <p><b>While the slot is busy or disconnected</b> it only follows its messages and is never idle.
 * Nobody can tell what such a slot still holds: after a start the session may have kept hours of
 * messages, and a broker may deliver the next batch only after the last was acknowledged, which
 * takes a checkpoint. Others must wait for it.
 *
 * <p><b>A drained slot</b> (see {@link Activity#DRAINED}) has nothing to wait for:
 *
 * <ul>
 *   <li>If its newest message was live, its event time close to its receipt, the senders have
 *       fallen silent, and the watermark follows the clock, so that open windows still close.
 *   <li>If it was historical, a recording was replayed. Following the clock would jump over years
 *       and make the next part of the recording late. The slot becomes idle.
 *   <li>If there was no message yet, what was known before a restart counts. Without that nothing
 *       says what time it is for its senders: idle too.
 * </ul>
 */
final class SlotWatermark implements SlotTime {
    /** What can be said of a slot at one moment. */
    enum Activity {
        /** Not connected, or not subscribed yet. */
        DISCONNECTED,
        /** Something was received, or is unacknowledged, or was until a moment ago. */
        BUSY,
        /**
         * Connected and subscribed, nothing queued, nothing unacknowledged, and silence since the
         * later of the last receipt and the last acknowledgement. The latter counts because a
         * broker may have waited for it with the next batch.
         */
        DRAINED
    }

    private final long outOfOrdernessMs;
    private final long liveWithinMs;
    private final CatchUp catchUp;
    private final boolean liveBefore;

    private long highest = Long.MIN_VALUE;
    private long highestBacklog = Long.MIN_VALUE;
    private long newestReceivedAt = Long.MIN_VALUE;
    private long watermark = Long.MIN_VALUE;
    private boolean idle;

    /**
     * @param liveWithin how far event time may lie behind receipt, beyond the out-of-orderness, to
     *     count as live
     * @param longestKept how old a message may be that the broker kept while the slot was away
     * @param liveBefore whether the newest messages before a restart were live
     */
    SlotWatermark(
            Duration outOfOrderness,
            Duration liveWithin,
            Duration longestKept,
            boolean liveBefore) {
        this.outOfOrdernessMs = outOfOrderness.toMillis();
        this.liveWithinMs = liveWithin.toMillis() + outOfOrdernessMs;
        this.catchUp = new CatchUp(outOfOrderness, longestKept);
        this.liveBefore = liveBefore;
    }

    @Override
    public void connected(long now) {
        catchUp.begin(now);
    }

    @Override
    public void emitted(long eventTimestamp, long receivedAt) {
        long capped = Math.min(eventTimestamp, receivedAt);
        highest = Math.max(highest, capped);
        newestReceivedAt = Math.max(newestReceivedAt, receivedAt);
        if (catchUp.isBacklog(eventTimestamp, receivedAt)) {
            catchUp.received(receivedAt);
            highestBacklog = Math.max(highestBacklog, capped);
        }
    }

    @Override
    public void advance(Activity activity, long oldestUnacknowledgedAt, long now) {
        boolean drained = activity == Activity.DRAINED;
        catchUp.advance(activity, oldestUnacknowledgedAt, now);
        idle = drained && !isLive();
        watermark = Math.max(watermark, behind(catchUp.isRunning() ? highestBacklog : highest));
        if (drained && isLive()) {
            watermark = Math.max(watermark, behind(now));
        }
    }

    @Override
    public boolean isLive() {
        return highest == Long.MIN_VALUE ? liveBefore : newestReceivedAt - highest <= liveWithinMs;
    }

    @Override
    public void activate() {
        idle = false;
    }

    @Override
    public long watermark() {
        return watermark;
    }

    @Override
    public boolean isIdle() {
        return idle;
    }

    /** A record of exactly the out-of-orderness is in time, hence the last millisecond. */
    private long behind(long time) {
        return Math.max(time, Long.MIN_VALUE + outOfOrdernessMs + 1) - outOfOrdernessMs - 1;
    }
}
