package io.lynceus.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The differences between the keys of a checkpoint and those of a network.
 *
 * @param missing keys that the network has and the checkpoint lacks
 * @param unexpected keys that only the checkpoint has
 * @param misshapen keys whose shapes differ, with both shapes
 */
public record KeyReport(List<String> missing, List<String> unexpected, List<String> misshapen) {
    private static final int LISTED = 12;

    public KeyReport {
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
        misshapen = List.copyOf(misshapen);
    }

    /** Compares shapes by key. */
    public static KeyReport compare(Map<String, List<Long>> network, Map<String, List<Long>> checkpoint) {
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        network.forEach((key, shape) -> {
            List<Long> found = checkpoint.get(key);
            if (found == null) {
                missing.add(key);
            } else if (!found.equals(shape)) {
                misshapen.add(key + " " + found + " instead of " + shape);
            }
        });
        List<String> unexpected = checkpoint.keySet().stream()
                .filter(key -> !network.containsKey(key))
                .toList();
        return new KeyReport(missing, unexpected, misshapen);
    }

    public boolean fits() {
        return missing.isEmpty() && unexpected.isEmpty() && misshapen.isEmpty();
    }

    /** Lists all differences, each kind with its count and its first keys. */
    @Override
    public String toString() {
        return fits()
                ? "all keys fit"
                : describe("missing", missing) + describe("unexpected", unexpected) + describe("misshapen", misshapen);
    }

    /** All differences with every key, one a line. */
    public String names() {
        StringBuilder names = new StringBuilder();
        missing.forEach(key -> names.append("missing ").append(key).append('\n'));
        unexpected.forEach(key -> names.append("unexpected ").append(key).append('\n'));
        misshapen.forEach(key -> names.append("misshapen ").append(key).append('\n'));
        return names.toString();
    }

    private static String describe(String kind, List<String> keys) {
        if (keys.isEmpty()) {
            return "";
        }
        String more = keys.size() > LISTED ? ", and " + (keys.size() - LISTED) + " more" : "";
        String first = String.join(", ", keys.subList(0, Math.min(LISTED, keys.size())));
        return "\n  " + keys.size() + " " + kind + ": " + first + more;
    }
}
