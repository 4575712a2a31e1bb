package io.lynceus.command;

import io.lynceus.bus.DriveReport;
import io.lynceus.dataset.Channel;
import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.fault.Faults;
import io.lynceus.fault.protocol.Domain;
import io.lynceus.play.PlayClock;
import io.lynceus.play.ProgressBar;
import io.lynceus.score.Fingerprint;
import io.lynceus.score.GateScore;
import io.lynceus.score.Protocol;
import io.lynceus.score.ScoreFile;
import io.lynceus.score.ScoreReport;
import io.lynceus.score.ScoreRun;
import io.lynceus.score.TensorFaults;
import io.lynceus.score.Variant;
import io.lynceus.score.gate.GateRow;
import io.lynceus.score.gate.GateTable;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus score}: sends a dataset through the node and judges the masks against its labels. */
@Command(
        name = "score",
        modelTransformer = LabelledDataset.OptionsOfAllDatasets.class,
        mixinStandardHelpOptions = true,
        description = {
            "Replays labelled samples through a broker and a node, and judges the masks: mIoU, mAcc and F1 over all, by class,"
                    + " by condition and by case. Figures are fractions. Judged samples are kept in a file, so that an"
                    + " interrupted run goes on. Every sensor takes part whatever it shows: single moments do not show"
                    + " whether it has failed.",
            "",
            "Example: ./lynceus score --dataset deliver /data/DELIVER --split val --model my.onnx",
            "Example: ./lynceus score --dataset deliver /data/DELIVER --model my.onnx --protocol emm --json",
            "Example: ./lynceus score --dataset deliver /data/DELIVER --model my.onnx --gate"
        })
final class ScoreCommand implements Callable<Integer> {
    /** Where labels and masks are compared. */
    enum Grid {
        REFERENCE,
        NATIVE
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final LabelledDataset dataset = new LabelledDataset();

    @Option(
            names = "--model",
            defaultValue = ShippedModels.STREET_NANO,
            description = "A shipped model or an .onnx file, with the dataset's classes. Default: ${DEFAULT-VALUE}.")
    private String model = ShippedModels.STREET_NANO;

    @Option(
            names = "--grid",
            defaultValue = "reference",
            description =
                    "reference: what the dataset's own evaluation does (DELIVER: label shrunk to 1024 x 1024, MCubeS:"
                            + " 1024 columns in the middle, which are all that the model sees; others: native); native: the label's pixels. Default: ${DEFAULT-VALUE}.")
    private Grid grid = Grid.REFERENCE;

    @Option(
            names = "--protocol",
            description =
                    "A robustness protocol instead: emm (every proper subset of sensors black), rmm (of these, each"
                            + " element 0 with r = 0.25, 0.5, 0.75), nm (salt, pepper and Gaussian noise in all), subsets (sensors left"
                            + " out). Default: none.")
    private @Nullable Protocol protocol;

    @Option(
            names = "--domain",
            defaultValue = "raw8",
            description =
                    "Where a protocol's faults apply. raw8: the 8-bit images on the bus, before they are resized and normalised; black is"
                            + " 0. normalised: the tensor that the model normalises by its card's mean and std, as in the"
                            + " published benchmark; 0 is the mean colour for RGB. Its elements are rounded to 1/255 and clipped"
                            + " to 0..255, for the bus carries 8 bits. The figures are not the same. Default: ${DEFAULT-VALUE}.")
    private Domain domain = Domain.RAW8;

    @Option(names = "--fault-seed", defaultValue = "1", description = "Seed of the faults. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description =
                    "Where judged samples are kept. Default: a file in runs/score that is named after model, data and grid.")
    private @Nullable Path state;

    @Option(
            names = "--strict",
            description =
                    "Fail where a sample lacks a sensor because its frame is damaged, instead of judging without it.")
    private boolean strict;

    @Option(
            names = "--gate",
            description =
                    "Compare the health gate with an oracle instead: for each sensor, fault and strength the mIoU with the"
                            + " faulty frames, without them, and as the gate decides. Faults are put into the rasters at the"
                            + " model's size. Default: no comparison.")
    private boolean gate;

