package io.pythoflow.bench;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of option values, refused with what is allowed. */
public final class Limits {
    private Limits() {}

    public static void within(CommandSpec spec, String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Option '%s' is %,d, must be %,d to %,d".formatted(option, value, least, most));
        }
    }

    public static void above(CommandSpec spec, String option, double value, double bound) {
        if (!(value > bound)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Option '%s' is %s, must be above %s".formatted(option, value, bound));
        }
    }
}
