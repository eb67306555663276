package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.gateway.GatewayEvent;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.valve.DeviceCommand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets the {@link Controller} live through the past: what was heard comes in the order of its
 * hearing, and between two the controller's clock goes on. Under it is a {@link ReplaySoil}. As
 * live, what is heard is evaluated with the next tick, at most 250 ms later; in silence a tick
 * comes every second, where the live job has four.
 *
 * <p>What was heard in the same millisecond is told in an order that depends on its content alone,
 * so equal pasts give equal rows, down to their ids. Not thread-safe. Times are epoch milliseconds.
 */
final class Replay {

    private static final long TICK_MS = 250;
    private static final long SILENT_TICK_MS = 1_000;

    private static final Comparator<ControlInput> WITHIN_A_MILLISECOND =
            Comparator.comparing((ControlInput input) -> input.rules() == null)
                    .thenComparingLong(Replay::measuredAt)
                    .thenComparing(ControlInput::toString);

    private final ReplaySpan span;
    private final ReplaySoil soil;
    private final Controller controller;
    private final List<ControlInput> waiting = new ArrayList<>();
    private long waitingSince;
    private long nextTick;
    private @Nullable Ground ground;
    private Map<String, Zone> zones = Map.of();

    /**
     * @param soil under the controller
     * @param out takes what is decided and raised within the span
     */
    Replay(ControlSettings settings, ReplaySpan span, ReplaySoil soil, Output out) {
        this.span = span;
        this.soil = soil;
        this.controller = new Controller(settings, new WithinSpan(out));
        this.waitingSince = span.start();
        this.nextTick = tickAfter(span.start());
    }

    /** Where the rows of a replay go. */
    interface Output {

        /** Every row, those before the span's decisions too. */
        void seen(Decision row);

        /** A row of the span's decisions. */
        void decided(Decision row);

        /** What people would have been told in the span. */
        void alert(Alert alert);
    }

    /** When an input was heard. */
    static long heardAt(ControlInput input) {
        SensorReport sensor = input.sensor();
        if (sensor != null) {
            return sensor.receivedAt();
        }
        if (input.rules() != null) {
            return input.rules().appliedAt();
        }
        throw new IllegalArgumentException("Neither a reading nor rules: " + input);
    }

    private static long measuredAt(ControlInput input) {
        return input.sensor() == null ? Long.MIN_VALUE : input.sensor().timestamp();
    }

    /**
     * Takes the next of what was heard.
     *
     * @throws IllegalArgumentException if it was heard before the one before
     */
    void hear(ControlInput input) {
        long at = heardAt(input);
        if (at < waitingSince) {
            throw new IllegalArgumentException(
                    "Heard at %d after what was heard at %d".formatted(at, waitingSince));
        }
        if (at > waitingSince) {
            tellWaiting();
            waitingSince = at;
        }
        waiting.add(input);
    }

    /** Nothing more was heard until the end of the span. */
    void finish() {
        tellWaiting();
        tickUntil(span.to());
        if (ground != null) {
            ground.finish(span.to());
        }
    }

    /** What can be said of the soil of each zone, in the span's decisions. */
    Map<String, Map<SoilFigure, Double>> soilFigures() {
        return ground == null ? Map.of() : ground.figures();
    }

    /** What so much water through its valve is at the roots of a zone, mm. */
    double depthMm(String zoneId, double liters) {
        Zone zone = Objects.requireNonNull(zones.get(zoneId), zoneId);
        return liters * zone.efficiency() / zone.areaM2();
    }

    /** How far the clock has come. */
    long clock() {
        return Math.min(nextTick, span.to());
    }

    private void tellWaiting() {
        if (waiting.isEmpty()) {
            return;
        }
        tickUntil(waitingSince);
        waiting.sort(WITHIN_A_MILLISECOND);
        for (ControlInput input : waiting) {
            if (input.rules() != null) {
                obey(input.rules());
            } else {
                hear(input.sensor());
            }
        }
        waiting.clear();
        nextTick = Math.min(nextTick, tickAfter(waitingSince));
    }

    private void obey(ActiveRules rules) {
        if (ground != null) {
            throw new IllegalStateException("A replay tries one set of rules");
        }
        controller.obey(rules, waitingSince);
        RulesDocument document = rules.parsed();
        zones = document.zones();
        ground = soil.under(controller, document, span);
    }

    private void hear(SensorReport report) {
        controller.hear(ground == null ? report : ground.heard(report, waitingSince), waitingSince);
    }

    private void tickUntil(long end) {
        for (; nextTick < end; nextTick += SILENT_TICK_MS) {
            if (ground != null) {
                ground.tick(nextTick);
            }
            controller.tick(nextTick);
        }
    }

    private static long tickAfter(long instant) {
        return -Math.floorDiv(-instant, TICK_MS) * TICK_MS;
    }

    /** Nothing leaves for a device, and nothing is written of gateways. */
    private final class WithinSpan implements ControlOutput {
        private final Output out;

        WithinSpan(Output out) {
            this.out = out;
        }

        @Override
        public void decided(Decision row) {
            if (ground != null && row.kind().equals(Decision.OUTCOME)) {
                ground.ended(row);
            }
            out.seen(row);
            if (row.decidedAt() >= span.from()) {
                out.decided(row);
            }
        }

        @Override
        public void event(GatewayEvent row) {}

        @Override
        public void alert(Alert alert) {
            if (alert.timestamp() >= span.from()) {
                out.alert(alert);
            }
        }

        @Override
        public void open(DeviceCommand command) {}

        @Override
        public void prepare(DeviceCommand command) {}

        @Override
        public void publish(DeviceCommand command) {}
    }
}
