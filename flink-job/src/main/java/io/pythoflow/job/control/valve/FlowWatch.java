package io.pythoflow.job.control.valve;

import static io.pythoflow.job.control.valve.RunState.NEVER;

import io.pythoflow.contract.payload.Alert.Code;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.job.control.valve.RunState.Stage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What the water does, beside what the valve is said to do. */
final class FlowWatch {

    /** Water that flows so soon after the valve closed is what the close did not stop. */
    private static final long AFTER_CLOSE_MILLIS = 600_000;

    private final Valve valve;
    private final ValveTimings timings;
    private long newestAt = NEVER;

    FlowWatch(Valve valve) {
        this.valve = valve;
        this.timings = valve.timings();
    }

    /** Nothing measured before this time says anything any more. */
    void forgetBefore(long time) {
        newestAt = Math.max(newestAt, time - 1);
    }

    void measured(double litersPerMinute, long measuredAt, Moment at) {
        long when = Math.min(measuredAt, at.now());
        if (when <= newestAt || !Double.isFinite(litersPerMinute)) {
            return;
        }
        newestAt = when;
        RunState acted = valve.actedRun();
        if (acted != null) {
            long openSince = openSince(acted, when);
            if (openSince != NEVER && valve.closing() == null && when >= openSince) {
                judgeOpen(acted, litersPerMinute, when - openSince, at);
            }
        } else if (valve.isKnownClosed()
                && when >= valve.closedSince() + timings.closedSettlingMillis()) {
            judgeClosed(litersPerMinute, when, at);
        }
    }

    /** Since when the valve was surely open at a time; {@code NEVER} where that is not sure. */
    private static long openSince(RunState run, long when) {
        if (!run.isOriginal()) {
            return run.stage() == Stage.STARTED ? run.openedAt() : NEVER;
        }
        boolean sure =
                run.stage() == Stage.PUBLISHED && when < run.publishedFrom() + run.durationMillis();
        return sure ? run.expiresAt() : NEVER;
    }

    private void judgeOpen(RunState run, double litersPerMinute, long openMillis, Moment at) {
        double expected = at.zone().flowLitersPerMinute();
        switch (FlowVerdict.of(litersPerMinute, expected, openMillis, timings)) {
            case NOT_YET -> {
                // Pipes fill first.
            }
            case FLOWING -> fine(Code.NO_FLOW, litersPerMinute, at);
            case NONE -> {
                String what =
                        "no flow %.0f s after the valve opened".formatted(openMillis / 1_000.0);
                alarm(Code.NO_FLOW, Severity.ERROR, what, run, at);
                valve.fail(run, what, at);
            }
            case SMALL -> {
                fine(Code.NO_FLOW, litersPerMinute, at);
                fine(Code.OVER_FLOW, litersPerMinute, at);
                valve.troubles()
                        .raise(
                                Code.UNDER_FLOW,
                                Severity.WARN,
                                "Zone %s takes %.1f L/min of expected %.1f: something is clogged"
                                        .formatted(at.zone().id(), litersPerMinute, expected),
                                at.out());
            }
            case USUAL -> {
                fine(Code.NO_FLOW, litersPerMinute, at);
                fine(Code.OVER_FLOW, litersPerMinute, at);
                fine(Code.UNDER_FLOW, litersPerMinute, at);
            }
            case LARGE -> {
                String what =
                        "%.1f L/min flow of expected %.1f: something has burst"
                                .formatted(litersPerMinute, expected);
                alarm(Code.OVER_FLOW, Severity.CRITICAL, what, run, at);
                valve.fail(run, what, at);
                valve.lock(what, at);
            }
        }
    }

    private void alarm(Code code, Severity severity, String what, RunState run, Moment at) {
        run.fault(what);
        valve.troubles()
                .raise(
                        code,
                        severity,
                        "Zone %s, run %s: %s"
                                .formatted(at.zone().id(), run.run().commandId(), what),
                        at.out());
        if (!run.isOriginal()) {
            valve.startClosing(code.word(), at);
        }
    }

    private void judgeClosed(double litersPerMinute, long when, Moment at) {
        if (!FlowVerdict.isFlowing(litersPerMinute)) {
            fine(Code.LEAK, litersPerMinute, at);
            fine(Code.FLOW_AFTER_CLOSE, litersPerMinute, at);
            return;
        }
        boolean afterRun = valve.run() != null && when - valve.closedSince() < AFTER_CLOSE_MILLIS;
        String what =
                "%.2f L/min flow through the closed valve, %.0f s after it closed"
                        .formatted(litersPerMinute, (when - valve.closedSince()) / 1_000.0);
        if (!valve.isLeaking()) {
            valve.troubles()
                    .raise(
                            afterRun ? Code.FLOW_AFTER_CLOSE : Code.LEAK,
                            Severity.CRITICAL,
                            "Zone %s: %s".formatted(at.zone().id(), what),
                            at.out());
        }
        valve.lock(what, at);
        if (valve.isActing() && at.zone().device().protocol() == Protocol.V1) {
            valve.startClosing("leak", at);
        }
    }

    private void fine(Code code, double litersPerMinute, Moment at) {
        valve.troubles()
                .clear(
                        code,
                        "Zone %s takes %.2f L/min".formatted(at.zone().id(), litersPerMinute),
                        at.out());
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(newestAt);
    }

    void read(DataInput in) throws IOException {
        newestAt = in.readLong();
    }
}
