package io.lynceus.command.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lynceus.bench.BatchCost;
import io.lynceus.bench.OtherLoad;
import io.lynceus.bench.SettingsBench;
import io.lynceus.bench.StreetSet;
import io.lynceus.command.Checks;
import io.lynceus.command.OptionPairs;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.SessionSettings;
import io.lynceus.segment.SetInput;
import io.lynceus.segment.ShippedModels;
import io.lynceus.settings.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus bench settings}: compares settings of ONNX Runtime's sessions on the CPU. */
@Command(
        name = "settings",
        mixinStandardHelpOptions = true,
        description = {
            "Compares settings of ONNX Runtime on the CPU, or calls of several sets with calls of one.",
            "The settings are threads, threads that spin while they wait, and memory patterns. The sessions take turns on one set of",
            "the simulated street; ratios are those of one round, to the node's settings.",
            "",
            "Example: ./lynceus bench settings --load 2"
        })
final class SettingsCommand implements Callable<Integer> {
    private static final String ALL = "all sensors";
    private static final String ONE = "one sensor";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--model",
            defaultValue = ShippedModels.STREET_NANO,
            description = "A shipped model or an .onnx file. Default: ${DEFAULT-VALUE}.")
    private String model = "";

    @Option(
            names = "--against",
            paramLabel = "MODEL",
            description =
                    "Also compare another model of the same sensors and size, with the node's settings. Default: none.")
    private @Nullable String other;

    @Option(names = "--rounds", defaultValue = "15", description = "Rounds. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--load",
            defaultValue = "0",
            description = "Threads that compute something else meanwhile. Default: ${DEFAULT-VALUE}.")
    private int load;

    @Option(
            names = "--batches",
            split = ",",
            paramLabel = "N",
            description =
                    "Instead, compare calls of so many sets with as many calls of one set, such as 1,2,4,8. Default: none.")
    private List<Integer> batches = List.of();

    @Option(names = "--json", description = "Print one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        new OptionPairs(spec).without("--batches", "--against");
        Checks.atLeast("--rounds", rounds, 1);
        Checks.atLeast("--load", load, 0);
        for (int batch : batches) {
            Checks.atLeast("--batches", batch, 1);
        }
        if (batches.isEmpty()) {
            compareSettings();
        } else {
            compareBatches();
        }
        return 0;
    }

    private void compareBatches() throws JsonProcessingException, InterruptedException {
        try (OnnxSegmenter segmenter =
                        OnnxSegmenter.open(ShippedModels.locate(model), List.of(ExecutionProvider.CPU), usual());
                OtherLoad busy = new OtherLoad(load)) {
            printBatches(BatchCost.of(segmenter, StreetSet.rasters(segmenter), batches, rounds));
        }
    }

    private void compareSettings() throws JsonProcessingException, InterruptedException {
        List<OnnxSegmenter> sessions = new ArrayList<>();
        try {
            List<SettingsBench.Variant> variants = new ArrayList<>();
            settings().forEach((name, settings) -> variants.add(variant(name, model, settings, sessions)));
            if (other != null) {
                variants.add(variant(other, other, usual(), sessions));
            }
            List<SetInput.InputFrame> set = StreetSet.rasters(sessions.get(0));
            try (OtherLoad busy = new OtherLoad(load)) {
                print(SettingsBench.compare(variants, set, rounds));
            }
        } finally {
            sessions.forEach(OnnxSegmenter::close);
        }
    }

    private static SessionSettings usual() {
        return SessionSettings.of(RigConfig.DEFAULTS.accelerator().threads());
    }

    /** Returns the node's settings, and then some in each of which one thing is different. */
    private static Map<String, SessionSettings> settings() {
        Map<String, SessionSettings> settings = new LinkedHashMap<>();
        SessionSettings usual = usual();
        int cores = Runtime.getRuntime().availableProcessors();
        settings.put("the node's: " + usual.threads() + " threads", usual);
        settings.put("threads spin", usual.withSpinning(true));
        settings.put("no memory patterns", usual.withMemoryPatterns(false));
        settings.put("1 thread", usual.withThreads(1));
        if (cores != usual.threads() && cores != 1) {
            settings.put(cores + " threads", usual.withThreads(cores));
        }
        return settings;
    }

    private static SettingsBench.Variant variant(
            String name, String file, SessionSettings settings, List<OnnxSegmenter> opened) {
        OnnxSegmenter segmenter =
                OnnxSegmenter.open(ShippedModels.locate(file), List.of(ExecutionProvider.CPU), settings);
        opened.add(segmenter);
        return new SettingsBench.Variant(name, segmenter);
    }

    private void print(List<SettingsBench.Row> rows) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(Map.of("rounds", rounds, "load", load, "settings", rows)));
        } else {
            out.printf(Locale.ROOT, "%-28s %20s %20s%n", "", ALL, ONE);
            rows.forEach(row -> out.printf(
                    Locale.ROOT,
                    "%-28s %11.1f ms, %4.2f %11.1f ms, %4.2f%n",
                    row.name(),
                    row.whole(),
                    row.wholeRatio(),
                    row.single(),
                    row.singleRatio()));
        }
        out.flush();
    }

    private void printBatches(List<BatchCost> costs) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(Map.of("rounds", rounds, "load", load, "batches", costs)));
        } else {
            costs.forEach(cost -> out.printf(
                    Locale.ROOT,
                    "%2d sets a call %11.1f ms a set, %4.2f of as many calls of one set%n",
                    cost.sets(),
                    cost.perSet(),
                    cost.ratio()));
        }
        out.flush();
    }
}
