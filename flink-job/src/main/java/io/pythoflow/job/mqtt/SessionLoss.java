package io.pythoflow.job.mqtt;

/** What follows when the broker no longer has a session that it should have kept. */
public enum SessionLoss {
    /** The loss is counted and logged, and a new session begins. */
    REPORT,
    /**
     * The source fails, and keeps failing after each restart, until it is told to report the loss
     * or started without its former state. Somebody must know what may be gone before it goes on.
     */
    FAIL
}
