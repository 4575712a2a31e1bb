package io.lynceus.command.trainer.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.command.Checks;
import io.lynceus.command.trainer.run.RunConfig;
import io.lynceus.evaluate.SubsetScenes;
import io.lynceus.metric.Bootstrap;
import io.lynceus.metric.Bootstrap.Interval;
import io.lynceus.metric.SceneCounts;
import io.lynceus.nn.torch.Torch;
import io.lynceus.play.ProgressBar;
import io.lynceus.process.Ending;
import io.lynceus.score.Protocol;
import io.lynceus.score.Robustness;
import io.lynceus.settings.Json;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.bytedeco.pytorch.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus trainer compare}: several systems, each by its own recipe, for the same processor time. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Trains every configuration for the same processor time, exports it, judges it on test samples and writes one table.",
            "",
            "With several --seeds, each configuration is trained once for each of them, and the table has means and spreads."
                    + " Each configuration is compared with the first in pairs of seeds and test samples (paired bootstrap), and"
                    + " with each specialist: a configuration of some of its sensors.",
            "What is done is not done again: the same command goes on where it was stopped. The budget counts the processor time"
                    + " of all threads of this process, so that other programs do not matter; steps are timed first, and each"
                    + " recipe is stretched to the steps that the budget comes to.",
            "",
            "Example: ./lynceus trainer compare --configs configs/mle-sam-nano.yaml,configs/equiseg-nano.yaml --budget 6min"
                    + " --out runs/compare"
        })
