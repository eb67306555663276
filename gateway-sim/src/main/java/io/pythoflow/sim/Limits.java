package io.pythoflow.sim;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of option values, all with the same sentence. */
public final class Limits {

    private Limits() {}

    /**
     * Refuses a value.
     *
     * @param option as typed, {@code --rate}
     * @param allowed what may be given instead, {@code a number of messages per second, 0 or more}
     * @return to be thrown
     */
    public static ParameterException refuse(
            CommandSpec spec, String option, Object value, String allowed) {
        return new ParameterException(
                spec.commandLine(),
                "Invalid value for option '%s': '%s'; allowed is %s"
                        .formatted(option, value, allowed));
    }

    /** Refuses a value outside {@code lowest..highest}, both included. */
    public static void within(
            CommandSpec spec, String option, double value, double lowest, double highest) {
        if (!(value >= lowest && value <= highest)) {
            throw refuse(spec, option, text(value), text(lowest) + " to " + text(highest));
        }
    }

    /** Refuses a value below {@code lowest}. */
    public static void atLeast(CommandSpec spec, String option, double value, double lowest) {
        if (!(value >= lowest && value < Double.POSITIVE_INFINITY)) {
            throw refuse(spec, option, text(value), text(lowest) + " or more");
        }
    }

    /** Refuses a whole number below {@code lowest}. */
    public static void atLeast(CommandSpec spec, String option, long value, long lowest) {
        if (value < lowest) {
            throw refuse(spec, option, value, lowest + " or more");
        }
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
