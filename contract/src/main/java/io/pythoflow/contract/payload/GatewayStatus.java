package io.pythoflow.contract.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code pythoflow.status/1} on {@code irrigation/gateway/status}; the last will carries {@code
 * offline}.
 *
 * @param bootId drawn by the gateway at each start
 * @param clockOffsetMs gateway clock minus true time, as the gateway estimates it
 */
public record GatewayStatus(
        @Nullable String gatewayId,
        long timestamp,
        long receivedAt,
        State state,
        @Nullable String bootId,
        @Nullable Long sequence,
        @Nullable Long uptimeSeconds,
        @Nullable String firmware,
        @Nullable Double rssiDbm,
        @Nullable Long heapFreeBytes,
        @Nullable Long bufferedMessages,
        @Nullable Boolean ntpSynced,
        @Nullable Long clockOffsetMs,
        @Nullable Long activeRulesVersion,
        List<Valve> valves)
        implements GatewayMessage {

    /** Whether the gateway serves its sensors. */
    public enum State {
        ONLINE,
        OFFLINE,
        DEGRADED
    }

    /** What a valve is known to be. */
    public enum ValveState {
        OPEN,
        CLOSED,
        UNKNOWN
    }

    /** One valve of the gateway; {@code remainingSeconds} until it closes by itself. */
    public record Valve(
            String deviceId,
            ValveState state,
            @Nullable Double flowLitersPerMinute,
            @Nullable Double remainingSeconds,
            @Nullable String lastCommandId) {}

    public GatewayStatus {
        valves = List.copyOf(valves);
    }

    @Override
    public @Nullable String sender() {
        return gatewayId;
    }
}
