package io.pythoflow.job.control.gateway;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.Diagnostics;
import io.pythoflow.contract.payload.GatewayError;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.job.control.gateway.PresenceEvents.Why;
import io.pythoflow.job.ingest.GatewayReport;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code gateway_events}. Words are lower case; numbers are metrics under their names
 * on the wire.
 */
public final class GatewayEvents {

    /** Characters that a row's message has at most; senders decide about the length of theirs. */
    static final int LONGEST_MESSAGE = 2000;

    private static final String STATUS = "status";
    private static final String ERROR = "error";
    private static final String DIAGNOSTIC = "diagnostic";
    private static final String ACK = "ack";
    private static final String VALVE = "valve";
    private static final String PRESENCE = "presence";
    private static final String ALERT = "alert";

    private GatewayEvents() {}

    /** The row of what a gateway or device said. */
    public static GatewayEvent of(GatewayReport report) {
        String topic = report.topic();
        if (report.status() != null) {
            return status(report.status(), topic);
        }
        if (report.error() != null) {
            return error(report.error(), topic);
        }
        if (report.diagnostics() != null) {
            return diagnostic(report.diagnostics(), topic);
        }
        if (report.acknowledgement() != null) {
            return acknowledgement(report.acknowledgement(), topic);
        }
        return valve(report.valve(), topic);
    }

    /**
     * The row of an alert.
     *
     * @param now epoch milliseconds
     */
    public static GatewayEvent of(Alert alert, long now) {
        Metrics metrics = new Metrics().add("rules_version", alert.rulesVersion());
        return new GatewayEvent(
                alert.gatewayId(),
                alert.deviceId(),
                alert.sensorId(),
                alert.zoneId(),
                alert.timestamp(),
                now,
                ALERT,
                word(alert.state()),
                alert.code().word(),
                word(alert.severity()),
                bounded(alert.message()),
                alert.commandId(),
                metrics.byName,
                null,
                null);
    }

    /** The row of {@link PresenceEvents#lost}. */
    public static GatewayEvent lost(
            String gatewayId, @Nullable Long lastHeardAt, Why why, long now) {
        String heard =
                lastHeardAt == null
                        ? "Never heard"
                        : "Last heard at " + Instant.ofEpochMilli(lastHeardAt);
        return presence(gatewayId, now, "offline", why.word(), Severity.WARN, heard, null);
    }

    /** The row of {@link PresenceEvents#back}. */
    public static GatewayEvent back(String gatewayId, long offlineSinceAt, long now) {
        return presence(
                gatewayId,
                now,
                "online",
                null,
                Severity.INFO,
                since(offlineSinceAt),
                offlineSinceAt);
    }

    /** The row of {@link PresenceEvents#forgotten}. */
    public static GatewayEvent forgotten(String gatewayId, long offlineSinceAt, long now) {
        return presence(
                gatewayId,
                now,
                "forgotten",
                null,
                Severity.INFO,
                since(offlineSinceAt) + ", and no rule names it",
                offlineSinceAt);
    }

    private static GatewayEvent presence(
            String gatewayId,
            long now,
            String state,
            @Nullable String code,
            Severity severity,
            String message,
            @Nullable Long offlineSinceAt) {
        Double offlineSeconds = offlineSinceAt == null ? null : (now - offlineSinceAt) / 1000.0;
        return new GatewayEvent(
                gatewayId,
                null,
                null,
                null,
                now,
                now,
                PRESENCE,
                state,
                code,
                word(severity),
                message,
                null,
                new Metrics().add("offline_s", offlineSeconds).byName,
                null,
                null);
    }

