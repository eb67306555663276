package io.pythoflow.bench.live;

import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.suite.Results;
import io.pythoflow.bench.suite.Run;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The rate of measurements that leave the job half of its power. */
public final class HalfRate {
    private static final double UNMEASURED = 15_000;

    @Option(
            names = "--rate",
            paramLabel = "MESSAGES/S",
            defaultValue = "" + UNMEASURED,
            description = "Where 'rate' was not measured in the same run.")
    private double rate = UNMEASURED;

    /** As given: messages/s where the run has not measured what the job sustains. */
    public double given() {
        return rate;
    }

    /** Half of what the job sustained in this run, messages/s. */
    public double of(Run run, Report report) {
        OptionalDouble sustained = run.results().find(Results.READINGS_PER_SECOND);
        if (sustained.isEmpty()) {
            report.note(
                    "The rate was given: this run has not measured what the job sustains. In the"
                            + " suite it is half of that.");
            return rate;
        }
        return sustained.getAsDouble() / 2;
    }
}
