package io.lynceus.mcap.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Facts about a file's messages that do not need reading them, collected while the file is written or scanned. One thread. */
public final class Summary {
    public final Map<Integer, McapSchema> schemas = new TreeMap<>();
    public final Map<Integer, McapChannel> channels = new TreeMap<>();
    /** Number of messages of each channel. */
    public final Map<Integer, Long> counts = new TreeMap<>();

    final List<MessageBlock> blocks = new ArrayList<>();
    final Map<String, Map<String, String>> metadata = new LinkedHashMap<>();
    /** Damage that prevents reading a part of the file, a sentence each. */
    public final List<String> damage = new ArrayList<>();

    private long start = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE;

    /** Counts one message. */
    void add(int channel, long logTime) {
        counts.merge(channel, 1L, Long::sum);
        cover(logTime, logTime);
    }

    void cover(long from, long to) {
        start = Math.min(start, from);
        end = Math.max(end, to);
    }

    long messages() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the earliest log time; 0 if there is no message. */
    public long start() {
        return start == Long.MAX_VALUE ? 0 : start;
    }

    /** Returns the latest log time; 0 if there is no message. */
    public long end() {
        return end == Long.MIN_VALUE ? 0 : end;
    }
}
