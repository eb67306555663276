package io.pythoflow.sim.load;

/**
 * What to publish.
 *
 * @param messagesPerSecond in all; 0 as fast as acknowledged
 * @param seconds of publishing; 0 until stopped
 * @param connections messages are dealt to them in turn
 * @param sensors readings are dealt to them in turn
 * @param readingsPerMessage 1 or more
 * @param kind shape of the messages
 * @param qos 0 or 1
 * @param seed of the values
 * @param run first part of the message ids
 * @param inFlightPerConnection unacknowledged messages at most
 */
record LoadPlan(
        double messagesPerSecond,
        double seconds,
        int connections,
        int sensors,
        int readingsPerMessage,
        PayloadKind kind,
        int qos,
        long seed,
        String run,
        int inFlightPerConnection) {

    /** Messages in all, {@link Long#MAX_VALUE} where only the clock or a person ends it. */
    long messages() {
        return messagesPerSecond == 0 || seconds == 0
                ? Long.MAX_VALUE
                : Math.round(messagesPerSecond * seconds);
    }

    long runNanos() {
        return seconds == 0 ? Long.MAX_VALUE : Math.round(seconds * 1e9);
    }

    /**
     * Nanoseconds after the start at which a message is due; absolute, so that no delay adds up.
     */
    long dueNanos(long message) {
        return messagesPerSecond == 0 ? 0 : (long) (message * (1e9 / messagesPerSecond));
    }
}
