package io.pythoflow.bench.state;

/** What tells a reading from others. */
enum IdentityKind {
    /** A message id, beside the sensor's own time. */
    MESSAGE_ID,
    /** The sensor's own time, with the content. */
    TIME,
    /** Content alone, as the original firmware sends. */
    CONTENT
}
