package io.lynceus.stream;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Writes a warning to the log the first time that its cause occurs, and again with the count at the 10th, 100th, 1000th time, so that
 * a flood of equal faults takes some lines and not the disk.
 *
 * <p>Thread safety: any thread.
 */
public final class RepeatedWarnings {
    /** Causes that are remembered; of more, the oldest are forgotten. */
    private static final int MOST_CAUSES = 256;

    private final Logger log;
    private final Map<String, Long> counts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_CAUSES;
        }
    };

    /** Writes to that log. */
    public RepeatedWarnings(Logger log) {
        this.log = log;
    }

    /**
     * Takes note of a fault.
     *
     * @param cause what faults have in common that are to be written once
     * @param what the sentence, about this one fault
     */
    public synchronized void warn(String cause, String what) {
        long count = counts.merge(cause, 1L, Long::sum);
        if (count == 1) {
            log.warn("{}", what);
        } else if (isPowerOfTen(count)) {
            log.warn("{} (for the {}th time)", what, count);
        }
    }

    private static boolean isPowerOfTen(long count) {
        long rest = count;
        while (rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }
}