public final class CompareCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--configs",
            required = true,
            split = ",",
            paramLabel = "FILE",
            description = "Runs as YAML files; their names must differ.")
    private List<Path> files = List.of();

    @Option(
            names = "--budget",
            defaultValue = "6min",
            paramLabel = "TIME",
            description = "Processor time of each training. Default: ${DEFAULT-VALUE}.")
    private Duration budget = Duration.ofMinutes(6);

    @Option(
            names = "--out",
            defaultValue = "runs/compare",
            paramLabel = "FOLDER",
            description = "A folder of each run, table.md, table.json and curves.svg. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("runs", "compare");

    @Option(
            names = "--samples",
            defaultValue = "200",
            paramLabel = "N",
            description = "Test samples of the subsets. Default: ${DEFAULT-VALUE}.")
    private long samples;

    @Option(
            names = "--fault-samples",
            defaultValue = "100",
            paramLabel = "N",
            description =
                    "Test samples of EMM, RMM and NM, each of which has many runs; 0 leaves them out. Default: ${DEFAULT-VALUE}.")
    private long faultSamples;

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            description =
                    "Seeds of weights and order; each makes a run of every configuration. Default: that of each file.")
    private List<Long> seeds = List.of();

    @Option(
            names = "--gate-samples",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Test samples into whose frames each fault is put at three strengths, to compare keeping the sensor,"
                            + " leaving it out, and the health gate. Default: ${DEFAULT-VALUE}, no comparison.")
    private long gateSamples;

    private final PairedSeeds pairs = new PairedSeeds();

    /** One training: a configuration, and the name of its file, which those of other seeds share. */
    private record Entry(String name, RunConfig config) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Checks.positive("--budget", budget);
        Checks.atLeast("--samples", samples, 1);
        Checks.atLeast("--fault-samples", faultSamples, 0);
        Checks.atLeast("--gate-samples", gateSamples, 0);
        List<RunConfig> configs = files.stream().map(RunConfig::read).toList();
        requireDifferent(configs);
        Torch.start();
        AtomicBoolean stop = new AtomicBoolean();
        List<JsonNode> systems = new ArrayList<>();
        for (Entry entry : entries(configs)) {
            Optional<JsonNode> row = row(entry, stop);
            if (row.isEmpty()) {
                print(spec.commandLine().getOut(), "interrupted; the same command goes on");
                return Ending.code(0);
            }
            systems.add(row.get());
            write(systems);
        }
        print(spec.commandLine().getOut(), Files.readString(out.resolve("table.md")));
        return 0;
    }

    private static void requireDifferent(List<RunConfig> configs) {
        Set<String> names = new HashSet<>();
        for (RunConfig config : configs) {
            if (!names.add(config.name())) {
                throw new SettingsException("two of --configs have the name '" + config.name()
                        + "', which is that of the run's folder too; give each its own 'name'");
            }
        }
    }

    /** Returns the runs, seed by seed, so that a command that was stopped has compared all configurations with the first seeds. */
    private List<Entry> entries(List<RunConfig> configs) {
        if (seeds.isEmpty()) {
            return configs.stream()
                    .map(config -> new Entry(config.name(), config))
                    .toList();
        }
        return seeds.stream()
                .distinct()
                .flatMap(seed -> configs.stream().map(config -> new Entry(config.name(), config.withSeed(seed))))
                .toList();
    }

    /** Trains and judges one system; empty if a signal ended the training. */
    private Optional<JsonNode> row(Entry entry, AtomicBoolean stop) throws IOException, InterruptedException {
        RunConfig config = entry.config();
        PrintWriter err = spec.commandLine().getErr();
        print(err, "== " + config.name());
        Path folder = out.resolve(config.name());
        BudgetedTraining training =
                new BudgetedTraining(config, folder, budget.toMillis() / 1e3, ProcessorTime::seconds);
        BudgetedTraining.Outcome outcome;
        try (Device cpu = new Device("cpu");
                Ending.Registration registration = Ending.onSignal(() -> stop.set(true))) {
            outcome = training.run(cpu, err, ProgressBar.onTerminal(), stop::get);
        }
        return outcome.interrupted() ? Optional.empty() : Optional.of(judged(entry, training, outcome));
    }

    private JsonNode judged(Entry entry, BudgetedTraining training, BudgetedTraining.Outcome outcome)
            throws IOException {
        RunConfig config = entry.config();
        ComparedModel model = new ComparedModel(config.withFit(outcome.fit()), training.folder(), Torch.threads());
        ObjectNode row = Json.object();
        row.put("name", entry.name());
        row.put("system", config.network().system());
        config.network().modalities().forEach(row.putArray("modalities")::add);
        row.set("parameters", model.export(training.best()));
        row.put("seed", outcome.fit().seed());
        row.put("steps", outcome.fit().steps());
        row.put("batch", outcome.fit().batch());
        row.put("cpuSeconds", outcome.spent());
        row.set("time", model.time());
        SubsetScenes scenes = model.scenes(samples, told("subsets", samples));
        pairs.add(entry.name(), outcome.fit().seed(), scenes);
        JsonNode subsets = columns(scenes);
        model.describe(training.best(), subsets);
        row.put(
                "full",
                subsets.get("subsets")
                        .get(String.join("+", config.network().modalities()))
                        .asDouble());
        row.setAll((ObjectNode) subsets);
        List<Protocol> protocols = faultSamples > 0 ? List.of(Protocol.EMM, Protocol.RMM, Protocol.NM) : List.of();
        for (Protocol protocol : protocols) {
            row.setAll((ObjectNode) model.evaluate(protocol, faultSamples, told(protocol.name(), faultSamples)));
        }
        if (gateSamples > 0) {
            row.set("gate", model.gate(gateSamples, told("faulty sensors", gateSamples)));
        }
        return row;
    }

    /** Returns the mIoU of each subset, rounded as protocols do, and their mean with the range of other scenes. */
    private static JsonNode columns(SubsetScenes scenes) {
        int[] once = new int[scenes.scenes()];
        Arrays.fill(once, 1);
        ObjectNode columns = Json.object();
        ObjectNode subsets = columns.putObject("subsets");
        double sum = 0;
        for (Map.Entry<String, SceneCounts> subset : scenes.subsets().entrySet()) {
            double miou = Robustness.rounded(subset.getValue().miou(once));
            subsets.put(subset.getKey(), miou);
            sum += miou;
        }
        Interval mean = scenes.mean(Bootstrap.USUAL);
        columns.put("subsetsMean", sum / subsets.size());
        columns.putArray("subsetsMeanRange").add(mean.low()).add(mean.high());
        return columns;
    }

    /** A line every quarter of the samples. */
    private LongConsumer told(String what, long all) {
        long quarter = Math.max(1, all / 4);
        return done -> {
            if (done % quarter == 0) {
                print(spec.commandLine().getErr(), what + ": " + done + " of " + all + " samples");
            }
        };
    }

    private void write(List<JsonNode> systems) throws IOException {
        ObjectNode report = Json.object();
        report.put("budgetSeconds", budget.toMillis() / 1e3);
        report.put("samples", samples);
        report.put("faultSamples", faultSamples);
        report.put("faultSeed", ComparedModel.FAULT_SEED);
        report.put("gateSamples", gateSamples);
        report.put("domain", ComparedModel.DOMAIN.toString());
        report.put("timedThreads", ComparedModel.TIMED_THREADS);
        PairedFigures.add(report, pairs);
        systems.forEach(report.putArray("systems")::add);
        Figures.write(out.resolve("table.json"), report);
        Files.writeString(out.resolve("table.md"), ComparisonTable.markdown(report) + SpecialistTable.markdown(report));
        Files.writeString(out.resolve("curves.svg"), RobustnessCurves.svg(report));
    }

    private static void print(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }
}
