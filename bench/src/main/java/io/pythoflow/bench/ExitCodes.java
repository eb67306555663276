package io.pythoflow.bench;

/** What the process ends with, the same for every measurement. */
public final class ExitCodes {

    /** Measured, and the criterion holds where there is one. */
    public static final int OK = 0;

    /** No figure: something did not start, or the counts do not agree. */
    public static final int FAILED = 1;

    /** The command line is wrong; nothing was started. */
    public static final int USAGE = 2;

    /** Measured, and the criterion does not hold. */
    public static final int MISSED = 3;

    private ExitCodes() {}
}
