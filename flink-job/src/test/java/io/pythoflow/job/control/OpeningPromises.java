package io.pythoflow.job.control;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Limits;
import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.contract.rules.PumpGroup;
import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.Chronicle.Heard;
import io.pythoflow.job.control.Chronicle.Order;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.sense.SensorReport.Channel;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import io.pythoflow.job.ingest.GatewayReport;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds every OPEN, when it is ordered, against what the job had heard by then and what the devices
 * really do. Nothing of the job's own computation is used.
 */
final class OpeningPromises {
    /** What news of a gateway may be late. */
    private static final long TICK_MILLIS = 6_000;

    private final Chronicle chronicle;
    private final long gatewaySilenceMillis;

    OpeningPromises(Chronicle chronicle, long gatewaySilenceMillis) {
        this.chronicle = chronicle;
        this.gatewaySilenceMillis = gatewaySilenceMillis;
    }

    void check(Order order, long now) {
        RulesDocument rules = chronicle.rules();
        Zone zone = order.zone;
        checkStops(order, rules, now);
        checkValve(order, now);
        checkRest(order, now);
        checkBudget(order, now);
        checkPump(order, rules, now);
        checkWeather(order, now);
        checkRestore(order, now);
        if (!order.isManual()) {
            checkHours(zone, now);
            checkInput(order, now);
        }
    }

    private void checkStops(Order order, RulesDocument rules, long now) {
        Zone zone = order.zone;
        if (rules.emergencyStop()) {
            breach(Promise.EMERGENCY_STOP, order, now);
        }
        boolean paused = rules.pause() != null && rules.pause().holdsAt(now);
        if (paused || (zone.pause() != null && zone.pause().holdsAt(now))) {
            breach(Promise.PAUSE, order, now);
        }
        if (zone.mode() != ControlMode.ACT) {
            breach(Promise.MODE, order, now);
        }
        if (isLockedOut(zone, now)) {
            breach(Promise.LOCK_OUT, order, now);
        }
        if (zone.device().protocol() == Protocol.V1 && isAway(zone.device().gatewayId(), now)) {
            breach(Promise.OFFLINE, order, now);
        }
        if (order.seconds() > zone.limits().maxRunSeconds()) {
            breach(Promise.RUN_LENGTH, order, now);
        }
    }

    private boolean isLockedOut(Zone zone, long now) {
        Long resetAt = zone.maintenanceResetAt();
        return chronicle.alerts.stream()
                .filter(alert -> alert.code() == Alert.Code.LOCKED_OUT)
                .filter(alert -> alert.state() == Alert.State.RAISED)
                .filter(alert -> zone.id().equals(alert.zoneId()))
                .anyMatch(alert -> resetAt == null || resetAt < alert.timestamp() || resetAt > now);
    }

    /** The last word of it is that it goes, or the last word is too long ago. */
    private boolean isAway(String gatewayId, long now) {
        long newest = chronicle.upSince;
        Boolean announced = null;
        for (int i = chronicle.heard.size() - 1; i >= 0; i--) {
            Heard heard = chronicle.heard.get(i);
            if (!gatewayId.equals(gatewayOf(heard.what()))) {
                continue;
            }
            announced =
                    heard.what() instanceof GatewayReport report
                            && report.status() != null
                            && report.status().state() == GatewayStatus.State.OFFLINE;
            newest = Math.max(newest, heard.at());
            break;
        }
        return Boolean.TRUE.equals(announced) || now - newest > gatewaySilenceMillis + TICK_MILLIS;
    }

    private @Nullable String gatewayOf(Object what) {
        if (what instanceof SensorReport report) {
            return report.gatewayId();
        }
        if (what instanceof GatewayReport report) {
            if (report.status() != null) {
                return report.status().gatewayId();
            }
            CommandAck ack = report.acknowledgement();
            ValveStatus valve = report.valve();
            String device = ack != null ? ack.deviceId() : valve != null ? valve.deviceId() : null;
            return device == null ? null : device.equals("d2") ? "g2" : "g1";
        }
        return null;
    }

