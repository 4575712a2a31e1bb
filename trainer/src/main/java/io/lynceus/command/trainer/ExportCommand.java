package io.lynceus.command.trainer;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.command.trainer.run.Card;
import io.lynceus.command.trainer.run.CheckpointFlags;
import io.lynceus.command.trainer.run.Run;
import io.lynceus.command.trainer.run.RunConfig;
import io.lynceus.data.DataSources;
import io.lynceus.evaluate.EstimateFit;
import io.lynceus.evaluate.Evaluation;
import io.lynceus.evaluate.ModelPredictor;
import io.lynceus.network.Network;
import io.lynceus.network.Serving;
import io.lynceus.network.SingleModality;
import io.lynceus.nn.onnx.OnnxExport;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.play.PlayClock;
import io.lynceus.play.ProgressBar;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.settings.WritableFolder;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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
            names = "--evaluate",
            defaultValue = "200",
            paramLabel = "N",
            description =
                    "Test samples for the expected mIoU, spread over the dataset; 0 leaves it out. From 12 on, the estimate of one"
                            + " mask is fitted too, to validation samples, as 'trainer calibrate' does. Default: ${DEFAULT-VALUE}.")
    private long samples;

    @Override
    public Integer call() throws IOException {
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
        Card card = new Card(run, serving, checkpoint.weights());
        new OnnxExport(half, card.with(Map.of()).toJson()).write(out, serving, parameters);
        if (samples > 0) {
            Map<String, Double> miou = expectedMiou(run.config(), network.modalities());
            new OnnxExport(half, card.with(miou).toJson()).write(out, serving, parameters);
        }
        if (samples >= EstimateFit.LEAST_SAMPLES) {
            ModelEstimate.fit(run.config(), network.modalities(), out, Math.min(samples, ESTIMATED))
                    .write(out);
        }
    }

    /** Measures mIoU with the file itself, as the node will run it. */
    private Map<String, Double> expectedMiou(RunConfig config, List<Modality> modalities) {
        DataSources sources = DataSources.open(config.data(), modalities);
        try (OnnxSegmenter segmenter =
                        OnnxSegmenter.open(out, List.of(ExecutionProvider.CPU), EvaluateCommand.threads());
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
