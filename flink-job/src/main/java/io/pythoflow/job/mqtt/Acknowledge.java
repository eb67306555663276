package io.pythoflow.job.mqtt;

/** When a QoS 1 message is acknowledged to the broker. */
public enum Acknowledge {
    /**
     * When the checkpoint that contains it completes: nothing is lost by a crash. Each slot takes
     * at most the receive maximum (or the broker's own window) per checkpoint.
     */
    CHECKPOINT,
    /**
     * When it was handed to the next operator: as fast as the broker, but what was acknowledged
     * since the last checkpoint is lost by a crash.
     */
    RECEIPT
}
