package io.pythoflow.job.mqtt.sink;

/** What became of a publication, finally. */
enum Settlement {
    /** The broker has it. Whether anybody received it, only an answer tells. */
    ACKNOWLEDGED,
    /** Its time was over before the broker had it for sure. It is not sent from now on. */
    EXPIRED,
    /** The broker will never take it. */
    REJECTED
}
