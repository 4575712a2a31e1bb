package io.lynceus.bus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results of a run as tables for people: in each row, what was sent is the sum of what became of it. */
final class DriveText {
    private static final String IN_TWO_SETS = "in two sets";

    private final Map<String, Object> values;
    private final StringBuilder text = new StringBuilder();

    private DriveText(Map<String, Object> values) {
        this.values = values;
    }

    /** Returns the text of a report's values. */
    static String of(Map<String, Object> values) {
        return new DriveText(values).write();
    }

    private String write() {
        Map<String, Long> sets = counts(at(values, "sets"));
        table("sets", Map.of("", sums(sets)));
        Map<String, Map<String, Long>> frames = new LinkedHashMap<>();
        ((Map<?, ?>) at(values, "frames"))
                .forEach((sensor, counts) -> frames.put(String.valueOf(sensor), withRest(counts(counts))));
        table("frames", frames);
        line(
                "masks",
                "%s, %s a second; %d sets were complete, %d partial",
                at(values, "masks"),
                at(values, "setsPerSecond"),
                sets.getOrDefault("complete", 0L),
                sets.getOrDefault("partial", 0L));
        line("gap", "%s set periods between two masks, at most", at(values, "maxMaskGapPeriods"));
        if (at(values, "latencyMs") instanceof Map<?, ?> latency && isAboveZero(at(values, "masks"))) {
            line(
                    "latency",
                    "p50 %,.0f ms, p99 %,.0f ms, from capture until the mask is read",
                    at(latency, "p50"),
                    at(latency, "p99"));
        }
        line("mIoU", "%s against the street's labels", at(values, "miou"));
        for (Object transition : (List<?>) at(values, "transitions")) {
            health((Map<?, ?>) transition);
        }
        return text.toString();
    }

    /** Returns what became of the sets: those that were shed or unusable were complete or partial before. */
    private static Map<String, Long> sums(Map<String, Long> sets) {
        long left = sets.getOrDefault("complete", 0L) + sets.getOrDefault("partial", 0L);
        Map<String, Long> row = new LinkedHashMap<>();
        row.put("sent", sets.getOrDefault("sent", 0L));
        row.put("masks", left - sets.getOrDefault("shed", 0L) - sets.getOrDefault("unusable", 0L));
        row.put("shed", sets.getOrDefault("shed", 0L));
        row.put("unusable", sets.getOrDefault("unusable", 0L));
        row.put("expired", sets.getOrDefault("expired", 0L));
        return withRest(row);
    }

    /** Adds what is missing to the sum: what has come to no end, or a moment whose frames left in two sets. */
    private static Map<String, Long> withRest(Map<String, Long> row) {
        long sent = row.getOrDefault("sent", 0L);
        long rest = 2 * sent - row.values().stream().mapToLong(Long::longValue).sum();
        Map<String, Long> whole = new LinkedHashMap<>(row);
        whole.put(rest < 0 ? IN_TWO_SETS : "unfinished", rest);
        return whole;
    }

    /** Writes a head and a row for each name; leaves out columns of zeros, but for those that a reader looks for. */
    private void table(String title, Map<String, Map<String, Long>> rows) {
        List<String> columns = new ArrayList<>();
        for (Map<String, Long> row : rows.values()) {
            row.forEach((column, count) -> {
                boolean shown = count != 0
                        || List.of("sent", "matched", "masks", "shed").contains(column);
                if (shown && !columns.contains(column)) {
                    columns.add(column);
                }
            });
        }
        text.append(String.format("%-9s", title));
        columns.forEach(column -> text.append(String.format("%" + width(column) + "s", column)));
        text.append('\n');
        rows.forEach((name, row) -> {
            text.append(String.format("  %-7s", name));
            columns.forEach(column ->
                    text.append(String.format(Locale.ROOT, "%," + width(column) + "d", row.getOrDefault(column, 0L))));
            text.append('\n');
        });
    }

    private static int width(String column) {
        return Math.max(9, column.length() + 2);
    }

    private void health(Map<?, ?> transition) {
        double seconds = at(transition, "atMs") instanceof Number millis ? millis.doubleValue() / 1e3 : 0;
        line(
                "health",
                "at %.1f s  %-6s %s -> %s: %s",
                seconds,
                at(transition, "sensor"),
                at(transition, "from"),
                at(transition, "to"),
                at(transition, "reason"));
    }

    private void line(String title, String form, Object... arguments) {
        text.append(String.format("%-10s", title))
                .append(String.format(Locale.ROOT, form, arguments))
                .append('\n');
    }

    /** Returns a value; a dash for what has none, such as the mIoU of no mask. */
    private static Object at(Map<?, ?> map, String key) {
        Object value = map.get(key);
        return value == null ? "-" : value;
    }

    private static boolean isAboveZero(Object count) {
        return count instanceof Number number && number.longValue() > 0;
    }

    private static Map<String, Long> counts(Object map) {
        Map<String, Long> counts = new LinkedHashMap<>();
        ((Map<?, ?>) map).forEach((name, count) -> counts.put(String.valueOf(name), ((Number) count).longValue()));
        return counts;
    }
}
