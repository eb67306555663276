package io.pythoflow.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.bench.Bench;
import io.pythoflow.bench.ExitCodes;
import io.pythoflow.bench.baseline.TableWriter;
import io.pythoflow.bench.load.Gate;
import io.pythoflow.bench.load.Workload;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** The jobs that are measured, over few messages. */
class MemoryJobsTest {
    private static final long MESSAGES = 5_000;

    private static final Shape SHAPE = Shape.USUAL.withSensors(10).withReadingsPerMessage(3);

    private final StringWriter out = new StringWriter();

    @TempDir private Path folder;

    @Test
    void theJobWritesWhatItMust() {
        Workload workload = run("memory-job", List.of("--parallelism=2"));

        assertThat(new Gate(workload, MESSAGES, SHAPE.window()).check(lake()).rejected())
                .isEqualTo(MESSAGES / 1_000);
        assertThat(out.toString()).contains("messages=5000").contains("readings=15000");
    }

    @Test
    void theJobWritesTheSameFromRocksDb() {
        Workload workload = run("memory-job", List.of("--backend=rocksdb", "--parallelism=1"));

        assertThat(new Gate(workload, MESSAGES, SHAPE.window()).check(lake()).duplicates())
                .isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void theStraightforwardJobWritesWhatItSaysItDoes(TableWriter writer) {
        Workload workload =
                run(
                        "straightforward-job",
                        List.of("--parallelism=1", "--writer=" + writer.label()));

        assertThat(new Gate(workload, MESSAGES, SHAPE.window()).checkPlain(lake()).windows())
                .isPositive();
    }

    private Path lake() {
        return folder.resolve("lake");
    }

    private Workload run(String command, List<String> options) {
        Workload workload = SHAPE.workload(MESSAGES, System.currentTimeMillis());
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                command,
                                "--messages=" + MESSAGES,
                                "--sensors=" + workload.sensors(),
                                "--per-message=" + workload.readingsPerMessage(),
                                "--base=" + workload.base(),
                                "--step-nanos=" + workload.stepNanos(),
                                "--folder=" + folder));
        arguments.addAll(options);

        int exitCode =
                new CommandLine(new Bench())
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(out, true))
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .execute(arguments.toArray(String[]::new));

        assertThat(exitCode).as(out.toString()).isEqualTo(ExitCodes.OK);
        return workload;
    }
}
