package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.gateway.GatewayEvent;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.valve.DeviceCommand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lets the {@link Controller} live through the past: what was heard comes in the order of its
 * receipt, and between two receipts the controller's clock goes on. As live, what is heard is
 * evaluated with the next tick, at most 250 ms later; in silence a tick comes every ten seconds,
 * where the live job has forty.
 *
 * <p>What was received in the same millisecond is told in an order that depends on its content
 * alone, so equal pasts give equal rows, down to their ids. Not thread-safe. Times are epoch
 * milliseconds.
 */
final class Replay {

    private static final long TICK_MS = 250;
    private static final long SILENT_TICK_MS = 10_000;

    private static final Comparator<ControlInput> WITHIN_A_MILLISECOND =
            Comparator.comparing((ControlInput input) -> input.rules() == null)
                    .thenComparingLong(Replay::measuredAt)
                    .thenComparing(ControlInput::toString);

    private final ReplaySpan span;
    private final Controller controller;
    private final List<ControlInput> waiting = new ArrayList<>();
    private long waitingSince;
    private long nextTick;

    /**
     * @param out takes what is decided within the span, and all alerts
     */
    Replay(ControlSettings settings, ReplaySpan span, Output out) {
        this.span = span;
        this.controller = new Controller(settings, new WithinSpan(span, out));
        this.waitingSince = span.start();
        this.nextTick = tickAfter(span.start());
    }

    /** Where the rows of a replay go. */
    interface Output {

        /** Every row, those before the span's decisions too. */
        void seen(Decision row);

        /** A row of the span's decisions. */
        void decided(Decision row);

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
                controller.obey(input.rules(), waitingSince);
            } else {
                controller.hear(input.sensor(), waitingSince);
            }
        }
        waiting.clear();
        nextTick = Math.min(nextTick, tickAfter(waitingSince));
    }

    private void tickUntil(long end) {
        for (; nextTick < end; nextTick += SILENT_TICK_MS) {
            controller.tick(nextTick);
        }
    }

    private static long tickAfter(long instant) {
        return -Math.floorDiv(-instant, TICK_MS) * TICK_MS;
    }

    /** Nothing leaves for a device, and nothing is written of gateways. */
    private record WithinSpan(ReplaySpan span, Output out) implements ControlOutput {

        @Override
        public void decided(Decision row) {
            out.seen(row);
            if (row.decidedAt() >= span.from()) {
                out.decided(row);
            }
        }

        @Override
        public void event(GatewayEvent row) {}

        @Override
        public void alert(Alert alert) {
            out.alert(alert);
        }

        @Override
        public void open(DeviceCommand command) {}

        @Override
        public void prepare(DeviceCommand command) {}

        @Override
        public void publish(DeviceCommand command) {}
    }
}
