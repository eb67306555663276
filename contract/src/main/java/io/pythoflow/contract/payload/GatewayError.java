package io.pythoflow.contract.payload;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code pythoflow.error/1} on {@code irrigation/errors}.
 *
 * @param code the sender's word, for example {@code SENSOR_READ_FAIL}
 * @param context whatever else the sender adds, values as text
 */
public record GatewayError(
        @Nullable String gatewayId,
        @Nullable String deviceId,
        @Nullable String sensorId,
        long timestamp,
        long receivedAt,
        String code,
        Severity severity,
        @Nullable String message,
        Map<String, String> context)
        implements GatewayMessage {

    /** How bad it is. */
    public enum Severity {
        INFO,
        WARN,
        ERROR,
        CRITICAL
    }

    public GatewayError {
        context = Map.copyOf(context);
    }

    @Override
    public @Nullable String sender() {
        return gatewayId;
    }
}
