package io.pythoflow.job.mqtt.transport;

/** What the broker remembered of a client when it connected. */
public enum SessionState {
    /** Subscriptions and undelivered messages are still there. */
    RESUMED,
    /** Nothing: it is the first connection, or the session expired or was deleted. */
    NEW
}
