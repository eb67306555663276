package io.pythoflow.bench.live;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.load.Gate;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.Counted;
import io.pythoflow.bench.process.JavaCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The job as {@code make job} runs it, with all guarantees on: acknowledgement on checkpoint, every
 * second, through a window that does not bind (two slots of 65,535). It ends by itself, and emits
 * its last windows, when nothing has come for a while.
 */
public final class LiveJob implements Receiver {

    public static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

    static final int SLOTS = 2;
    public static final int LARGEST_WINDOW = 65_535;

    /** How long nothing must come before it ends; a publisher must start within that. */
    private static final Duration IDLE = Duration.ofSeconds(6);

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration END = Duration.ofMinutes(2);
    private static final Pattern PROGRESS = Pattern.compile("messages ([\\d,]+) · gateway");

    private static final Pattern REDELIVERED = Pattern.compile("\\(([\\d,]+) delivered again");

    private static final String PROPERTIES =
            """
            [{"PropertyGroupId": "mqtt",
              "PropertyMap": {"mqtt.slots": "%d", "mqtt.receive.maximum": "%d",
                "mqtt.end.after.idle": "%d s"}},
             {"PropertyGroupId": "ingest",
              "PropertyMap": {"ingest.max.age": "0 s",
                "ingest.max.new.sensors.per.hour": "1000000"}},
             {"PropertyGroupId": "window",
              "PropertyMap": {"window.length": "%d s", "window.out.of.orderness": "%d s",
                "window.revision.interval": "10 s"}},
             {"PropertyGroupId": "lake",
              "PropertyMap": {"lake.freshness": "%d s", "catalog": "none"}}]
            """
                    .formatted(
                            SLOTS,
                            LARGEST_WINDOW,
                            IDLE.toSeconds(),
                            Load.WINDOW.toSeconds(),
                            Workload.OUT_OF_ORDERNESS.toSeconds(),
                            CHECKPOINT_INTERVAL.toSeconds());

    private final ChildProcess process;
    private final Counted received;
    private final Path lake;

    private LiveJob(ChildProcess process, Counted received, Path lake) {
        this.process = process;
        this.received = received;
        this.lake = lake;
    }

    /** What a job begins with. */
    public enum From {
        NOTHING,
        NEWEST_CHECKPOINT
    }

    /**
     * Starts it and waits until all slots are subscribed.
     *
     * @param folder for its lake, state and output
     * @param name of its output
     */
    public static LiveJob start(Path folder, String name, URI broker, From from)
            throws InterruptedException {
        Path properties = folder.resolve("properties.json");
        try {
            Files.createDirectories(folder);
            Files.writeString(properties, PROPERTIES);
        } catch (IOException e) {
            throw new BenchException("Cannot write " + properties, e);
        }
        Path lake = folder.resolve("lake");
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--properties=" + properties,
                                "--broker=mqtt://" + broker.getHost() + ":" + broker.getPort(),
                                "--lake=" + lake,
                                "--state=" + folder.resolve("state"),
                                "--checkpoint-interval=" + CHECKPOINT_INTERVAL.toSeconds() + " s",
                                "--progress-seconds=1"));
        if (from == From.NEWEST_CHECKPOINT) {
            arguments.add("--resume");
        }
        Counted received = Counted.inText(PROGRESS);
        ChildProcess process =
                ChildProcess.start(
                        folder,
                        name,
                        JavaCommand.local(
                                List.of("-Xmx3g"), "io.pythoflow.job.local.LocalRun", arguments),
                        received);
        try {
            process.awaitLines("is subscribed to [$share", SLOTS, START);
        } catch (BenchException | InterruptedException e) {
            process.close();
            throw e;
        }
        return new LiveJob(process, received, lake);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    /** Of this process, to the second; redelivered ones count again. */
    @Override
    public Counted received() {
        return received;
    }

    @Override
    public boolean awaitReceived(long messages, Duration timeout) throws InterruptedException {
        return received.await(messages, timeout, process::hasEnded);
    }

    /** Waits until it has ended because nothing comes any more. */
    @Override
    public void end() throws InterruptedException {
        int code = process.awaitExit(END);
        if (code != 0) {
            throw process.failed("ended with " + code);
        }
    }

    @Override
    public void failIfEnded() throws InterruptedException {
        process.failIfEnded();
    }

    @Override
    public void kill() throws InterruptedException {
        process.kill();
        process.awaitExit(END);
    }

    /** Messages that the broker marked as delivered again; known after the end. */
    public long redelivered() {
        Counted counted = Counted.inText(REDELIVERED);
        process.lines().forEach(counted);
        return counted.latest();
    }

    /** The folder of its tables. */
    public Path lake() {
        return lake;
    }

    @Override
    public void check(Gate gate) {
        gate.check(lake);
    }

    @Override
    public String faults() {
        List<String> lines = process.lines();
        long disconnects = count(lines, " has no connection to ");
        long reused = count(lines, "which is still unacknowledged");
        List<String> faults = new ArrayList<>();
        if (disconnects > 0) {
            faults.add(disconnects + " disconnects");
        }
        if (reused > 0) {
            faults.add("packet ids re-used by the broker");
        }
        return String.join(", ", faults);
    }

    private static long count(List<String> lines, String text) {
        return lines.stream().filter(line -> line.contains(text)).count();
    }

    @Override
    public void close() {
        process.close();
    }
}
