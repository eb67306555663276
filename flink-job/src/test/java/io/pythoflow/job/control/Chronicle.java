package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.gateway.GatewayEvent;
import io.pythoflow.job.control.valve.DeviceCommand;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a job was told and what it said. A restart takes back what the snapshot does not know of;
 * what devices did, and what was broken, stays.
 */
final class Chronicle {

    /** Something the job heard: a report, or rules. */
    record Heard(long at, Object what) {}

    /** Something a device was told. */
    record Sent(long at, DeviceCommand command) {}

    /** How much of it a snapshot knows. */
    record Mark(int heard, int rows, int orders, int alerts, long evaluations) {}

    /** An OPEN. */
    static final class Order {
        final DeviceCommand command;
        final Zone zone;
        final Decision row;
        final long at;
        @Nullable Opening opening;
        int openings;

        /** The device will not obey it any more. */
        boolean refused;

        boolean takenBack;

        Order(DeviceCommand command, Zone zone, Decision row, long at) {
            this.command = command;
            this.zone = zone;
            this.row = row;
            this.at = at;
        }

        boolean isManual() {
            return row.reason().equals("manual");
        }

        boolean isPulse() {
            return row.reason().equals("pulse");
        }

        int seconds() {
            return command.command() == null
                    ? (int) (command.original().durationMillis() / 1000)
                    : command.command().durationSeconds();
        }

        /** Whether water may flow by it now, or still begin to. */
        boolean mayFlow(long now) {
            return opening == null ? !refused && now < command.expiresAt() : opening.isOpen();
        }

        /** Open time, all of it where it may still be on its way. */
        double secondsUntil(long now) {
            if (opening == null) {
                return mayFlow(now) ? seconds() : 0;
            }
            return opening.isOpen()
                    ? Math.max(seconds(), opening.secondsUntil(now))
                    : opening.secondsUntil(now);
        }
    }

    final List<Heard> heard = new ArrayList<>();
    final List<Decision> rows = new ArrayList<>();
    final List<Order> orders = new ArrayList<>();
    final List<Alert> alerts = new ArrayList<>();
    long evaluations;
    @Nullable Long restoredAt;
    @Nullable Long upSince;

    final Map<String, Order> everyOrder = new HashMap<>();
    final List<Sent> sent = new ArrayList<>();
    final List<Opening> openings = new ArrayList<>();
    final Map<Promise, List<String>> broken = new EnumMap<>(Promise.class);
    final Map<String, Integer> reached = new TreeMap<>();

    void breach(Promise promise, long now, String what) {
        broken.computeIfAbsent(promise, one -> new ArrayList<>()).add(now + ": " + what);
    }

    void reach(String what) {
        reached.merge(what, 1, Integer::sum);
    }

    Mark mark() {
        return new Mark(heard.size(), rows.size(), orders.size(), alerts.size(), evaluations);
    }

    void takeBack(Mark mark) {
        cut(heard, mark.heard());
        cut(rows, mark.rows());
        cut(alerts, mark.alerts());
        orders.subList(mark.orders(), orders.size()).forEach(order -> order.takenBack = true);
        cut(orders, mark.orders());
        evaluations = mark.evaluations();
    }

    private static void cut(List<?> list, int size) {
        list.subList(size, list.size()).clear();
    }

    /** The rules the job obeys; null before the first. */
    @Nullable RulesDocument rules() {
        for (int i = heard.size() - 1; i >= 0; i--) {
            if (heard.get(i).what() instanceof RulesDocument document) {
                return document;
            }
        }
        return null;
    }

    void event(GatewayEvent row) {
        reach("event " + row.kind());
    }
}
