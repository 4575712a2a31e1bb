package io.lynceus.command.trainer.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.command.trainer.compare.ComparisonTable.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What configurations reach with some of their sensors, beside specialists that have these sensors only, as a Markdown table: a row
 * for each specialist, a column for each configuration.
 */
final class SpecialistTable {
    private SpecialistTable() {}

    /** Returns the table, or nothing where no configuration is a specialist of another. */
    static String markdown(JsonNode report) {
        Map<String, Map<String, JsonNode>> shares = new LinkedHashMap<>();
        report.path("sharesOfSpecialists").forEach(share -> shares.computeIfAbsent(
                        share.get("specialist").asText(), name -> new LinkedHashMap<>())
                .put(share.get("name").asText(), share));
        if (shares.isEmpty()) {
            return "";
        }
        TreeSet<String> names = new TreeSet<>();
        shares.values().forEach(row -> names.addAll(row.keySet()));
        List<String> lines = new ArrayList<>(List.of(
                "",
                "mIoU in % with a specialist's sensors alone, and as a share of the specialist's (95 % of draws of the samples).",
                "",
                "| sensors | specialist | " + String.join(" | ", names) + " |",
                "|---|---|" + "---|".repeat(names.size())));
        Map<String, List<JsonNode>> runs = ComparisonTable.byName(report);
        shares.forEach((specialist, row) -> {
            String sensors = sensors(Objects.requireNonNull(runs.get(specialist)));
            List<String> cells =
                    new ArrayList<>(List.of(sensors, miou(Objects.requireNonNull(runs.get(specialist)), sensors)));
            for (String name : names) {
                JsonNode share = row.get(name);
                cells.add(
                        share == null
                                ? ""
                                : miou(Objects.requireNonNull(runs.get(name)), sensors) + ", " + share(share));
            }
            lines.add("| " + String.join(" | ", cells) + " |");
        });
        return String.join("\n", lines) + "\n";
    }

    private static String sensors(List<JsonNode> runs) {
        List<String> sensors = new ArrayList<>();
        runs.get(0).get("modalities").forEach(modality -> sensors.add(modality.asText()));
        return String.join("+", sensors);
    }

    private static String miou(List<JsonNode> runs, String sensors) {
        return Column.percent("mIoU", "/subsets/" + sensors).cell(runs);
    }

    private static String share(JsonNode share) {
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f to %.2f)",
                share.get("share").asDouble(),
                share.at("/range/0").asDouble(),
                share.at("/range/1").asDouble());
    }
}
