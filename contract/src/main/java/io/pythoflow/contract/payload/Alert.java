package io.pythoflow.contract.payload;

import io.pythoflow.contract.payload.GatewayError.Severity;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code pythoflow.alert/1} on {@code irrigation/system/updates}, never retained: something a
 * person should know. The job publishes it and never obeys it.
 *
 * @param alertId the same in every repetition
 * @param timestamp epoch milliseconds
 * @param state whether the trouble began or ended
 * @param message for a person, with the values that matter
 * @param rulesVersion in force, or refused; null where none was
 */
public record Alert(
        String alertId,
        long timestamp,
        Code code,
        State state,
        Severity severity,
        String message,
        @Nullable String zoneId,
        @Nullable String gatewayId,
        @Nullable String deviceId,
        @Nullable String sensorId,
        @Nullable String commandId,
        @Nullable Long rulesVersion) {

    /** What happened. */
    public enum Code {
        SENSOR_FAULTY,
        ZONE_WITHOUT_HEALTHY_SENSOR,
        /** The valve is shut and water flows. */
        LEAK,
        /** Water still flows though the device says it closed. */
        FLOW_AFTER_CLOSE,
        /** The valve is open and none flows. */
        NO_FLOW,
        OVER_FLOW,
        UNDER_FLOW,
        /** The soil is no wetter after watering. */
        INEFFECTIVE_WATERING,
        RUN_PAST_MAXIMUM,
        /** A valve is open that nobody ordered open. */
        UNEXPECTED_OPENING,
        LOCKED_OUT,
        UNKNOWN_OUTCOME,
        COMMAND_REJECTED,
        GATEWAY_OFFLINE,
        EMERGENCY_STOP,
        RULES_REJECTED,
        RULES_GAP,
        /** The job was away, or was started from an older state. */
        STATE_GAP;

        /** The word in tables and messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it begins or is over. */
    public enum State {
        RAISED,
        CLEARED
    }

    public Alert {
        Objects.requireNonNull(alertId, "alertId");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(message, "message");
    }
}
