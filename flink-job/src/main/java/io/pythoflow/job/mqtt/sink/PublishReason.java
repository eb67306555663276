package io.pythoflow.job.mqtt.sink;

import java.util.Locale;

/**
 * What a broker says of a publication (reason codes of PUBACK, MQTT 5, §3.4.2.1), and what the sink
 * does about it:
 *
 * <ul>
 *   <li>The broker has it: done. That nobody subscribed is a success, too.
 *   <li>The broker may take it later (quota, or a reason it does not give): sent again, with a
 *       growing pause, before anything written after it; until it expires, or the flush timeout
 *       fails the task. It is never dropped, since nothing says that it is wrong.
 *   <li>The broker will never take this one (topic, format or size): dropped, counted and logged.
 *       Failing would fail again after every restart, and hold up all others.
 *   <li>The client may not publish there: the job fails with a message that says what to do. The
 *       reason lies with the client, so others would be refused as well, and dropping them in
 *       silence is no answer to a missing permission.
 * </ul>
 */
enum PublishReason {
    SUCCESS(0x00, Handling.ACCEPTED),
    NO_MATCHING_SUBSCRIBERS(0x10, Handling.ACCEPTED),
    UNSPECIFIED_ERROR(0x80, Handling.RETRIED),
    IMPLEMENTATION_SPECIFIC_ERROR(0x83, Handling.RETRIED),
    NOT_AUTHORIZED(0x87, Handling.FATAL),
    TOPIC_NAME_INVALID(0x90, Handling.REJECTED),
    /** A fault of the connection, not of the publication, which gets another id. */
    PACKET_IDENTIFIER_IN_USE(0x91, Handling.RETRIED),
    /** Never in a PUBACK: found out before sending, as the broker would end the connection. */
    PACKET_TOO_LARGE(0x95, Handling.REJECTED),
    QUOTA_EXCEEDED(0x97, Handling.RETRIED),
    PAYLOAD_FORMAT_INVALID(0x99, Handling.REJECTED),
    /** No code that a PUBACK may carry, below 0x80: by the protocol's convention a success. */
    UNKNOWN_SUCCESS(-1, Handling.ACCEPTED),
    /** No code that a PUBACK may carry, 0x80 or above. */
    UNKNOWN_ERROR(-1, Handling.RETRIED);

    private static final int FIRST_ERROR = 0x80;

    /** What becomes of the publication. */
    enum Handling {
        ACCEPTED,
        RETRIED,
        REJECTED,
        FATAL
    }

    private final int code;
    private final Handling handling;

    PublishReason(int code, Handling handling) {
        this.code = code;
        this.handling = handling;
    }

    /**
     * @param code 0x00 to 0xff
     */
    static PublishReason of(int code) {
        for (PublishReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }

        return code < FIRST_ERROR ? UNKNOWN_SUCCESS : UNKNOWN_ERROR;
    }

    Handling handling() {
        return handling;
    }

    /** For people, and in names of metrics with _ for blanks. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
