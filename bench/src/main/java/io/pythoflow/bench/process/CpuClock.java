package io.pythoflow.bench.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The processor time of this process, all threads of the JVM included. */
public final class CpuClock {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private CpuClock() {}

    /** Nanoseconds of processor time since the process started. */
    public static long nanos() {
        return SYSTEM.getProcessCpuTime();
    }
}
