package io.pythoflow.contract.payload;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code pythoflow.diag/1} on {@code irrigation/diagnostics}: counters over {@code windowSeconds}.
 */
public record Diagnostics(
        @Nullable String gatewayId,
        long timestamp,
        long receivedAt,
        Map<String, Double> metrics,
        @Nullable Long windowSeconds)
        implements GatewayMessage {

    public Diagnostics {
        metrics = Map.copyOf(metrics);
    }

    @Override
    public @Nullable String sender() {
        return gatewayId;
    }
}