    private void checkValve(Order order, long now) {
        for (Order other : chronicle.orders) {
            if (other != order && isOf(other, order.zone) && other.mayFlow(now)) {
                breach(Promise.ONE_OPEN_COMMAND, order, now, "beside " + other.command);
            }
        }
        for (Opening opening : chronicle.openings) {
            if (opening.isOpen()
                    && opening.zoneId.equals(order.zone.id())
                    && opening.order != null
                    && !opening.order.takenBack
                    && opening.order != order) {
                breach(Promise.ONE_OPEN_COMMAND, order, now, "while " + opening);
            }
        }
    }

    private void checkRest(Order order, long now) {
        Limits limits = order.zone.limits();
        int restSeconds = order.isPulse() ? limits.soakSeconds() : limits.minRestSeconds();
        for (Order other : chronicle.orders) {
            Opening opening = other.opening;
            if (other != order
                    && isOf(other, order.zone)
                    && opening != null
                    && opening.closedAt != null
                    && now < opening.closedAt + restSeconds * 1000L) {
                breach(Promise.REST, order, now, "after " + opening);
            }
        }
    }

    private void checkBudget(Order order, long now) {
        Zone zone = order.zone;
        double seconds = 0;
        for (Order other : chronicle.orders) {
            if (isOf(other, zone) && day(zone, other.at).equals(day(zone, now))) {
                seconds += other.secondsUntil(now);
            }
        }
        if (seconds > zone.limits().maxRunSecondsPerDay() + 1) {
            breach(Promise.RUN_BUDGET, order, now, seconds + " s");
        }
        Double liters = zone.limits().maxVolumeLitersPerDay();
        if (liters != null && seconds / 60 * zone.flowLitersPerMinute() > liters + 0.5) {
            breach(Promise.VOLUME_BUDGET, order, now, seconds + " s");
        }
    }

    private static LocalDate day(Zone zone, long at) {
        return Instant.ofEpochMilli(at).atZone(zone.timeZone()).toLocalDate();
    }

    private void checkPump(Order order, RulesDocument rules, long now) {
        String pump = order.zone.pumpGroup();
        PumpGroup group = rules.pumpGroups().get(pump);
        Map<String, Double> flows = new HashMap<>();
        for (Order other : chronicle.orders) {
            if (Objects.equals(other.zone.pumpGroup(), pump)
                    && (other == order || (other.mayFlow(now) && !isStuck(other)))) {
                flows.put(other.zone.id(), other.zone.flowLitersPerMinute());
            }
        }
        for (Opening opening : chronicle.openings) {
            Order by = opening.order;
            if (opening.isOpen()
                    && !opening.stuck
                    && by != null
                    && Objects.equals(by.zone.pumpGroup(), pump)) {
                flows.put(opening.zoneId, by.zone.flowLitersPerMinute());
            }
        }
        double sum = flows.values().stream().mapToDouble(flow -> flow).sum();
        if (sum > group.capacityLitersPerMinute() + 1e-9) {
            breach(Promise.PUMP_CAPACITY, order, now, flows.toString());
        }
    }

    private static boolean isStuck(Order order) {
        return order.opening != null && order.opening.stuck;
    }

    private void checkHours(Zone zone, long now) {
        ZonedDateTime moment = Instant.ofEpochMilli(now).atZone(zone.timeZone());
        if (!zone.allowed().isEmpty() && moment.getHour() % 2 != 0) {
            chronicle.breach(Promise.QUIET_HOURS, now, zone.id() + " opens at " + moment);
        }
    }

    private void checkWeather(Order order, long now) {
        SensorReport newest = null;
        Map<Long, Double> rains = new HashMap<>();
        for (Heard heard : chronicle.heard) {
            if (heard.what() instanceof SensorReport report
                    && report.sensorId().equals(FarmRules.WEATHER)
                    && report.doubt() == Doubt.NONE) {
                Double celsius = value(report, Metric.TEMPERATURE);
                boolean isNewest = newest == null || report.timestamp() > newest.timestamp();
                newest = isNewest && celsius != null ? report : newest;
                Double rain = value(report, Metric.RAIN);
                if (rain != null
                        && report.timestamp() > now - FarmRules.RAIN_WITHIN_SECONDS * 1000L) {
                    rains.merge(report.timestamp(), rain, Math::max);
                }
            }
        }
        if (newest != null && value(newest, Metric.TEMPERATURE) < FarmRules.FROST_BELOW_C) {
            breach(Promise.FROST, order, now, newest.toString());
        }
        double rainMm = rains.values().stream().mapToDouble(mm -> mm).sum();
        if (!order.isManual() && rainMm >= FarmRules.RAIN_SKIP_MM) {
            breach(Promise.RAIN, order, now, rainMm + " mm");
        }
    }

