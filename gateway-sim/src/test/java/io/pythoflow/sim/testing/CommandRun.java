package io.pythoflow.sim.testing;

import io.pythoflow.sim.GatewaySim;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command of the application in a thread of its own. */
public final class CommandRun {

    private static final int END_SECONDS = 60;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final Thread thread;

    private CommandRun(String... arguments) {
        this.thread = new Thread(() -> run(arguments), "command");
        thread.setDaemon(true);
    }

    /** Starts a command. */
    public static CommandRun start(String... arguments) {
        CommandRun run = new CommandRun(arguments);
        run.thread.start();
        return run;
    }

    /** Runs a command to its end. */
    public static CommandRun of(String... arguments) {
        CommandRun run = start(arguments);
        run.exitCode();
        return run;
    }

    /** What Ctrl-C does to the command. */
    public CommandRun interrupt() {
        thread.interrupt();
        return this;
    }

    /** Waits for the end. */
    public int exitCode() {
        return exitCode.orTimeout(END_SECONDS, TimeUnit.SECONDS).join();
    }

    public boolean isRunning() {
        return !exitCode.isDone();
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    private void run(String... arguments) {
        try {
            exitCode.complete(
                    GatewaySim.run(
                            new PrintWriter(out, true), new PrintWriter(err, true), arguments));
        } catch (RuntimeException | Error e) {
            exitCode.completeExceptionally(e);
        }
    }
}
