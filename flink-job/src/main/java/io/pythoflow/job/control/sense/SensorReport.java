package io.pythoflow.job.control.sense;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Measurement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the control loop takes of one reading.
 *
 * @param timestamp event time, epoch milliseconds
 * @param receivedAt epoch milliseconds
 * @param channel which topic it came on
 * @param doubt why it must not decide anything; {@link Doubt#NONE} where it may
 * @param samplePeriodSeconds how often the sensor measures, if it says
 * @param measurements known metrics, in canonical units
 */
public record SensorReport(
        String sensorId,
        @Nullable String gatewayId,
        long timestamp,
        long receivedAt,
        Channel channel,
        Doubt doubt,
        @Nullable Integer samplePeriodSeconds,
        List<Measurement> measurements) {

    /** Where a reading came from, which says whose word it is. */
    public enum Channel {
        /** The sensor's own topic, on which only its gateway may publish. */
        SENSOR_TOPIC,
        /** The topic that all gateways share, on which the original firmware sends its readings. */
        STATUS_TOPIC
    }

    /** Why a reading is kept and shown, and never opens a valve. */
    public enum Doubt {
        NONE,
        /** Sent from a buffer. */
        HISTORICAL,
        /** The sender's clock cannot be believed. */
        CLOCK,
        /** The body names another sensor than the topic. */
        IDENTITY
    }

    public SensorReport {
        Objects.requireNonNull(sensorId, "sensorId");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(doubt, "doubt");
        measurements = List.copyOf(measurements);
    }

    /** The same with another value of a metric that it says something of. */
    public SensorReport with(Metric metric, double value) {
        return new SensorReport(
                sensorId,
                gatewayId,
                timestamp,
                receivedAt,
                channel,
                doubt,
                samplePeriodSeconds,
                measurements.stream()
                        .map(
                                one ->
                                        one.metric().equals(metric.metricName())
                                                ? new Measurement(one.metric(), value, one.unit())
                                                : one)
                        .toList());
    }

    /** What it says of a metric, in the canonical unit; null where it says nothing. */
    public @Nullable Double value(Metric metric) {
        for (Measurement measurement : measurements) {
            if (measurement.metric().equals(metric.metricName())) {
                return measurement.value();
            }
        }
        return null;
    }
}
