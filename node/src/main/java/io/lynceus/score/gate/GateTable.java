package io.lynceus.score.gate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.settings.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Prints what the gate decided beside the best that could be decided. */
public final class GateTable {
    private GateTable() {}

    /** Prints the rows and their means: a table, or one JSON object. */
    public static void print(List<GateRow> rows, boolean json, PrintWriter out) throws IOException {
        if (json) {
            out.println(Json.text(json(rows)));
            return;
        }
        out.printf(
                "%-8s %-14s %8s %8s %8s %8s %8s%n", "sensor", "fault", "strength", "kept", "dropped", "gate", "oracle");
        rows.forEach(row -> out.printf(
                Locale.ROOT,
                "%-8s %-14s %8.2f %8.4f %8.4f %8.4f %8.4f%n",
                row.sensor(),
                row.fault(),
                row.strength(),
                row.kept(),
                row.dropped(),
                row.gated(),
                row.oracle()));
        out.printf(
                Locale.ROOT,
                "%-31s %8.4f %8.4f %8.4f %8.4f%n",
                "mean",
                mean(rows, GateRow::kept),
                mean(rows, GateRow::dropped),
                mean(rows, GateRow::gated),
                mean(rows, GateRow::oracle));
    }

    /** Returns the rows and their means. */
    public static ObjectNode json(List<GateRow> rows) {
        ObjectNode report = Json.object();
        report.put("meanKept", mean(rows, GateRow::kept));
        report.put("meanDropped", mean(rows, GateRow::dropped));
        report.put("meanGated", mean(rows, GateRow::gated));
        report.put("meanOracle", mean(rows, GateRow::oracle));
        report.set("rows", new ObjectMapper().valueToTree(rows));
        return report;
    }

    private static double mean(List<GateRow> rows, ToDoubleFunction<GateRow> of) {
        return rows.stream().mapToDouble(of).average().orElse(Double.NaN);
    }
}
