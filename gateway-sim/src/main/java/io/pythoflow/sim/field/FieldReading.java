package io.pythoflow.sim.field;

import io.pythoflow.sim.field.sensor.Measured;
import java.util.List;
import java.util.OptionalLong;

/**
 * A reading as its gateway holds it until it can be sent.
 *
 * @param timestamp what the gateway took for the time of the measurement, epoch ms; empty without a
 *     clock
 * @param timestampSource {@code ntp}, {@code boot} (since the last start) or {@code none}
 * @param samplePeriodSeconds 0 if it is not a whole number of seconds
 */
record FieldReading(
        String messageId,
        String gatewayId,
        String sensorId,
        String zoneId,
        long sequence,
        OptionalLong timestamp,
        String timestampSource,
        long samplePeriodSeconds,
        List<Measured> values) {}
