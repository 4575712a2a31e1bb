package io.lynceus.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of several windows of live driving under the same condition: one value for each window. */
public final class LiveWindows {
    private final Map<String, List<Double>> series = new LinkedHashMap<>();

    /**
     * Adds a window.
     *
     * @param latenciesMs of its masks, in any order
     * @param heapMegabytes live objects after the window
     */
    public void add(double[] latenciesMs, Duration length, double heapMegabytes) {
        if (latenciesMs.length == 0) {
            throw new IllegalStateException("no masks came for " + length.toSeconds() + " s; the log says why");
        }
        double[] sorted = latenciesMs.clone();
        Arrays.sort(sorted);
        add("masksPerSecond", sorted.length * 1e3 / length.toMillis());
        add("medianMs", Median.of(sorted));
        add("p99Ms", sorted[(int) Math.ceil(0.99 * sorted.length) - 1]);
        add("heapMb", heapMegabytes);
    }

    private void add(String name, double value) {
        series.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    /** Returns the medians of both, their ratio, and the values of each window. */
    public static Map<String, Object> compared(LiveWindows without, LiveWindows with) {
        Map<String, Object> values = new LinkedHashMap<>();
        without.series.forEach((name, before) -> {
            List<Double> after = with.series.getOrDefault(name, List.of());
            Map<String, Object> both = new LinkedHashMap<>();
            both.put("none", rounded(median(before)));
            both.put("open", rounded(median(after)));
            both.put("ratio", rounded(median(after) / median(before)));
            both.put("eachNone", before.stream().map(LiveWindows::rounded).toList());
            both.put("eachOpen", after.stream().map(LiveWindows::rounded).toList());
            values.put(name, both);
        });
        return values;
    }

    private static double median(List<Double> values) {
        return Median.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.3f", value));
    }
}
