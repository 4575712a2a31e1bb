package io.lynceus.command.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** The figures of several systems as one Markdown table, a row each. */
final class ComparisonTable {
    private static final List<String> HEADS = List.of(
            "system",
            "modalities",
            "parameters",
            "trained",
            "steps × batch",
            "CPU s",
            "ms a set",
            "cost of one sensor",
            "full",
            "mean of subsets",
            "EMM",
            "RMM 0.25 / 0.5 / 0.75",
            "NM low / mid / high");

    private ComparisonTable() {}

    /** @param report an array {@code systems}, and what is the same for all of them */
    static String markdown(JsonNode report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "mIoU in %%. Budget of each training: %.0f s of processor time, validations not counted. Subsets over %d test"
                        + " samples, EMM, RMM and NM (domain %s, fault seed %d) over %d; time of a set on %d threads."
                        + " Cost of one sensor: the processor time of a set with the first modality only, as a share of that of a"
                        + " complete set.",
                report.get("budgetSeconds").asDouble(),
                report.get("samples").asLong(),
                report.get("domain").asText(),
                report.get("faultSeed").asLong(),
                report.get("faultSamples").asLong(),
                report.get("timedThreads").asLong()));
        lines.add("");
        lines.add("| " + String.join(" | ", HEADS) + " |");
        lines.add("|" + "---|".repeat(HEADS.size()));
        report.get("systems").forEach(system -> lines.add(row(system)));
        return String.join("\n", lines) + "\n";
    }

    private static String row(JsonNode system) {
        JsonNode rmm = system.get("rmm");
        JsonNode nm = system.get("nm");
        long total = system.at("/parameters/total").asLong();
        List<String> cells = List.of(
                system.get("system").asText(),
                String.join(
                        "+",
                        StreamSupport.stream(system.get("modalities").spliterator(), false)
                                .map(JsonNode::asText)
                                .toList()),
                String.format(Locale.ROOT, "%,d", total),
                percent(system.at("/parameters/trainable").asDouble() / total) + " %",
                system.get("steps").asText() + " × " + system.get("batch").asText(),
                String.format(Locale.ROOT, "%.0f", system.get("cpuSeconds").asDouble()),
                String.format(
                        Locale.ROOT, "%.1f", system.at("/time/millisPerSet").asDouble()),
                percent(system.at("/time/cpuMillisOfOneSensor").asDouble()
                                / system.at("/time/cpuMillisPerSet").asDouble())
                        + " %",
                percent(system.get("full").asDouble()),
                percent(system.get("subsetsMean").asDouble()),
                percent(system.at("/emm/avg").asDouble()),
                slashed(rmm.at("/0.25/avg"), rmm.at("/0.5/avg"), rmm.at("/0.75/avg")),
                slashed(nm.get("low"), nm.get("mid"), nm.get("high")));
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String slashed(JsonNode... shares) {
        List<String> texts = new ArrayList<>();
        for (JsonNode share : shares) {
            texts.add(percent(share.asDouble()));
        }
        return String.join(" / ", texts);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
