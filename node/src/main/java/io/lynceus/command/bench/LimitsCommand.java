package io.lynceus.command.bench;

import io.lynceus.bench.Limits;
import io.lynceus.bench.LimitsRun;
import io.lynceus.broker.EmbeddedBroker;
import io.lynceus.bus.RecordingRig;
import io.lynceus.command.Checks;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.settings.Json;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus bench limits}: what a live node promises of time. */
@Command(
        name = "limits",
        mixinStandardHelpOptions = true,
        description = {
            "Measures a live node's promises of time (docs/promises.md, R3 to R5) with the simulated street at 10 Hz.",
            "It prints how late partial sets leave when one frame in ten is lost, how long a sensor has been silent when it is called",
            "so, and how old masks are when calls take 2 and 10 times as long as the sets are apart. Player and broker run in the",
            "same process, so the machine should do nothing else.",
            "",
            "Example: ./lynceus bench limits --json"
        })
final class LimitsCommand implements Callable<Integer> {
    private static final int FEWEST = 10;
    private static final int WARM_UP = 300;
    private static final int SETS_AN_OUTAGE = 40;
    private static final int[] LOADS = {2, 10};
    private static final Duration RECORDED = Duration.ofSeconds(10);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--sets",
            defaultValue = "600",
            description = "Sets of each of the four parts, a tenth of a second each. Default: ${DEFAULT-VALUE}.")
    private int sets;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of the street and of the losses. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--model",
            defaultValue = ShippedModels.STREET_NANO,
            description = "A shipped model or an .onnx file. Default: ${DEFAULT-VALUE}.")
    private String model = "";

    @Option(names = "--json", description = "End with one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Checks.atLeast("--sets", sets, FEWEST);
        RigConfig.Accelerator accelerator = RigConfig.DEFAULTS.accelerator();
        try (OnnxSegmenter segmenter = OnnxSegmenter.open(
                        ShippedModels.locate(model), accelerator.providers(), accelerator.settings());
                StreetRecording street = new StreetRecording(StreetOptions.defaults()
                        .withSeed(seed)
                        .withSize(segmenter.card().width(), segmenter.card().height())
                        .withDuration(RECORDED));
                EmbeddedBroker broker = EmbeddedBroker.start(0, Optional.empty());
                LimitsRun run =
                        new LimitsRun(RecordingRig.of("limits", street, broker.bootstrap()), street, segmenter)) {
            Limits limits = new Limits(run, seed);
            limits.warmUp(WARM_UP);
            Limits.Spread partial = limits.partialSets(sets);
            Limits.Silences silences = limits.silences(Math.max(1, sets / SETS_AN_OUTAGE));
            Map<Integer, Limits.Spread> ages = new LinkedHashMap<>();
            for (int load : LOADS) {
                ages.put(load, limits.ages(load, sets));
            }
            print(run.config(), partial, silences, ages);
        }
        return 0;
    }

    private void print(
            RigConfig config, Limits.Spread partial, Limits.Silences silences, Map<Integer, Limits.Spread> ages)
            throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("sets", sets);
            values.put("deadlineMs", config.sync().deadline().toMillis());
            values.put("partialAfterDeadlineMs", values(partial));
            values.put("outages", silences.outages());
            values.put("silentForMs", values(silences.noticed()));
            ages.forEach((load, spread) -> values.put("ageMsAtLoad" + load, values(spread)));
            out.println(Json.text(values));
        } else {
            out.printf(
                    Locale.ROOT,
                    "partial     %4d of %d sets; they left %s after their deadline of %d ms%n",
                    partial.count(),
                    sets,
                    words(partial),
                    config.sync().deadline().toMillis());
            out.printf(
                    Locale.ROOT,
                    "silent      %4d of %d outages were noticed, after %s%n",
                    silences.noticed().count(),
                    silences.outages(),
                    words(silences.noticed()));
            ages.forEach((load, spread) -> out.printf(
                    Locale.ROOT,
                    "overload    %4d masks at %d times; their age is %s; a period and a call are %d ms%n",
                    spread.count(),
                    load,
                    words(spread),
                    LimitsRun.PERIOD.multipliedBy(load + 1).toMillis()));
        }
        out.flush();
    }

    private static String words(Limits.Spread spread) {
        return String.format(
                Locale.ROOT, "%.1f ms (p50), %.1f (p99), %.1f (largest)", spread.p50(), spread.p99(), spread.largest());
    }

    private static Map<String, Object> values(Limits.Spread spread) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("count", spread.count());
        values.put("p50", spread.p50());
        values.put("p99", spread.p99());
        values.put("largest", spread.largest());
        return values;
    }
}