    @Option(
            names = "--gate-samples",
            defaultValue = "60",
            paramLabel = "N",
            description = "Samples of --gate at most, spread over the dataset; each is segmented some seventy times."
                    + " Default: ${DEFAULT-VALUE}.")
    private int gateSamples;

    @Option(names = "--json", description = "End with one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        new OptionPairs(spec)
                .without("--gate", "--protocol", "--domain", "--state", "--strict")
                .only("--gate-samples", "--gate")
                .only("--domain", "--protocol");
        Checks.atLeast("--gate-samples", gateSamples, 1);
        try (Recording recording = dataset.open(grid == Grid.REFERENCE)) {
            Labels labels = labels(recording);
            Path file = ShippedModels.locate(model);
            ModelCard card;
            try (OnnxSegmenter segmenter = ScoreRun.segmenter(file)) {
                card = segmenter.card();
            }
            requireSameClasses(card, labels.classes());
            List<String> sensors = sensors(recording, card);
            ScoreRules rules = dataset.scoreRules();
            rules = grid == Grid.NATIVE ? rules.onNativeGrid() : rules;
            if (gate) {
                compareGate(new GateScore(recording, sensors, labels, rules, gateSamples, seed), file);
                return 0;
            }
            ScoreRun.FilterOf faults = faults(recording, card);
            if (domain == Domain.RAW8) {
                requireFaults(sensors, faults);
            }
            ScoreFile kept = kept(file, card, recording, labels, rules, sensors);
            ScoreRun run = new ScoreRun(file, recording, sensors, labels, rules, kept, faults);
            ScoreReport report = new ScoreReport(labels.classes(), rules);
            score(recording, sensors, run, kept, report);
            spec.commandLine().getOut().print(json ? report.json() + System.lineSeparator() : report.table());
            spec.commandLine().getOut().flush();
            report.warnings().forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
        }
        return 0;
    }

    private void compareGate(GateScore comparison, Path file) throws IOException {
        try (OnnxSegmenter segmenter = ScoreRun.segmenter(file);
                ProgressBar bar = ProgressBar.ofTerminal(PlayClock.system())) {
            List<GateRow> rows = comparison.rows(segmenter, done -> bar.step(done, comparison.samples(), "samples"));
            GateTable.print(rows, json, spec.commandLine().getOut());
        }
        spec.commandLine().getOut().flush();
    }

    private void score(Recording recording, List<String> sensors, ScoreRun run, ScoreFile kept, ScoreReport report)
            throws Exception {
        List<Variant> variants = variants(sensors);
        Optional<DriveReport> played = Optional.empty();
        try (ProgressBar bar = ProgressBar.ofTerminal(PlayClock.system())) {
            for (int i = 0; i < variants.size(); i++) {
                int before = i * recording.samples().size();
                int there = kept.of(variants.get(i).name()).size();
                int all = variants.size() * recording.samples().size();
                played = run.run(variants.get(i), judged -> bar.step(before + there + judged, all, "samples"));
            }
        }
        recording.remarks().forEach(report::warn);
        if (protocol == null) {
            Map<String, Integer> without = kept.without(variants.get(0).name());
            played.ifPresent(account -> report.putAll(account.valuesOfSamples(without)));
            report.add(recording.samples(), kept.of(variants.get(0).name()));
            requireWhole(without, recording.samples().size(), report);
            return;
        }
        report.put("domain", domain.toString());
        if (domain == Domain.NORMALISED) {
            report.put("tensors", "rounded to 1/255 and clipped to 0..255");
        }
        Protocol asked = protocol;
        if (variants.get(0).equals(Variant.whole(sensors))) {
            report.add(recording.samples(), kept.of(variants.get(0).name()));
        }
        report.putAll(asked.columns(sensors, variant -> report.scores(recording.samples(), kept.of(variant.name()))
                .miou()));
    }

