package io.pythoflow.bench.suite;

import io.pythoflow.bench.process.RunFolder;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.report.Reports;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A measurement of the suite that can be run alone. */
public abstract class MeasurementCommand implements Measurement, Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private RunOptions options = new RunOptions();

    @Override
    public final Integer call() throws InterruptedException {
        Run run =
                new Run(
                        RunFolder.create(name()),
                        options.profile(),
                        options.rounds(),
                        new Results(),
                        new ArrayList<>(),
                        spec.commandLine().getOut());
        Report report = measure(run);
        report.setting("profile", options.profile().label())
                .setting("rounds", options.rounds())
                .setting("commit", Commit.here())
                .setting("command", "bin/bench " + String.join(" ", arguments()));
        return Reports.publish(report, run.out());
    }

    /** As they were given, the measurement's name first. */
    private List<String> arguments() {
        return spec.root().commandLine().getParseResult().originalArgs();
    }
}
