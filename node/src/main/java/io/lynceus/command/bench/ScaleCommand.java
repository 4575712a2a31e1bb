package io.lynceus.command.bench;

import io.lynceus.campaign.Scale;
import io.lynceus.command.Checks;
import io.lynceus.segment.ShippedModels;
import io.lynceus.settings.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus bench scale}: one node against two on one machine. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description = {
            "Compares sets a second and masks of one node with those of two, on the same frames of two rigs.",
            "Nodes and broker have processes of their own. Each node calculates with one thread, so two need two free cores to be",
            "twice as fast.",
            "",
            "Example: ./lynceus bench scale --sets 100 --json"
        })
final class ScaleCommand implements Callable<Integer> {
    private static final int FEWEST = 20;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--sets", defaultValue = "100", description = "Sets of each rig. Default: ${DEFAULT-VALUE}.")
    private int sets;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the street. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--model",
            defaultValue = ShippedModels.STREET_NANO,
            description = "A shipped model or an .onnx file. Default: ${DEFAULT-VALUE}.")
    private String model = "";

    @Option(names = "--json", description = "End with one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Checks.atLeast("--sets", sets, FEWEST);
        PrintWriter progress = spec.commandLine().getErr();
        Scale.Result result = new Scale(sets, seed, model).run(line -> {
            progress.println(line);
            progress.flush();
        });
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(values(result)));
        } else {
            out.printf(
                    Locale.ROOT,
                    "one node   %6.1f sets a second%ntwo nodes  %6.1f sets a second, %.2f times as many; shares %s%n"
                            + "masks      %6d of each run, %d lost, %d different%n",
                    result.one(),
                    result.two(),
                    result.ratio(),
                    result.shares().stream()
                            .map(share -> String.format(Locale.ROOT, "%.2f", share))
                            .toList(),
                    result.masks(),
                    result.lost(),
                    result.different());
        }
        out.flush();
        return result.lost() + result.different() == 0 ? 0 : 1;
    }

    private static Map<String, Object> values(Scale.Result result) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("oneSetsPerSecond", result.one());
        values.put("twoSetsPerSecond", result.two());
        values.put("ratio", result.ratio());
        values.put("shares", result.shares());
        values.put("masks", result.masks());
        values.put("lost", result.lost());
        values.put("different", result.different());
        return values;
    }
}
