package io.lynceus.command.trainer.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The figures of several runs as one Markdown table, a row for each configuration. */
final class ComparisonTable {
    /** One column: its head, and its figure of one run. */
    record Column(String head, Function<JsonNode, List<Double>> figures, String format) {
        static Column percent(String head, String... pointers) {
            return new Column(
                    head,
                    run -> Stream.of(pointers)
                            .map(pointer -> 100 * run.at(pointer).asDouble())
                            .toList(),
                    "%.1f");
        }

        /** Returns the runs' mean of each figure, with the standard deviation where the runs differ. */
        String cell(List<JsonNode> runs) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < figures.apply(runs.get(0)).size(); i++) {
                int figure = i;
                double[] all = runs.stream()
                        .mapToDouble(run -> figures.apply(run).get(figure))
                        .toArray();
                double mean = DoubleStream.of(all).average().orElse(Double.NaN);
                String text = String.format(Locale.ROOT, format, mean);
                if (DoubleStream.of(all).distinct().count() > 1) {
                    double squares = DoubleStream.of(all)
                            .map(one -> (one - mean) * (one - mean))
                            .sum();
                    text += String.format(Locale.ROOT, " ± " + format, Math.sqrt(squares / (all.length - 1)));
                }
                texts.add(text);
            }
            return String.join(" / ", texts);
        }
    }

    private static final List<Column> COLUMNS = List.of(
            new Column("parameters", run -> List.of(total(run)), "%,.0f"),
            new Column(
                    "trained",
                    run -> List.of(100 * run.at("/parameters/trainable").asDouble() / total(run)),
                    "%.1f %%"),
            new Column("steps", run -> List.of(run.get("steps").asDouble()), "%.0f"),
            new Column("CPU s", run -> List.of(run.get("cpuSeconds").asDouble()), "%.0f"),
            new Column("ms a set", run -> List.of(run.at("/time/millisPerSet").asDouble()), "%.1f"),
            new Column(
                    "cost of one sensor",
                    run -> List.of(100
                            * run.at("/time/cpuMillisOfOneSensor").asDouble()
                            / run.at("/time/cpuMillisPerSet").asDouble()),
                    "%.1f %%"),
            Column.percent("full", "/full"),
            Column.percent("mean of subsets", "/subsetsMean"),
            new Column("worst subset", run -> List.of(100 * worst(run.get("subsets"))), "%.1f"));

    private static final List<Column> PROTOCOLS = List.of(
            Column.percent("EMM", "/emm/avg"),
            Column.percent("RMM 0.25 / 0.5 / 0.75", "/rmm/0.25/avg", "/rmm/0.5/avg", "/rmm/0.75/avg"),
            Column.percent("NM low / mid / high", "/nm/low", "/nm/mid", "/nm/high"));

    private static final Column FAULTS = Column.percent(
            "faulty sensor kept / left out / gate / better of both",
            "/gate/meanKept",
            "/gate/meanDropped",
            "/gate/meanGated",
            "/gate/meanOracle");

    private ComparisonTable() {}

    /** @param report an array {@code systems} of runs, and what is the same for all of them */
    static String markdown(JsonNode report) {
        Map<String, List<JsonNode>> byName = byName(report);
        List<Column> columns = new ArrayList<>(COLUMNS);
        if (report.path("faultSamples").asLong() > 0) {
            columns.addAll(PROTOCOLS);
        }
        if (report.path("gateSamples").asLong() > 0) {
            columns.add(FAULTS);
        }
        List<String> lines = new ArrayList<>(List.of(heading(report), ""));
        JsonNode above = report.path("aboveTheFirst");
        lines.add("| run | system | modalities | "
                + columns.stream().map(Column::head).collect(Collectors.joining(" | ")) + " |"
                + (above.isEmpty() ? "" : " mean of subsets above the first |"));
        lines.add("|" + "---|".repeat(columns.size() + (above.isEmpty() ? 3 : 4)));
        byName.forEach((name, runs) ->
                lines.add(row(name, runs, columns) + (above.isEmpty() ? "" : " " + above(above.path(name)) + " |")));
        return String.join("\n", lines) + "\n";
    }

    /** Returns the runs of each configuration, one for each seed. */
    static Map<String, List<JsonNode>> byName(JsonNode report) {
        Map<String, List<JsonNode>> byName = new LinkedHashMap<>();
        report.get("systems")
                .forEach(run -> byName.computeIfAbsent(run.get("name").asText(), name -> new ArrayList<>())
                        .add(run));
        return byName;
    }

    private static String heading(JsonNode report) {
        String text = String.format(
                Locale.ROOT,
                "mIoU in %%. Budget of each training: %.0f s of processor time, validations not counted. Subsets over %d test"
                        + " samples%s; time of a set on %d threads."
                        + " Cost of one sensor: the processor time of a set with the first modality only, as a share of that of a"
                        + " complete set.",
                report.get("budgetSeconds").asDouble(),
                report.get("samples").asLong(),
                protocols(report),
                report.get("timedThreads").asLong());
        Set<Long> seeds = new TreeSet<>();
        report.get("systems").forEach(run -> seeds.add(run.get("seed").asLong()));
        return seeds.size() == 1 ? text : text + " Means ± standard deviations over the seeds " + seeds + ".";
    }

    private static String protocols(JsonNode report) {
        return report.get("faultSamples").asLong() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", EMM, RMM and NM (domain %s, fault seed %d) over %d",
                        report.get("domain").asText(),
                        report.get("faultSeed").asLong(),
                        report.get("faultSamples").asLong());
    }

    /** Returns a difference in points of a percent and a factor, each with the range in which 95 % of the draws lie. */
    private static String above(JsonNode pair) {
        return pair.isMissingNode()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%+.1f (%+.1f to %+.1f), %.2f × (%.2f to %.2f)",
                        100 * pair.get("difference").asDouble(),
                        100 * pair.at("/range/0").asDouble(),
                        100 * pair.at("/range/1").asDouble(),
                        pair.get("times").asDouble(),
                        pair.at("/timesRange/0").asDouble(),
                        pair.at("/timesRange/1").asDouble());
    }

    private static String row(String name, List<JsonNode> runs, List<Column> columns) {
        JsonNode first = runs.get(0);
        List<String> cells = new ArrayList<>(List.of(name, first.get("system").asText()));
        List<String> modalities = new ArrayList<>();
        first.get("modalities").forEach(modality -> modalities.add(modality.asText()));
        cells.add(String.join("+", modalities));
        columns.forEach(column -> cells.add(column.cell(runs)));
        return "| " + String.join(" | ", cells) + " |";
    }

    private static double total(JsonNode run) {
        return run.at("/parameters/total").asDouble();
    }

    private static double worst(JsonNode subsets) {
        double least = Double.POSITIVE_INFINITY;
        for (JsonNode miou : subsets) {
            least = Math.min(least, miou.asDouble());
        }
        return least;
    }
}
