package io.pythoflow.job.mqtt.quirks;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link QuirksBroker} misbehaves. What it does once, it does on demand instead.
 *
 * @param window unacknowledged QoS 1 messages under way to a client at most, whatever receive
 *     maximum it announces; 1 to 65,535
 * @param resendAfter unacknowledged for so long, a message comes again on the same connection; null
 *     for never
 * @param renumberEvery each so many resends one has another packet id; 0 for never
 * @param drainPerSecond messages stored for a session that leave per second after it is resumed,
 *     beside live ones; 0 for no limit
 * @param groupDrainPerSecond the same for a shared group, per member that is online
 * @param publishesPerSecond above it messages are discarded (plain subscriptions) or wait (shared
 *     ones), per client; 0 for no limit
 * @param longestSession a session that is offline for so long is gone, even if the client asked for
 *     more; null for no limit
 * @param highestPacketId packet ids count from 1 to this and start again, over ids that are still
 *     in flight if it is below the window
 * @param retained to which filters retained messages go
 * @param duplicateFlag whether a redelivery after a reconnect says that it is one
 */
public record Quirks(
        int window,
        @Nullable Duration resendAfter,
        int renumberEvery,
        int drainPerSecond,
        int groupDrainPerSecond,
        int publishesPerSecond,
        @Nullable Duration longestSession,
        int highestPacketId,
        Retained retained,
        DuplicateFlag duplicateFlag) {

    /** Where retained messages go when a client subscribes; never to shared filters. */
    public enum Retained {
        /** To every filter that matches, as MQTT has it. */
        TO_EVERY_FILTER,
        /** To filters without wildcards only. */
        TO_EXACT_FILTERS
    }

    /** The DUP flag of what was sent on an earlier connection. */
    public enum DuplicateFlag {
        SET_AFTER_RECONNECT,
        NEVER_SET
    }

    private static final int MAXIMUM = 65_535;

    /** A broker as the protocol describes it. */
    public static final Quirks NONE =
            new Quirks(
                    MAXIMUM,
                    null,
                    0,
                    0,
                    0,
                    0,
                    null,
                    MAXIMUM,
                    Retained.TO_EVERY_FILTER,
                    DuplicateFlag.SET_AFTER_RECONNECT);

    /** AWS IoT Core, but for the rare resend under another packet id. */
    public static final Quirks AWS =
            NONE.but()
                    .window(100)
                    .resendAfter(Duration.ofSeconds(30))
                    .drainPerSecond(10)
                    .groupDrainPerSecond(20)
                    .publishesPerSecond(100)
                    .retained(Retained.TO_EXACT_FILTERS)
                    .duplicateFlag(DuplicateFlag.NEVER_SET)
                    .build();

    /** The same, to be changed in some respects. */
    public Builder but() {
        return new Builder(this);
    }

    /** Changes some respects of other quirks. */
    public static final class Builder {
        private int window;
        private @Nullable Duration resendAfter;
        private int renumberEvery;
        private int drainPerSecond;
        private int groupDrainPerSecond;
        private int publishesPerSecond;
        private @Nullable Duration longestSession;
        private int highestPacketId;
        private Retained retained;
        private DuplicateFlag duplicateFlag;

        private Builder(Quirks from) {
            window = from.window;
            resendAfter = from.resendAfter;
            renumberEvery = from.renumberEvery;
            drainPerSecond = from.drainPerSecond;
            groupDrainPerSecond = from.groupDrainPerSecond;
            publishesPerSecond = from.publishesPerSecond;
            longestSession = from.longestSession;
            highestPacketId = from.highestPacketId;
            retained = from.retained;
            duplicateFlag = from.duplicateFlag;
        }

        public Builder window(int messages) {
            window = messages;
            return this;
        }

        public Builder resendAfter(@Nullable Duration unacknowledgedFor) {
            resendAfter = unacknowledgedFor;
            return this;
        }

        public Builder renumberEvery(int resends) {
            renumberEvery = resends;
            return this;
        }

        public Builder drainPerSecond(int messages) {
            drainPerSecond = messages;
            return this;
        }

        public Builder groupDrainPerSecond(int messages) {
            groupDrainPerSecond = messages;
            return this;
        }

        public Builder publishesPerSecond(int messages) {
            publishesPerSecond = messages;
            return this;
        }

        public Builder longestSession(@Nullable Duration offline) {
            longestSession = offline;
            return this;
        }

        public Builder highestPacketId(int packetId) {
            highestPacketId = packetId;
            return this;
        }

        public Builder retained(Retained where) {
            retained = where;
            return this;
        }

        public Builder duplicateFlag(DuplicateFlag when) {
            duplicateFlag = when;
            return this;
        }

        public Quirks build() {
            return new Quirks(
                    window,
                    resendAfter,
                    renumberEvery,
                    drainPerSecond,
                    groupDrainPerSecond,
                    publishesPerSecond,
                    longestSession,
                    highestPacketId,
                    retained,
                    duplicateFlag);
        }
    }
}
