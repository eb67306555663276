package io.pythoflow.contract.payload;

import java.util.Locale;

/**
 * Why a message or an element was rejected. The code is the {@code reason} column of {@code
 * rejected_messages}.
 */
public enum RejectReason {
    /** Not JSON, or JSON that breaks off. */
    MALFORMED_JSON,
    /** Deeper nesting than the configured limit. */
    TOO_DEEP,
    /** More elements in one array, or more metrics in one reading, than allowed. */
    TOO_MANY_ELEMENTS,
    TOO_MANY_METRICS,
    /** JSON, but neither a reading nor any other payload of its topic. */
    NOT_A_READING,
    /** A known schema name with a version or a body that cannot be understood. */
    UNSUPPORTED_SCHEMA,
    MISSING_SENSOR_ID,
    INVALID_ID,
    /** No metric with a finite value. */
    NO_VALUES,
    INVALID_TIMESTAMP,
    /** Older than {@code ingest.max.age}. */
    TOO_OLD,
    /** A topic the job does not know. */
    UNKNOWN_TOPIC,
    /** A field that the payload must have is missing or has another type. */
    INVALID_FIELD,
    /** More new sensors within an hour than allowed. */
    TOO_MANY_SENSORS,
    /** Stands for the rejects of one message beyond the number that is kept. */
    TOO_MANY_REJECTS;

    /** The word stored in the table. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
