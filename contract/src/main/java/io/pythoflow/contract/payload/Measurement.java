package io.pythoflow.contract.payload;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One metric of a reading.
 *
 * @param metric canonical name ({@code soil_moisture}), or the sender's own name of a metric that
 *     the contract does not know
 * @param value finite; in the canonical unit of a known metric, as sent otherwise
 * @param unit unit as sent of a metric that the contract does not know; null for known metrics,
 *     whose unit is {@link io.pythoflow.contract.metric.Metric#unit()}
 */
public record Measurement(String metric, double value, @Nullable String unit) {
    public Measurement {
        Objects.requireNonNull(metric, "metric");
    }
}
