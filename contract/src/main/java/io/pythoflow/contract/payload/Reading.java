package io.pythoflow.contract.payload;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message of one sensor at one time: several metrics. A stream type of the job, so its shape is
 * part of the state that survives upgrades.
 *
 * @param messageId as sent; null for payloads without one
 * @param sensorId never blank, at most as long as the decoder allows
 * @param gatewayId null where neither body nor envelope names it
 * @param zoneId null until known
 * @param timestamp event time, epoch milliseconds, UTC
 * @param timestampSource whose clock {@code timestamp} comes from
 * @param receivedAt when the source got the message, epoch milliseconds
 * @param sequence the sender's sequence number, if it keeps one
 * @param samplePeriodSeconds how often the sender samples, if it says
 * @param historical sent from a gateway's buffer rather than live
 * @param measurements one per metric, in the order sent, no metric twice, never empty
 * @param flags quality and clock flags, for example {@code clock_ahead} or {@code
 *     out_of_range:soil_moisture}
 * @param topic as received
 * @param firmware as sent, if sent
 */
public record Reading(
        @Nullable String messageId,
        String sensorId,
        @Nullable String gatewayId,
        @Nullable String zoneId,
        long timestamp,
        TimestampSource timestampSource,
        long receivedAt,
        @Nullable Long sequence,
        @Nullable Integer samplePeriodSeconds,
        boolean historical,
        List<Measurement> measurements,
        List<String> flags,
        String topic,
        @Nullable String firmware) {
    public Reading {
        Objects.requireNonNull(sensorId, "sensorId");
        Objects.requireNonNull(timestampSource, "timestampSource");
        Objects.requireNonNull(measurements, "measurements");
        Objects.requireNonNull(flags, "flags");
        Objects.requireNonNull(topic, "topic");
    }
}
