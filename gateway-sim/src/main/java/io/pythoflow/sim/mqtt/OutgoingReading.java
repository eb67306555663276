package io.pythoflow.sim.mqtt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reading as a tool sends it: what a recording holds may be no number and no time, and is sent as
 * it is.
 *
 * @param messageId null for none
 * @param gatewayId null for none
 * @param sensorId as in the topic
 * @param sequence null for none
 * @param time epoch milliseconds as digits, or whatever stands in a recording
 * @param values in order, at least one
 */
public record OutgoingReading(
        @Nullable String messageId,
        @Nullable String gatewayId,
        String sensorId,
        @Nullable Long sequence,
        String time,
        List<Value> values) {

    /**
     * One metric.
     *
     * @param text a number as JSON writes it, sent digit by digit; anything else is sent quoted
     * @param unit null for none
     */
    public record Value(String metric, String text, @Nullable String unit) {}
}
