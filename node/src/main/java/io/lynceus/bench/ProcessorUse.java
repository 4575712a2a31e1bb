package io.lynceus.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/**
 * How many processors a process kept busy on average, and with what.
 *
 * @param network the network's threads, with garbage collection and compilation, which have no Java threads either
 * @param decode the pool that decodes
 * @param stream the node's stream threads and Kafka clients
 * @param player who sends the frames, with its clients
 * @param broker the embedded broker, and all other threads
 */
public record ProcessorUse(double network, double decode, double stream, double player, double broker) {
    /** Measures from its making on. */
    static final class Meter {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private final long player = Thread.currentThread().getId();
        private final long start = System.nanoTime();
        private final long processBefore = system.getProcessCpuTime();
        private final Map<Long, Long> before = new HashMap<>();

        /** Begins, on the thread that sends frames. */
        Meter() {
            for (long thread : threads.getAllThreadIds()) {
                before.put(thread, threads.getThreadCpuTime(thread));
            }
        }

        /** Returns what was used since. Threads that have ended meanwhile count as the network's. */
        ProcessorUse end() {
            double whole = system.getProcessCpuTime() - processBefore;
            double length = System.nanoTime() - start;
            double[] parts = new double[Part.values().length];
            for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
                if (thread != null) {
                    long id = thread.getThreadId();
                    long used = threads.getThreadCpuTime(id) - before.getOrDefault(id, 0L);
                    Part part = id == player ? Part.PLAYER : Part.of(thread.getThreadName());
                    parts[part.ordinal()] += Math.max(0, used);
                    whole -= part == Part.NETWORK ? 0 : Math.max(0, used);
                }
            }
            return new ProcessorUse(
                    whole / length,
                    parts[Part.DECODE.ordinal()] / length,
                    parts[Part.STREAM.ordinal()] / length,
                    parts[Part.PLAYER.ordinal()] / length,
                    parts[Part.BROKER.ordinal()] / length);
        }
    }

    private enum Part {
        NETWORK,
        DECODE,
        STREAM,
        PLAYER,
        BROKER;

        static Part of(String thread) {
            if (thread.equals("batcher")) {
                return NETWORK;
            } else if (thread.equals("decode")) {
                return DECODE;
            } else if (thread.contains("StreamThread")) {
                return STREAM;
            }
            return thread.startsWith("kafka-producer-network-thread") ? PLAYER : BROKER;
        }
    }
}
