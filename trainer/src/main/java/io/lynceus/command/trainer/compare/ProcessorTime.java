package io.lynceus.command.trainer.compare;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The processor time that this process has used, in all of its threads. Other programs on the machine do not count in it. */
final class ProcessorTime {
    private static final double NANOS = 1e9;

    private ProcessorTime() {}

    /** Returns seconds since the process began. */
    static double seconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / NANOS;
    }
}
