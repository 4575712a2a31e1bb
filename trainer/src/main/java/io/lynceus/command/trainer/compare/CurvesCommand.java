package io.lynceus.command.trainer.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.settings.Json;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus trainer curves}: draws the table of a comparison. */
@Command(
        name = "curves",
        mixinStandardHelpOptions = true,
        description = {
            "Draws how the figures of a comparison fall as sensors get worse, as an SVG picture: missing elements, noise, and"
                    + " sensors that are zero. 'trainer compare' writes the same picture beside its table.",
            "",
            "Example: ./lynceus trainer curves --table docs/training/ablation.json --out docs/ablation.svg"
        })
public final class CurvesCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--table", required = true, paramLabel = "FILE", description = "table.json of 'trainer compare'.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path table;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The .svg file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path out;

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(table)) {
            throw new SettingsException("--table is " + table + ", which does not exist; name the table.json that"
                    + " 'trainer compare' wrote");
        }
        JsonNode report = Json.parse(Files.readString(table));
        if (report.path("systems").isEmpty()) {
            throw new SettingsException("--table is " + table
                    + ", which has no runs in 'systems'; name the table.json that" + " 'trainer compare' wrote");
        }
        Files.writeString(out, RobustnessCurves.svg(report));
        PrintWriter to = spec.commandLine().getOut();
        to.println(out + " written");
        to.flush();
        return 0;
    }
}
