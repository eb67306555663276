package io.pythoflow.contract.payload;

/** The words in {@link Reading#flags()}, and the beginnings of those that name a metric. */
public final class Flags {

    /** The time had no zone and was taken as UTC. */
    public static final String ZONE_ASSUMED = "tz_assumed";

    /** The sender's clock was never set; the time of receipt stands in. */
    public static final String CLOCK_NOT_SET = "clock_not_set";

    /** The time lies too far after receipt to be believed; the time of receipt stands in. */
    public static final String CLOCK_FAR_AHEAD = "clock_far_ahead";

    /** The time lies after receipt, beyond the tolerance, and was kept. */
    public static final String CLOCK_AHEAD = "clock_ahead";

    /** Body and topic name different sensors; the body's was taken. */
    public static final String TOPIC_SENSOR_DIFFERS = "topic_sensor_differs";

    /** The sender doubts the reading as a whole. */
    public static final String SENDER_QUALITY = "sender_quality";

    /** Followed by a metric that the sender itself did not call {@code ok}. */
    public static final String SENDER_QUALITY_OF = "sender_quality:";

    /** Followed by a metric whose value is not physically plausible; the value was kept. */
    public static final String OUT_OF_RANGE = "out_of_range:";

    /** Followed by a metric whose value was NaN, infinite or no number; the value was dropped. */
    public static final String NOT_A_NUMBER = "not_a_number:";

    /** Followed by a known metric with a unit that cannot be converted; the value was kept. */
    public static final String UNKNOWN_UNIT = "unknown_unit:";

    /** Followed by a metric that was sent more than once; the last value was taken. */
    public static final String DUPLICATE_METRIC = "duplicate_metric:";

    /** Followed by an optional field of another type than agreed; the field was dropped. */
    public static final String INVALID_FIELD = "invalid_field:";

    private Flags() {}
}
