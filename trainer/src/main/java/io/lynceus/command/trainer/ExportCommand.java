package io.lynceus.command.trainer;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.command.Checks;
import io.lynceus.command.trainer.run.Card;
import io.lynceus.command.trainer.run.CheckpointFlags;
import io.lynceus.command.trainer.run.Run;
import io.lynceus.command.trainer.run.RunConfig;
import io.lynceus.data.DataSources;
import io.lynceus.evaluate.EstimateFit;
import io.lynceus.evaluate.Evaluation;
import io.lynceus.evaluate.ModelPair;
import io.lynceus.evaluate.ModelPredictor;
import io.lynceus.network.Network;
import io.lynceus.network.Serving;
import io.lynceus.network.SingleModality;
import io.lynceus.nn.onnx.GraphForm;
import io.lynceus.nn.onnx.GraphForm.Arithmetic;
import io.lynceus.nn.onnx.OnnxExport;
import io.lynceus.nn.onnx.rewrite.LeanGraph.Target;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.play.PlayClock;
import io.lynceus.play.ProgressBar;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.settings.WritableFolder;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.Device;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus trainer export}: writes a checkpoint as the model file that the node serves. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a trained network as one self-describing ONNX file, with its measured mIoU for every subset of sensors.",
            "",
            "Example: ./lynceus trainer export --config configs/street-nano.yaml"
                    + " --weights runs/street-nano/best.safetensors --out street-nano.onnx"
        })
final class ExportCommand implements Callable<Integer> {
    /** The estimate of a mask has three factors: more samples than these do not change them. */
    private static final long ESTIMATED = 60;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final CheckpointFlags checkpoint = new CheckpointFlags();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The .onnx file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path out;

    @Option(
            names = "--modality",
            paramLabel = "NAME",
            description = "Export for that modality alone, such as rgb, its expert added to the shared weights."
                    + " Default: all modalities.")
    private @Nullable String modality;

    @Option(names = "--half", description = "Store weights as float16, at half the size.")
    private boolean half;

    @Option(
            names = "--arithmetic",
            defaultValue = "float",
            paramLabel = "NAME",
            description =
                    "float; half: compute in half precision, for graphics cards; int8: compute products with weights in whole"
                            + " numbers of 8 bits, for processors. The last two say how many pixels change class. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Arithmetic arithmetic = Arithmetic.FLOAT;

    @Option(
            names = "--target",
            defaultValue = "cpu",
            paramLabel = "NAME",
            description = "cpu or gpu: for what the graph is made lean; it runs on both. Default: ${DEFAULT-VALUE}.")
    private Target target = Target.CPU;

    @Option(
            names = "--fused-attention",
            description =
                    "Compute attention by an operator of ONNX Runtime's own, which saves a graphics card the memory of all scores.")
    private boolean fusedAttention;

    @Option(
            names = "--evaluate",
            defaultValue = "200",
            paramLabel = "N",
            description =
                    "Test samples for the expected mIoU, spread over the dataset; 0 leaves it out. From 12 on, the estimate of one"
                            + " mask is fitted too, to validation samples, as 'trainer calibrate' does. Default: ${DEFAULT-VALUE}.")
    private long samples;

    @Override
    public Integer call() throws IOException {
        Checks.atLeast("--evaluate", samples, 0);
        Path folder = out.toAbsolutePath().getParent();
        if (folder != null) {
            WritableFolder.require(folder, "--out");
        }
        checkpoint.open(run -> {
            if (modality == null) {
                write(run, run.network(), run.parameters());
            } else {
                writeOne(run, new Modality(modality));
            }
            return out;
        });
        PrintWriter output = spec.commandLine().getOut();
        output.println(out + " written; './lynceus model inspect " + out + "' shows its card");
        output.flush();
        return 0;
    }

    private void writeOne(Run run, Modality only) throws IOException {
        SingleModality cut = run.network()
                .only(only)
                .orElseThrow(() -> new IllegalArgumentException("a network of system "
                        + run.network().settings().system()
                        + " cannot be cut down to one modality; leave --modality out"));
        try (Device cpu = new Device("cpu");
                Parameters own = Parameters.create(
                        cut.network().parameters(), run.config().fit().seed(), cpu)) {
            own.loadMatching(cut.weights(Checkpoint.read(checkpoint.weights())));
            write(run, cut.network(), own);
        }
    }

    private void write(Run run, Network network, Parameters parameters) throws IOException {
        Serving serving = new Serving(network, run.config().grid());
        Card card = new Card(run, serving, checkpoint.weights(), form());
        export(form(), card.with(Map.of())).write(out, serving, parameters);
        if (samples > 0) {
            Map<String, Double> miou = expectedMiou(run.config(), network.modalities());
            export(form(), card.with(miou)).write(out, serving, parameters);
            compareWithFloat(run, network, serving, parameters, card.with(miou));
        }
        if (samples >= EstimateFit.LEAST_SAMPLES) {
            ModelEstimate.fit(run.config(), network.modalities(), out, Math.min(samples, ESTIMATED))
                    .write(out);
        }
    }

    private GraphForm form() {
        return new GraphForm(target, arithmetic, fusedAttention);
    }

    private OnnxExport export(GraphForm form, ModelCard card) {
        return new OnnxExport(half, false, form, card.toJson());
    }

    /** Says what another arithmetic than float changes, on validation samples. */
    private void compareWithFloat(Run run, Network network, Serving serving, Parameters parameters, ModelCard card)
            throws IOException {
        if (arithmetic == Arithmetic.FLOAT) {
            return;
        }
        DataSources sources = DataSources.open(run.config().data(), network.modalities());
        try (TemporaryFolder folder = TemporaryFolder.create("float")) {
            Path plain = folder.path().resolve("float.onnx");
            export(form().in(Arithmetic.FLOAT), card).write(plain, serving, parameters);
            try (OnnxSegmenter first = open(plain);
                    OnnxSegmenter second = open(out);
                    ProgressBar bar = ProgressBar.ofTerminal(PlayClock.system())) {
                ModelPair.Result result = new ModelPair(first, second)
                        .compare(sources.validation(), samples, done -> bar.step(done, samples, "samples"));
                spec.commandLine()
                        .getOut()
                        .printf(
                                Locale.ROOT,
                                "%s: %.3f %% of %d pixels change class against float, in %d validation sets; a call takes"
                                        + " %.2f of its time on this processor%n",
                                arithmetic,
                                100 * result.flipShare(),
                                result.pixels(),
                                result.sets(),
                                result.timeRatio());
            }
        }
    }

    private static OnnxSegmenter open(Path model) {
        return OnnxSegmenter.open(model, List.of(ExecutionProvider.CPU), EvaluateCommand.threads());
    }

    /** Measures mIoU with the file itself, as the node will run it. */
    private Map<String, Double> expectedMiou(RunConfig config, List<Modality> modalities) {
        DataSources sources = DataSources.open(config.data(), modalities);
        try (OnnxSegmenter segmenter = open(out);
                ProgressBar bar = ProgressBar.ofTerminal(PlayClock.system())) {
            Evaluation evaluation = new Evaluation(
                    sources.test(), sources.rules(), samples, config.data().evaluationSize());
            Map<String, Double> miou = new LinkedHashMap<>();
            evaluation
                    .subsets(new ModelPredictor(segmenter), done -> bar.step(done, evaluation.samples(), "samples"))
                    .forEach((names, matrix) ->
                            miou.put(names, Math.round(evaluation.scores(matrix).miou() * 1e4) / 1e4));
            return miou;
        }
    }
}
