package io.lynceus.command.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.evaluate.GateEvaluation.Row;
import io.lynceus.settings.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Prints what the gate decided beside the best that could be decided. */
final class GateTable {
    private GateTable() {}

    static void print(List<Row> rows, boolean json, PrintWriter out) throws IOException {
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
                mean(rows, Row::kept),
                mean(rows, Row::dropped),
                mean(rows, Row::gated),
                mean(rows, Row::oracle));
    }

    /** Returns the rows and their means. */
    static ObjectNode json(List<Row> rows) {
        ObjectNode report = Json.object();
        report.put("meanKept", mean(rows, Row::kept));
        report.put("meanDropped", mean(rows, Row::dropped));
        report.put("meanGated", mean(rows, Row::gated));
        report.put("meanOracle", mean(rows, Row::oracle));
        report.set("rows", new ObjectMapper().valueToTree(rows));
        return report;
    }

    private static double mean(List<Row> rows, ToDoubleFunction<Row> of) {
        return rows.stream().mapToDouble(of).average().orElse(Double.NaN);
    }
}
