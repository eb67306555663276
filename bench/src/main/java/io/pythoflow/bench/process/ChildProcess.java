package io.pythoflow.bench.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pythoflow.bench.BenchException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process of a measurement. Everything it prints goes into a file and can be waited for. It is
 * stopped by its id when closed, and when this process ends.
 *
 * <p>Any thread; lines are added by a reader thread of its own.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread reader;
    private final Thread stopper;
    private final Consumer<String> listener;
    private final List<String> lines = new ArrayList<>();
    private boolean outputEnded;

    private ChildProcess(String name, Process process, Path log, Consumer<String> listener) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.listener = listener;
        this.reader = new Thread(this::read, name + "-output");
        // Not the process's own method, which closes its output before the last lines are read.
        this.stopper = new Thread(process.toHandle()::destroy, name + "-stop");
    }

    /** Starts a command; its output goes to {@code <folder>/<name>.log}. */
    public static ChildProcess start(Path folder, String name, List<String> command) {
        return start(folder, name, command, line -> {});
    }

    /**
     * The same.
     *
     * @param listener is given each line as it comes, on the reader thread
     */
    public static ChildProcess start(
            Path folder, String name, List<String> command, Consumer<String> listener) {
        Path log = folder.resolve(name + ".log");
        try {
            Files.createDirectories(folder);
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            ChildProcess child = new ChildProcess(name, process, log, listener);
            child.reader.setDaemon(true);
            child.reader.start();
            Runtime.getRuntime().addShutdownHook(child.stopper);
            return child;
        } catch (IOException e) {
            throw new BenchException("Cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    private void read() {
        try (BufferedReader in = process.inputReader(UTF_8);
                BufferedWriter out = Files.newBufferedWriter(log)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(line);
                out.newLine();
                out.flush();
                listener.accept(line);
                add(line);
            }
        } catch (IOException e) {
            add(name + ": output lost: " + e.getMessage());
        } finally {
            endOutput();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void endOutput() {
        outputEnded = true;
        notifyAll();
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Waits until so many lines contain the text.
     *
     * @throws BenchException if the process ends before, or the time is over
     */
    public synchronized void awaitLines(String text, int count, Duration timeout)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (lines.stream().filter(line -> line.contains(text)).count() < count) {
            awaitMore("'" + text + "'", deadline);
        }
    }

    /** Waits for the first line of figures that holds this name. */
    public Figures awaitFigures(String figure, Duration timeout) throws InterruptedException {
        return awaitFigures(figure, 1, timeout);
    }

    /** Waits for the n-th line of figures, counted from 1, that holds this name. */
    public synchronized Figures awaitFigures(String figure, int n, Duration timeout)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            List<Figures> found =
                    figures().stream()
                            .filter(figures -> figures.values().containsKey(figure))
                            .toList();
            if (found.size() >= n) {
                return found.get(n - 1);
            }
            awaitMore("the figure " + figure, deadline);
        }
    }

    /** All figures printed so far. */
    public synchronized List<Figures> figures() {
        return lines.stream().flatMap(line -> Figures.parse(line).stream()).toList();
    }

    /** All lines printed so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    private void awaitMore(String what, long deadline) throws InterruptedException {
        int known = lines.size();
        while (lines.size() == known) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (outputEnded) {
                throw failed("ended without " + what);
            }
            if (left <= 0) {
                throw failed("did not print " + what + " in time");
            }
            wait(left);
        }
    }

    /** A failure that shows the end of the output. */
    public synchronized BenchException failed(String what) {
        List<String> last = lines.subList(Math.max(0, lines.size() - 20), lines.size());
        return new BenchException(
                "%s %s. Its output is in %s and ends so:%n%s"
                        .formatted(name, what, log, String.join(System.lineSeparator(), last)));
    }

    /** Waits for the end of the process and its output; the exit code. */
    public int awaitExit(Duration timeout) throws InterruptedException {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new BenchException(
                    name + " still runs after " + timeout + "; its output is in " + log);
        }
        reader.join();
        return process.exitValue();
    }

    public boolean hasEnded() {
        return !process.isAlive();
    }

    /**
     * Does nothing while it runs.
     *
     * @throws BenchException with the end of its output if it has ended
     */
    public void failIfEnded() throws InterruptedException {
        if (hasEnded()) {
            reader.join();
            throw failed("ended too early, with " + process.exitValue());
        }
    }

    /** As Ctrl-C or {@code kill} does. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** As {@code kill -9} does: nothing in the process learns of it. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() {
        process.toHandle().destroy();
        try {
            if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException e) {
            // This process is ending: the hook has run.
        }
    }
}
