package io.pythoflow.bench.suite;

import io.pythoflow.bench.report.Report;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * What a measurement is given. One thread.
 *
 * @param folder of its own, for what its processes write
 * @param rounds of which the median is reported, at least 1
 * @param results of the measurements before it, and its own for those after it
 * @param targets that it has reached or missed
 * @param out for what a person who waits wants to see
 */
public record Run(
        Path folder,
        Profile profile,
        int rounds,
        Results results,
        List<Target> targets,
        PrintWriter out) {

    /**
     * Whether a target is reached; becomes a criterion of the report.
     *
     * @param number of the target, "1" to "7"
     * @param asked what must be reached
     * @param measured the same as measured, with the figures that it was computed from
     */
    public void target(Report report, String number, String asked, String measured, boolean holds) {
        targets.add(new Target(number, asked, measured, Target.Verdict.of(holds)));
        report.criterion("target %s, %s: %s".formatted(number, asked, measured), holds);
    }

    /**
     * The same of a target that is about a warm job: the short profile's runs are over before it
     * is, so there it is shown and not judged.
     */
    public void targetOfWarmJob(
            Report report, String number, String asked, String measured, boolean holds) {
        if (profile == Profile.FULL) {
            target(report, number, asked, measured, holds);
            return;
        }
        targets.add(new Target(number, asked, measured, Target.Verdict.TOO_BRIEF));
        report.note(
                "Target %s, %s: %s. Only the full profile's runs are long enough to judge it."
                        .formatted(number, asked, measured));
    }

    /** Prints a line at once. */
    public void say(String line) {
        out.println(line);
        out.flush();
    }
}
