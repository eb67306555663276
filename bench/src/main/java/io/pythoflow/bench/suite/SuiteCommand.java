package io.pythoflow.bench.suite;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.ExitCodes;
import io.pythoflow.bench.Measurements;
import io.pythoflow.bench.process.RunFolder;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.report.Reports;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench suite}: what {@code make bench} runs. */
@Command(
        name = "suite",
        header = "All that the targets need, one after the other, and the targets in the end.",
        description = {
            "Runs the measurements in an order in which each finds what it is relative to: the"
                    + " rate over MQTT beside a raw subscriber and a plain Flink job, recovery and"
                    + " freshness at half of it, the job without MQTT, the past, and the hot paths."
                    + " The output of every run is checked, reading by reading, or there is no"
                    + " figure of it. Prints the table of each measurement, then the targets with"
                    + " what was measured, and writes all into one JSON file.",
            "",
            "The short profile leaves out what says nothing when it is brief ('many-sensors',"
                    + " 'scaling'), and does not judge targets of a warm job.",
            "",
            "A measurement that yields no figure does not keep the others from running; the exit"
                    + " code says that it was so."
        },
        footer = {
            "  make bench",
            "  make bench PROFILE=full",
            "  # some of it",
            "  make bench ONLY=rate,freshness"
        })
public final class SuiteCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private RunOptions options = new RunOptions();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "These measurements, in their order; all of the profile without it.")
    private List<String> only = List.of();

    @Override
    public Integer call() throws InterruptedException {
        List<Measurement> chosen = chosen();
        Machine machine = Machine.here();
        Path folder = RunFolder.create("suite");
        Results results = new Results();
        List<Target> targets = new ArrayList<>();
        Map<String, String> failures = new LinkedHashMap<>();
        List<Report> reports = new ArrayList<>();
        PrintWriter out = spec.commandLine().getOut();
        for (Measurement measurement : chosen) {
            Run run =
                    new Run(
                            folder.resolve(measurement.name()),
                            options.profile(),
                            options.rounds(),
                            results,
                            targets,
                            out);
            run.say("");
            run.say(measurement.name() + ":");
            try {
                Report report = measurement.measure(run);
                Reports.print(report, out);
                reports.add(report);
            } catch (BenchException e) {
                failures.put(measurement.name(), e.getMessage());
                run.say(e.getMessage());
            }
        }
        Report closing = closing(machine, targets, failures);
        reports.add(closing);
        Reports.publishAll(closing, reports, out);
        if (!failures.isEmpty()) {
            return ExitCodes.FAILED;
        }
        return reports.stream().anyMatch(report -> report.missed().isPresent())
                ? ExitCodes.MISSED
                : ExitCodes.OK;
    }

    private List<Measurement> chosen() {
        List<String> known = Measurements.IN_ORDER.stream().map(Measurement::name).toList();
        for (String name : only) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Option '--only' names '%s', must be of %s"
                                .formatted(name, String.join(", ", known)));
            }
        }
        return Measurements.IN_ORDER.stream()
                .filter(
                        measurement ->
                                only.isEmpty()
                                        ? measurement.isPartOf(options.profile())
                                        : only.contains(measurement.name()))
                .toList();
    }

    private Report closing(Machine machine, List<Target> targets, Map<String, String> failures)
            throws InterruptedException {
        Report report =
                new Report(
                                "suite",
                                "Targets",
                                machine,
                                List.of(
                                        Column.text("target", "target"),
                                        Column.text("asked", "asked"),
                                        Column.text("measured", "measured"),
                                        Column.text("result", "result")))
                        .setting("profile", options.profile().label())
                        .setting("rounds", options.rounds())
                        .setting("commit", Commit.here())
                        .setting("command", command());
        for (Target target : targets) {
            report.row(
                    target.number(), target.asked(), target.measured(), target.verdict().label());
            if (target.verdict() == Target.Verdict.MISSED) {
                report.criterion("target " + target.number() + ", " + target.asked(), false);
            }
        }
        failures.forEach((name, message) -> report.note(name + ": " + message));
        return report;
    }

    private String command() {
        return "make bench PROFILE="
                + options.profile().label()
                + " ROUNDS="
                + options.rounds()
                + (only.isEmpty() ? "" : " ONLY=" + String.join(",", only));
    }
}
