package io.pythoflow.bench.process;

import io.pythoflow.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The processor time of another process, as the kernel counts it: in hundredths of a second. */
public final class ProcessCpu {
    /** USER_HZ, which Linux shows to programs whatever its own clock does. */
    private static final long TICKS_PER_SECOND = 100;

    /** Fields of {@code /proc/<pid>/stat} after the name, which is in brackets: see proc(5). */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    private ProcessCpu() {}

    /**
     * Nanoseconds of processor time since the process started, all its threads together.
     *
     * @throws BenchException if it has ended
     */
    public static long nanos(long pid) {
        Path stat = Path.of("/proc", String.valueOf(pid), "stat");
        try {
            return nanos(Files.readString(stat));
        } catch (IOException e) {
            throw new BenchException(
                    "No figure: cannot read %s: has the process ended?".formatted(stat), e);
        }
    }

    static long nanos(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
        return ticks * (TimeUnit.SECONDS.toNanos(1) / TICKS_PER_SECOND);
    }
}