    /** Adds a warning to the figures if samples were judged without a sensor; {@code --strict} refuses such a figure. */
    private void requireWhole(Map<String, Integer> without, int samples, ScoreReport report) {
        if (without.isEmpty()) {
            return;
        }
        String what = "of " + samples + " samples, frames could not be used, by sensor: " + new TreeMap<>(without)
                + "; these samples were judged without them";
        if (strict) {
            throw new IllegalStateException(
                    what
                            + ", which --strict refuses; the log names each file's fault. Mend the files, or leave --strict out");
        }
        report.warn(what);
    }

    private List<Variant> variants(List<String> sensors) {
        return protocol == null ? List.of(Variant.whole(sensors)) : protocol.variants(sensors);
    }

    private ScoreRun.FilterOf faults(Recording recording, ModelCard card) {
        return switch (domain) {
            case RAW8 -> variant -> Faults.filter(variant.faults(), recording.channels(), seed);
            case NORMALISED -> variant -> new TensorFaults(recording, card, variant.faults(), seed);
        };
    }

    /** Refuses faults that the sensors' messages cannot have, before anything starts. */
    private void requireFaults(List<String> sensors, ScoreRun.FilterOf faults) {
        try {
            variants(sensors).forEach(faults::of);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(
                    e.getMessage() + "; choose --domain normalised, whose faults apply to what the model sees"
                            + " of any sensor, or for MUSES --projection sdk, which sends images",
                    e);
        }
    }

    private Labels labels(Recording recording) {
        return recording
                .labels()
                .orElseThrow(() -> new SettingsException(recording.name()
                        + " has no labels to judge by: "
                        + recording.remarks().stream()
                                .filter(remark -> remark.contains("label"))
                                .collect(Collectors.joining("; "))
                        + "; unpack the labels, or choose another split"));
    }

    private static void requireSameClasses(ModelCard card, ClassList classes) {
        List<String> known =
                card.classes().stream().map(ModelCard.OutputClass::name).toList();
        List<String> expected = classes.classes().stream().map(c -> c.name()).toList();
        if (!known.equals(expected)) {
            throw new SettingsException("model " + card.name() + " was made for other classes: dataset "
                    + classes.name() + " has " + expected.size() + " " + expected + ", the model knows "
                    + known.size() + " " + known + "; name a model with the dataset's classes by --model");
        }
    }

    /** Returns the sensors that the model can use, and logs the others. */
    private List<String> sensors(Recording recording, ModelCard card) {
        List<String> known = recording.channels().stream()
                .filter(channel -> card.indexOf(channel.modality()) >= 0)
                .map(Channel::sensor)
                .toList();
        List<String> unknown = recording.channels().stream()
                .map(Channel::sensor)
                .filter(sensor -> !known.contains(sensor))
                .toList();
        if (known.isEmpty()) {
            throw new SettingsException("model " + card.name() + " knows none of the sensors " + unknown + " of "
                    + recording.name() + "; it knows "
                    + card.modalities().stream()
                            .map(ModelCard.InputModality::name)
                            .toList());
        }
        if (!unknown.isEmpty()) {
            spec.commandLine().getErr().println("not used, since the model does not know them: " + unknown);
        }
        return known;
    }

    /** Opens the file of judged samples. They belong to the contents of the model's file, and of all images and labels. */
    private ScoreFile kept(
            Path modelFile, ModelCard card, Recording recording, Labels labels, ScoreRules rules, List<String> sensors)
            throws IOException {
        String scoring = dataset.words() + ", sensors " + sensors + ", model " + card.name() + " "
                + Fingerprint.of(modelFile) + ", contents " + Fingerprint.of(recording, labels) + ", grid "
                + rules.grid() + ", seed " + seed
                + (domain == Domain.RAW8 ? "" : ", domain " + domain);
        Path file = state == null
                ? Path.of("runs", "score", dataset.name() + "-" + Integer.toHexString(scoring.hashCode()) + ".jsonl")
                : state;
        return ScoreFile.open(file, scoring, card.classes().size());
    }
}
