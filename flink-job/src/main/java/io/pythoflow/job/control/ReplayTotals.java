package io.pythoflow.job.control;

import io.pythoflow.job.control.decision.Decision;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a replay comes to, by zone: openings, water, and for how long which gate kept it shut. A row
 * holds until the next one of its zone. Not thread-safe.
 */
final class ReplayTotals {

    /** Of one zone. */
    static final class OfZone {
        private final Map<String, Long> shutMillis = new TreeMap<>();
        private long evaluations;
        private long openings;
        private double liters;

        /** Null while nothing keeps it shut. */
        private @Nullable String shutFor;

        private long since;

        long evaluations() {
            return evaluations;
        }

        long openings() {
            return openings;
        }

        double liters() {
            return liters;
        }

        /** By the gate that was shut. */
        Map<String, Long> shutMillis() {
            return shutMillis;
        }

        private void passTo(long now, long from) {
            long millis = now - Math.max(since, from);
            if (shutFor != null && millis > 0) {
                shutMillis.merge(shutFor, millis, Long::sum);
            }
            since = now;
        }
    }

    private final ReplaySpan span;
    private final Map<String, OfZone> zones = new TreeMap<>();

    ReplayTotals(ReplaySpan span) {
        this.span = span;
    }

    /** Takes note of every row of the replay, in its order. */
    void add(Decision row) {
        if (!row.kind().equals(Decision.EVALUATION)) {
            return;
        }
        OfZone zone = zones.computeIfAbsent(row.zoneId(), id -> new OfZone());
        zone.passTo(row.decidedAt(), span.from());
        zone.shutFor = row.order() == null ? row.reason() : null;
        if (row.decidedAt() < span.from()) {
            return;
        }
        zone.evaluations += row.evaluations();
        if (row.order() != null) {
            zone.openings++;
            zone.liters += row.order().volumeLiters();
        }
    }

    /** All zones, up to the end of the span. */
    Map<String, OfZone> finish() {
        zones.values().forEach(zone -> zone.passTo(span.to(), span.from()));
        return zones;
    }
}
