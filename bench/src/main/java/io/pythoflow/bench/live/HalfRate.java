package io.pythoflow.bench.live;

import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.suite.Results;
import io.pythoflow.bench.suite.Run;
import java.util.OptionalDouble;

/** The rate of measurements that leave the job half of its power. */
public final class HalfRate {

    /** Messages/s where nothing was measured before. */
    public static final double UNMEASURED = 15_000;

    private HalfRate() {}

    /**
     * Half of what the job sustained in this run.
     *
     * @param otherwise messages/s, where the run did not measure that
     */
    public static double of(Run run, double otherwise, Report report) {
        OptionalDouble sustained = run.results().find(Results.READINGS_PER_SECOND);
        if (sustained.isEmpty()) {
            report.note(
                    "The rate was given: this run has not measured what the job sustains. In the"
                            + " suite it is half of that.");
            return otherwise;
        }
        return sustained.getAsDouble() / 2;
    }
}
