package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.SlotWatermark.Activity;

/** What time it is in one slot. Pure; all times in epoch milliseconds. Task thread only. */
interface SlotTime {

    /** Of messages that say nothing about time: idle for ever, so that nobody waits for them. */
    SlotTime NONE =
            new SlotTime() {
                @Override
                public void connected(long now) {}

                @Override
                public void emitted(long eventTimestamp, long receivedAt) {}

                @Override
                public void advance(Activity activity, long oldestUnacknowledgedAt, long now) {}

                @Override
                public boolean isLive() {
                    return false;
                }

                @Override
                public void activate() {}

                @Override
                public long watermark() {
                    return Long.MIN_VALUE;
                }

                @Override
                public boolean isIdle() {
                    return true;
                }
            };

    /** The broker may now send what it kept. */
    void connected(long now);

    /** A record is emitted. */
    void emitted(long eventTimestamp, long receivedAt);

    /**
     * Brings watermark and idleness up to now.
     *
     * @param oldestUnacknowledgedAt receipt; {@link Long#MAX_VALUE} if nothing is unacknowledged
     */
    void advance(Activity activity, long oldestUnacknowledgedAt, long now);

    /** Whether the newest messages are of the present; before the first, what was last known. */
    boolean isLive();

    /** A message arrived: whatever it is, the slot has something to wait for again. */
    void activate();

    /** {@link Long#MIN_VALUE} while nothing is known. */
    long watermark();

    boolean isIdle();
}