    /** Enough sensors are fresh and plausible, and one of them at least is not wet. */
    private void checkInput(Order order, long now) {
        Zone zone = order.zone;
        int fresh = 0;
        List<Double> believed = new ArrayList<>();
        for (String sensor : zone.sensors()) {
            List<SensorReport> newestFirst = newest(zone, sensor, now);
            if (!newestFirst.isEmpty()
                    && zone.demand()
                            .metric()
                            .inRange(value(newestFirst.get(0), zone.demand().metric()))) {
                fresh++;
                // A single value that leaps does not count, but the one before does.
                newestFirst.stream()
                        .limit(2)
                        .map(report -> value(report, zone.demand().metric()))
                        .forEach(believed::add);
            }
        }
        int quorum = zone.sensors().size() >= 3 ? 2 : 1;
        if (fresh < quorum) {
            breach(Promise.HEALTHY_INPUT, order, now, "heard " + believed);
        }
        Double high = zone.demand().high();
        boolean measured = order.row.reason().equals("soil_dry") && high != null;
        double scale = zone.demand().calibration() == null ? 1 : 0.6;
        if (measured && believed.stream().noneMatch(value -> value * scale < high)) {
            breach(Promise.DOUBT, order, now, "heard " + believed);
        }
    }

    /** Fresh readings without doubt; none where the newest is stale. */
    private List<SensorReport> newest(Zone zone, String sensor, long now) {
        Channel channel =
                zone.device().protocol() == Protocol.V1
                        ? Channel.SENSOR_TOPIC
                        : Channel.STATUS_TOPIC;
        return chronicle.heard.stream()
                .map(Heard::what)
                .filter(SensorReport.class::isInstance)
                .map(SensorReport.class::cast)
                .filter(report -> report.sensorId().equals(sensor))
                .filter(report -> report.channel() == channel && report.doubt() == Doubt.NONE)
                .filter(report -> value(report, zone.demand().metric()) != null)
                .filter(
                        report ->
                                now - Math.min(report.timestamp(), report.receivedAt())
                                        <= FarmRules.STALE_AFTER_SECONDS * 1000L)
                .sorted(Comparator.comparingLong(SensorReport::timestamp).reversed())
                .toList();
    }

    private static @Nullable Double value(SensorReport report, Metric metric) {
        for (Measurement measurement : report.measurements()) {
            if (measurement.metric().equals(metric.metricName())) {
                return measurement.value();
            }
        }
        return null;
    }

    private void checkRestore(Order order, long now) {
        Long restoredAt = chronicle.restoredAt;
        if (restoredAt == null) {
            return;
        }
        Zone zone = order.zone;
        if (zone.device().protocol() == Protocol.ORIGINAL) {
            if (now < restoredAt + zone.limits().maxRunSeconds() * 1000L) {
                breach(Promise.RESTORE, order, now, "restored at " + restoredAt);
            }
            return;
        }
        boolean wasHeard =
                chronicle.heard.stream()
                        .filter(heard -> heard.at() >= restoredAt)
                        .anyMatch(heard -> isStatusOf(zone, heard.what()));
        if (!wasHeard) {
            breach(Promise.RESTORE, order, now, "restored at " + restoredAt);
        }
    }

    private static boolean isStatusOf(Zone zone, Object what) {
        return what instanceof GatewayReport report
                && report.valve() != null
                && report.valve().deviceId().equals(zone.device().id())
                && Objects.equals(report.valve().identifier(), zone.device().identifier());
    }

    private static boolean isOf(Order order, Zone zone) {
        return order.zone.id().equals(zone.id());
    }

    private void breach(Promise promise, Order order, long now) {
        breach(promise, order, now, "");
    }

    private void breach(Promise promise, Order order, long now, String more) {
        chronicle.breach(
                promise,
                now,
                "%s opens (%s) by %s %s"
                        .formatted(order.zone.id(), order.row.reason(), order.command, more));
    }
}
