package io.pythoflow.sim;

/** What the process ends with, the same for every command. */
public final class ExitCodes {

    /** Everything that was asked for is done. */
    public static final int OK = 0;

    /** It could not be done: no broker, no free port, an unreadable file, a refused message. */
    public static final int FAILED = 1;

    /** The command line is wrong; nothing was started. */
    public static final int USAGE = 2;

    /** Stopped before the end, by SIGINT; SIGTERM gives 143. */
    public static final int INTERRUPTED = 130;

    private ExitCodes() {}
}
