package io.pythoflow.job.control.decision;

import io.pythoflow.contract.rules.TimeWindow;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.decision.Situation.Bypass;
import io.pythoflow.job.control.sense.Sensed;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Passes a situation through the gates, in the order of {@link Gate}. */
public final class Gates {

    private static final String PASSED = "passed";
    private static final String FAILED = "failed";
    private static final String SKIPPED = "skipped";

    private Gates() {}

    /**
     * What came of it.
     *
     * @param shut the first gate that failed; null where all passed
     * @param why a sentence about that gate, empty where all passed
     * @param gates every gate's name with passed, failed or skipped, for the record
     */
    public record Verdict(@Nullable Gate shut, String why, Map<String, String> gates) {

        /** Whether the valve may open. */
        public boolean opens() {
            return shut == null;
        }
    }

    /** The verdict on a situation. */
    public static Verdict pass(Situation situation) {
        Map<String, String> results = new LinkedHashMap<>();
        Gate shut = null;
        String why = "";
        for (Gate gate : Gate.values()) {
            String complaint = shut == null ? complaint(gate, situation) : null;
            if (complaint != null) {
                results.put(word(gate), FAILED);
                shut = gate;
                why = complaint;
            } else {
                results.put(word(gate), shut == null ? PASSED : SKIPPED);
            }
        }
        return new Verdict(shut, why, results);
    }

    /** The gate's name in tables. */
    public static String word(Gate gate) {
        return gate.name().toLowerCase(Locale.ROOT);
    }

    /** Why a gate is shut; null where it is open. */
    private static @Nullable String complaint(Gate gate, Situation at) {
        boolean manual = at.bypass() == Bypass.MANUAL;
        return switch (gate) {
            case EMERGENCY_STOP ->
                    at.stops().emergencyStop() ? "the emergency stop is pressed" : null;
            case DISABLED -> at.stops().disabled() ? "the zone is switched off" : null;
            case PAUSED -> at.stops().paused() ? "watering is paused" : null;
            case MAINTENANCE_LOCKOUT ->
                    at.valve().lockedOut() ? "the valve is locked out until it is reset" : null;
            case GATEWAY_OFFLINE -> at.stops().offline() ? "the gateway is offline" : null;
            case VALVE_BUSY -> at.valve().busy();
            case SENSORS -> manual ? null : sensors(at.sensed());
            case FROST -> frost(at.sensed());
            case RAIN -> manual ? null : rain(at.zone(), at.sensed());
            case QUIET_HOURS -> manual ? null : quietHours(at.zone(), at.now());
            case MIN_REST -> at.bypass() == Bypass.PULSE ? null : rest(at);
            case DAILY_RUN_CAP -> runCap(at);
            case DAILY_VOLUME_CAP -> volumeCap(at);
            case PUMP_CAPACITY -> pump(at);
            case DEMAND -> demand(at);
        };
    }

    /** Why a zone's sensors are not enough to decide by; null where they are. */
    public static @Nullable String sensors(Sensed sensed) {
        return sensed.healthySensors() < sensed.quorum()
                ? "%d of %d sensors are healthy, %d are needed"
                        .formatted(sensed.healthySensors(), sensed.sensors(), sensed.quorum())
                : null;
    }

    /** Whether frost keeps a zone shut, and how; null where it does not. */
    public static @Nullable String frost(Sensed sensed) {
        return sensed.frost() ? "frost, the air has %s °C".formatted(sensed.temperatureC()) : null;
    }

    /** Whether rain keeps a zone shut, and how; null where it does not. */
    public static @Nullable String rain(Zone zone, Sensed sensed) {
        if (sensed.raining()) {
            return "it rains";
        }
        Double rainMm = sensed.rainMm();
        return rainMm != null && rainMm >= zone.rain().skipMm()
                ? "%.1f mm of rain within %d min"
                        .formatted(rainMm, zone.rain().withinSeconds() / 60)
                : null;
    }

    /** Whether the hour keeps a zone shut; null where it does not. */
    public static @Nullable String quietHours(Zone zone, long now) {
        if (zone.allowed().isEmpty()) {
            return null;
        }
        ZonedDateTime moment = Instant.ofEpochMilli(now).atZone(zone.timeZone());
        for (TimeWindow window : zone.allowed()) {
            if (window.contains(moment)) {
                return null;
            }
        }
        return "%tR is outside the allowed hours".formatted(moment);
    }

    private static @Nullable String rest(Situation at) {
        int restSeconds = at.zone().limits().minRestSeconds();
        return at.valve().wateredUntil().isPresent()
                        && at.now() < at.valve().wateredUntil().getAsLong() + restSeconds * 1000L
                ? "the rest of %d s is not over".formatted(restSeconds)
                : null;
    }

    private static @Nullable String runCap(Situation at) {
        double leftSeconds = at.valve().runSecondsLeft();
        return leftSeconds < Math.max(1, at.durationSeconds())
                ? "%.0f s of open time are left today, the run takes %d s"
                        .formatted(leftSeconds, at.durationSeconds())
                : null;
    }

    private static @Nullable String volumeCap(Situation at) {
        double leftLiters = at.valve().volumeLitersLeft();
        return leftLiters <= 0 || leftLiters < at.volumeLiters()
                ? "%.1f L are left today, the run takes %.1f L"
                        .formatted(leftLiters, at.volumeLiters())
                : null;
    }

    private static @Nullable String pump(Situation at) {
        if (at.pump().before() != null) {
            return "zone " + at.pump().before() + " waits for the pump and goes first";
        }
        double leftLiters = at.pump().litersPerMinuteLeft();
        return leftLiters < at.zone().flowLitersPerMinute()
                ? "the pump has %.1f L/min left, the zone takes %.1f L/min"
                        .formatted(leftLiters, at.zone().flowLitersPerMinute())
                : null;
    }

    private static @Nullable String demand(Situation at) {
        boolean wanted =
                switch (at.bypass()) {
                    case NOTHING -> at.need().thirsty();
                    case PULSE -> !at.need().enough();
                    case MANUAL -> true;
                };
        return wanted && at.durationSeconds() > 0 ? null : at.need().explanation();
    }
}
