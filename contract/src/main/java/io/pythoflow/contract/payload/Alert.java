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
        SENSOR_FAULTY("Look at the sensor: it is stale, out of range, stuck or was never heard."),
        ZONE_WITHOUT_HEALTHY_SENSOR(
                "The zone is not watered by its sensors. Mend or replace them; until then water with a"
                        + " manual order."),
        /** The valve is shut and water flows. */
        LEAK(
                "Shut the water by hand. The valve is closed again and locked out until"
                        + " maintenance_reset_at."),
        /** Water still flows though the device says it closed. */
        FLOW_AFTER_CLOSE(
                "Shut the water by hand. The valve is closed again and locked out until"
                        + " maintenance_reset_at."),
        /** The valve is open and none flows. */
        NO_FLOW("Look at pump, tank and valve. Three failures in a row lock the valve out."),
        OVER_FLOW(
                "A pipe has burst, or flow_l_min of the zone is wrong. Shut the water by hand; the valve"
                        + " is locked out until maintenance_reset_at."),
        UNDER_FLOW("Clean the filter and the emitters: one of them is clogged."),
        /** The soil is no wetter after watering. */
        INEFFECTIVE_WATERING("Look whether water reaches the sensors."),
        RUN_PAST_MAXIMUM(
                "The device does not say that it closed. Go there and shut the water by hand; CLOSE is"
                        + " repeated until the device answers."),
        /** A valve is open that nobody ordered open. */
        UNEXPECTED_OPENING(
                "Find out who opened it. In mode act it is closed; in mode advise it is yours to"
                        + " close."),
        LOCKED_OUT(
                "Mend the valve, then set maintenance_reset_at of the zone and publish the rules."),
        UNKNOWN_OUTCOME(
                "Look whether the zone was watered, and whether its valve is shut: nobody knows, and the"
                        + " budget counts the run."),
        COMMAND_REJECTED("The device says why in the message. The zone is not watered."),
        GATEWAY_OFFLINE(
                "Its zones stay shut. Look at its power and its network; what it measured meanwhile it"
                        + " sends later."),
        EMERGENCY_STOP("Somebody pressed it, and no valve opens. make resume ends it."),
        RULES_REJECTED(
                "Nothing changed; every reason is in the message. Correct the rules and publish"
                        + " again."),
        RULES_GAP("An update was missed. Publish the whole document again."),
        /** The job was away, or was started from an older state. */
        STATE_GAP("Nothing: no valve opens before its device was heard.");

        private final String advice;

        Code(String advice) {
            this.advice = advice;
        }

        /** The word in tables and messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What to do about it: one or two sentences in ASCII, without quotation marks. */
        public String advice() {
            return advice;
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
