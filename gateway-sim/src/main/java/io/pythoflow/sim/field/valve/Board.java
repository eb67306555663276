package io.pythoflow.sim.field.valve;

import java.util.OptionalLong;

/** What the gateway's board does for the devices on it. Times are epoch ms of the true clock. */
public interface Board extends Timers {

    /**
     * What the board takes for the time, epoch ms; empty until it has been told since its start.
     */
    OptionalLong clock(long nowMillis);

    /** What stands as time in a message: the clock, or without one the time since the start. */
    long timestamp(long nowMillis);

    /** Publishes, or keeps the message until the link is back. */
    void send(String topic, byte[] payload, long sendMillis);

    /** Loses power for a moment. */
    void restart(long nowMillis);
}
