package io.lynceus.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What stretches of live driving came to, all under the same condition: a value for each stretch. */
public final class LiveWindows {
    private final Map<String, List<Double>> series = new LinkedHashMap<>();

    /**
     * Takes a stretch into account.
     *
     * @param latenciesMs of its masks, in any order
     * @param heapMegabytes live objects after it
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

    /** Medians of both, the ratio of these, and each stretch. */
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
