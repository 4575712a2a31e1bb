package io.lynceus.command.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.command.Checks;
import io.lynceus.command.OptionPairs;
import io.lynceus.command.trainer.run.RunConfig;
import io.lynceus.command.trainer.run.RunFlags;
import io.lynceus.data.DataSources;
import io.lynceus.data.SampleSource;
import io.lynceus.evaluate.Evaluation;
import io.lynceus.evaluate.FaultOf;
import io.lynceus.evaluate.GateEvaluation;
import io.lynceus.evaluate.ModelPredictor;
import io.lynceus.evaluate.Predictor;
import io.lynceus.evaluate.SubsetScenes;
import io.lynceus.fault.protocol.Domain;
import io.lynceus.metric.ConfusionMatrix;
import io.lynceus.play.PlayClock;
import io.lynceus.play.ProgressBar;
import io.lynceus.raster.RasterSize;
import io.lynceus.score.Protocol;
import io.lynceus.score.Variant;
import io.lynceus.score.gate.GateTable;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.settings.Json;
import io.lynceus.settings.SettingsException;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus trainer evaluate}: evaluates an exported model on a run's test samples. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Evaluates an exported model on the test samples of a configuration, with every subset of modalities. Masks are judged"
                    + " by the rules of 'lynceus score'.",
            "",
            "Example: ./lynceus trainer evaluate --config configs/street-nano.yaml --model street-nano --samples 1000"
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final long OF_THE_STREET = 1000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final RunFlags run = new RunFlags();

    @Option(names = "--model", required = true, description = "A shipped model or an .onnx file.")
    private String model = "";

    @Option(
            names = "--samples",
            paramLabel = "N",
            description =
                    "Largest number of samples, spread over the dataset. Default: all of a dataset, 1000 of the street.")
    private @Nullable Long most;

    @Option(
            names = "--protocol",
            description =
                    "A robustness protocol instead: emm, rmm, nm or subsets. Faults are put into the rasters at the"
                            + " network's size. Default: none.")
    private @Nullable Protocol protocol;

    @Option(
            names = "--domain",
            defaultValue = "raw8",
            description =
                    "Where a protocol's faults apply. raw8: the 8-bit rasters, before they are normalised. normalised: the tensor"
                            + " that the model makes of them, as in 'lynceus score'. Default: ${DEFAULT-VALUE}.")
    private Domain domain = Domain.RAW8;

    @Option(names = "--fault-seed", defaultValue = "1", description = "Seed of the faults. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--gate",
            description =
                    "Compare the health gate with an oracle instead: for each sensor, fault and strength the mIoU with the"
                            + " faulty frames, without them, and as the gate decides.")
    private boolean gate;

    @Option(
            names = "--against",
            paramLabel = "MODEL",
            description =
                    "Another model of the same modalities: by how much the first is above it, over the same samples, with the range"
                            + " in which 95 %% of the differences lie if samples are drawn again (paired bootstrap). Default: none.")
    private @Nullable String against;

    @Option(names = "--json", description = "Print one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        new OptionPairs(spec)
                .without("--gate", "--protocol", "--domain", "--against")
                .without("--protocol", "--against")
                .only("--domain", "--protocol");
        Checks.atLeast("--samples", most == null ? 1 : most, 1);
        RunConfig config = run.read();
        DataSources sources = DataSources.open(config.data(), config.modalities());
        PrintWriter out = spec.commandLine().getOut();
        try (OnnxSegmenter segmenter = open(model);
                ProgressBar bar = ProgressBar.ofTerminal(PlayClock.system())) {
            RasterSize size =
                    new RasterSize(segmenter.card().height(), segmenter.card().width());
            requireModalities(segmenter.card(), config.modalities());
            long samples = samples(sources.test());
            Evaluation evaluation = new Evaluation(sources.test(), sources.rules(), samples, size);
            Predictor predictor = new ModelPredictor(segmenter);
            LongConsumer progress = done -> tell(bar, done, samples);
            if (gate) {
                GateTable.print(
                        new GateEvaluation(sources.test(), sources.rules(), samples, size, seed)
                                .rows(predictor, progress),
                        json,
                        out);
            } else if (protocol != null) {
                FaultOf faults = FaultOf.in(domain, segmenter.card());
                print(evaluation.variants(predictor, protocol, faults, seed, progress), protocol, evaluation, out);
            } else {
                SubsetScenes scenes = evaluation.subsetScenes(predictor, progress);
                print(scenes, against == null ? null : scenes(against, evaluation, config), sources, out);
            }
        }
        out.flush();
        return 0;
    }

    /** Requires that model and configuration have the same modalities, because these number a sample's frames. */
    static void requireModalities(ModelCard card, List<Modality> modalities) {
        List<String> known =
                card.modalities().stream().map(ModelCard.InputModality::name).toList();
        List<String> asked = modalities.stream().map(Modality::name).toList();
        if (!known.equals(asked)) {
            throw new SettingsException("model " + card.name() + " takes " + known + ", network.modalities are " + asked
                    + "; name the configuration that the model was exported with");
        }
    }

    private long samples(SampleSource source) {
        if (most != null) {
            return Math.min(most, source.size());
        }
        return source.size() == Long.MAX_VALUE ? OF_THE_STREET : source.size();
    }

    private void print(Map<Variant, ConfusionMatrix> matrices, Protocol asked, Evaluation evaluation, PrintWriter out)
            throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("domain", domain.toString());
        report.putAll(asked.columns(evaluation.names(), variant -> evaluation
                .scores(Objects.requireNonNull(matrices.get(variant)))
                .miou()));
        ObjectMapper mapper = new ObjectMapper();
        out.println((json ? mapper.writer() : mapper.writerWithDefaultPrettyPrinter()).writeValueAsString(report));
    }

    /** Judges another model on the same samples. */
    private SubsetScenes scenes(String other, Evaluation evaluation, RunConfig config) {
        try (OnnxSegmenter segmenter = open(other)) {
            requireModalities(segmenter.card(), config.modalities());
            return evaluation.subsetScenes(new ModelPredictor(segmenter), done -> {});
        }
    }

    private void print(SubsetScenes scenes, @Nullable SubsetScenes other, DataSources sources, PrintWriter out)
            throws IOException {
        SubsetReport report = new SubsetReport(scenes, sources.test().classes());
        if (json) {
            out.println(Json.text(report.json(other)));
        } else {
            report.print(other, out);
        }
    }

    private static OnnxSegmenter open(String which) {
        return OnnxSegmenter.open(
                ShippedModels.locate(which), List.of(ExecutionProvider.CUDA, ExecutionProvider.CPU), threads());
    }

    static int threads() {
        return Integer.getInteger("lynceus.threads", Runtime.getRuntime().availableProcessors());
    }

    /** Shows a bar on a terminal, and a line now and then elsewhere. */
    private void tell(ProgressBar bar, long done, long total) {
        bar.step(done, total, "samples");
        if (!ProgressBar.onTerminal() && done % 100 == 0) {
            spec.commandLine().getErr().printf("%d of %d samples%n", done, total);
            spec.commandLine().getErr().flush();
        }
    }
}
