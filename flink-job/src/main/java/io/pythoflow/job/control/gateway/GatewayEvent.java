package io.pythoflow.job.control.gateway;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code gateway_events}.
 *
 * @param timestamp of the event, epoch milliseconds
 * @param receivedAt when the job got or made it, epoch milliseconds
 * @param kind the column's word: status, error, diagnostic, ack, valve, presence, alert
 * @param metrics numbers that belong to it, by name
 */
public record GatewayEvent(
        @Nullable String gatewayId,
        @Nullable String deviceId,
        @Nullable String sensorId,
        @Nullable String zoneId,
        long timestamp,
        long receivedAt,
        String kind,
        @Nullable String state,
        @Nullable String code,
        @Nullable String severity,
        @Nullable String message,
        @Nullable String commandId,
        Map<String, Double> metrics,
        @Nullable String topic,
        @Nullable String firmware) {

    public GatewayEvent {
        Objects.requireNonNull(kind, "kind");
        metrics = Map.copyOf(metrics);
    }
}
