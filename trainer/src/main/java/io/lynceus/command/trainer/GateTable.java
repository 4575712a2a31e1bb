package io.lynceus.command.trainer;

import io.lynceus.evaluate.GateEvaluation.Row;
import io.lynceus.settings.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Prints what the gate decided beside the best that could be decided. */
final class GateTable {
    private GateTable() {}

    static void print(List<Row> rows, boolean json, PrintWriter out) throws IOException {
        if (json) {
            out.println(Json.text(
                    Map.of("rows", rows, "meanGated", mean(rows, Row::gated), "meanOracle", mean(rows, Row::oracle))));
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

    private static double mean(List<Row> rows, ToDoubleFunction<Row> of) {
        return rows.stream().mapToDouble(of).average().orElse(Double.NaN);
    }
}