    private static GatewayEvent status(GatewayStatus status, String topic) {
        Metrics metrics =
                new Metrics()
                        .add("uptime_s", status.uptimeSeconds())
                        .add("rssi_dbm", status.rssiDbm())
                        .add("heap_free_b", status.heapFreeBytes())
                        .add("buffered_msgs", status.bufferedMessages())
                        .add("clock_offset_ms", status.clockOffsetMs())
                        .add("seq", status.sequence())
                        .add("active_rules_version", status.activeRulesVersion());
        if (status.ntpSynced() != null) {
            metrics.add("ntp_synced", status.ntpSynced() ? 1 : 0);
        }
        // Without a list nothing was said of valves, as in a will.
        if (!status.valves().isEmpty()) {
            metrics.add(
                    "valves_open",
                    status.valves().stream()
                            .filter(valve -> valve.state() == ValveState.OPEN)
                            .count());
        }
        return new GatewayEvent(
                status.gatewayId(),
                null,
                null,
                null,
                status.timestamp(),
                status.receivedAt(),
                STATUS,
                word(status.state()),
                null,
                null,
                null,
                null,
                metrics.byName,
                topic,
                status.firmware());
    }

    private static GatewayEvent error(GatewayError error, String topic) {
        return new GatewayEvent(
                error.gatewayId(),
                error.deviceId(),
                error.sensorId(),
                null,
                error.timestamp(),
                error.receivedAt(),
                ERROR,
                null,
                error.code(),
                word(error.severity()),
                withContext(error.message(), error.context()),
                null,
                Map.of(),
                topic,
                null);
    }

    private static GatewayEvent diagnostic(Diagnostics diagnostics, String topic) {
        Metrics metrics = new Metrics().add("window_s", diagnostics.windowSeconds());
        metrics.byName.putAll(diagnostics.metrics());
        return new GatewayEvent(
                diagnostics.gatewayId(),
                null,
                null,
                null,
                diagnostics.timestamp(),
                diagnostics.receivedAt(),
                DIAGNOSTIC,
                null,
                null,
                null,
                null,
                null,
                metrics.byName,
                topic,
                null);
    }

    private static GatewayEvent acknowledgement(CommandAck ack, String topic) {
        Metrics metrics =
                new Metrics()
                        .add("actual_duration_s", ack.actualDurationSeconds())
                        .add("volume_l", ack.volumeLiters());
        return new GatewayEvent(
                null,
                ack.deviceId(),
                null,
                ack.zoneId(),
                ack.timestamp(),
                ack.receivedAt(),
                ACK,
                word(ack.state()),
                ack.code(),
                null,
                ack.message() == null ? null : bounded(ack.message()),
                ack.commandId(),
                metrics.byName,
                topic,
                null);
    }

    /** Which of a device's valves it is has no column of its own, and stands in the message. */
    private static GatewayEvent valve(ValveStatus valve, String topic) {
        Metrics metrics =
                new Metrics()
                        .add("flow_lpm", valve.flowLitersPerMinute())
                        .add("remaining_s", valve.remainingSeconds());
        return new GatewayEvent(
                null,
                valve.deviceId(),
                null,
                null,
                valve.timestamp(),
                valve.receivedAt(),
                VALVE,
                word(valve.state()),
                null,
                null,
                valve.identifier() == null ? null : "Valve " + valve.identifier(),
                valve.lastCommandId(),
                metrics.byName,
                topic,
                null);
    }

    private static @Nullable String withContext(
            @Nullable String message, Map<String, String> context) {
        if (context.isEmpty()) {
            return message == null ? null : bounded(message);
        }
        String known = new TreeMap<>(context).toString();
        return bounded(message == null ? known : message + ' ' + known);
    }

    private static String bounded(String message) {
        if (message.length() <= LONGEST_MESSAGE) {
            return message;
        }
        int end = LONGEST_MESSAGE - 1;
        int whole = Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end;
        return message.substring(0, whole) + '…';
    }

    private static String since(long offlineSinceAt) {
        return "Offline since " + Instant.ofEpochMilli(offlineSinceAt);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Numbers by name, those that there are. */
    private static final class Metrics {
        private final Map<String, Double> byName = new HashMap<>();

        Metrics add(String name, @Nullable Number value) {
            if (value != null) {
                byName.put(name, value.doubleValue());
            }
            return this;
        }
    }
}
