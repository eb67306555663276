package io.pythoflow.bench.process;

import io.pythoflow.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The processor time of other processes, as the kernel counts it: in hundredths of a second. */
public final class ProcessCpu {
    /** USER_HZ, which Linux shows to programs whatever its own clock does. */
    private static final long TICKS_PER_SECOND = 100;

    /** Fields of {@code /proc/<pid>/stat} after the name, which is in brackets: see proc(5). */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;
    private static final int CHILDREN_USER_TICKS = 13;
    private static final int CHILDREN_SYSTEM_TICKS = 14;

    private ProcessCpu() {}

    /**
     * Nanoseconds of processor time since the process started, all its threads together.
     *
     * @throws BenchException if it has ended
     */
    public static long nanos(long pid) {
        return nanos(stat(String.valueOf(pid)));
    }

    /** Nanoseconds of processor time of all processes that this one started and that have ended. */
    public static long nanosOfEndedChildren() {
        return nanosOfEndedChildren(stat("self"));
    }

    static long nanos(String stat) {
        return nanos(stat, USER_TICKS, SYSTEM_TICKS);
    }

    static long nanosOfEndedChildren(String stat) {
        return nanos(stat, CHILDREN_USER_TICKS, CHILDREN_SYSTEM_TICKS);
    }

    private static String stat(String process) {
        Path stat = Path.of("/proc", process, "stat");
        try {
            return Files.readString(stat);
        } catch (IOException e) {
            throw new BenchException(
                    "No figure: cannot read %s: has the process ended?".formatted(stat), e);
        }
    }

    private static long nanos(String stat, int userTicks, int systemTicks) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[userTicks]) + Long.parseLong(fields[systemTicks]);
        return ticks * (TimeUnit.SECONDS.toNanos(1) / TICKS_PER_SECOND);
    }
}
