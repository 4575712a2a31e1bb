package io.lynceus.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/** Counts the bytes that a node's own threads take from the heap, in a process in which other programs run too. */
final class NodeAllocation {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long counted;
    private long before;

    /** Begins to count. */
    void begin() {
        before = total();
    }

    /** Ends what {@link #begin} began. */
    void end() {
        counted += total() - before;
    }

    /** Returns the bytes that were counted since the last call, or the start. */
    long take() {
        long bytes = counted;
        counted = 0;
        return bytes;
    }

    private long total() {
        long bytes = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && isOfNode(thread.getThreadName())) {
                bytes += Math.max(0, threads.getThreadAllocatedBytes(thread.getThreadId()));
            }
        }
        return bytes;
    }

    /** Names of the pool that decodes, of the network's thread, and of those of Kafka Streams and its producer. */
    private static boolean isOfNode(String name) {
        return name.equals("decode") || name.equals("batcher") || name.contains("StreamThread");
    }
}
