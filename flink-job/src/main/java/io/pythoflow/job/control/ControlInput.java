package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.ingest.GatewayReport;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whatever the controller hears; exactly one of them is set.
 *
 * @param early what a device says, ahead of the copy of it that is kept until a checkpoint has it
 */
public record ControlInput(
        @Nullable SensorReport sensor,
        @Nullable GatewayReport gateway,
        @Nullable GatewayReport early,
        @Nullable ActiveRules rules,
        @Nullable Alert alert) {

    public ControlInput {
        long set = Stream.of(sensor, gateway, early, rules, alert).filter(Objects::nonNull).count();
        if (set != 1) {
            throw new IllegalArgumentException("An input is one thing, not " + set);
        }
    }

    public static ControlInput of(SensorReport report) {
        return new ControlInput(report, null, null, null, null);
    }

    public static ControlInput of(GatewayReport report) {
        return new ControlInput(null, report, null, null, null);
    }

    /** What a device says, as soon as it says it. */
    public static ControlInput ofEarly(GatewayReport report) {
        return new ControlInput(null, null, report, null, null);
    }

    public static ControlInput of(ActiveRules rules) {
        return new ControlInput(null, null, null, rules, null);
    }

    /** What people are to be told of the rules. */
    public static ControlInput of(Alert alert) {
        return new ControlInput(null, null, null, null, alert);
    }
}
