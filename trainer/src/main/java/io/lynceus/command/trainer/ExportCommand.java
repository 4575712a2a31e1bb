package io.lynceus.command.trainer;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.dataset.ConfusionMatrix;
import io.lynceus.evaluate.Evaluation;
import io.lynceus.evaluate.ModelPredictor;
import io.lynceus.network.Serving;
import io.lynceus.nn.OnnxExport;
import io.lynceus.nn.Torch;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.OnnxSegmenter;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus trainer export}: from a checkpoint to the model file that the node serves. */
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
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The run that was trained.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path configFile;

    @Option(
            names = "--weights",
            required = true,
            paramLabel = "FILE",
            description = "A checkpoint of it, .safetensors.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path weights;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The .onnx file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path out;

    @Option(names = "--root", paramLabel = "FOLDER", description = "Replaces data.root of the configuration.")
    private @Nullable String root;

    @Option(names = "--half", description = "Store weights as float16, at half the size.")
    private boolean half;

    @Option(
            names = "--evaluate",
            defaultValue = "200",
            paramLabel = "N",
            description = "Test samples for the expected mIoU; 0 leaves it out. Default: ${DEFAULT-VALUE}.")
    private long samples;

    @Override
    public Integer call() throws IOException {
        RunConfig config = RunConfig.read(configFile).withRoot(root).withStart("");
        Torch.start();
        try (Device cpu = new Device("cpu")) {
            Run run = Run.open(config, cpu);
            try (var parameters = run.parameters()) {
                parameters.load(Checkpoint.read(weights));
                Serving serving = Serving.imageNet(run.network(), config.grid());
                Card card = new Card(config, run, serving, weights);
                new OnnxExport(half, card.with(Map.of()).toJson()).write(out, serving, parameters);
                if (samples > 0) {
                    new OnnxExport(half, card.with(expectedMiou(run)).toJson()).write(out, serving, parameters);
                }
            }
        }
        PrintWriter output = spec.commandLine().getOut();
        output.println(out + " written; './lynceus model inspect " + out + "' shows what it says of itself");
        output.flush();
        return 0;
    }

    /** Of the file itself, as the node will run it. */
    private Map<String, Double> expectedMiou(Run run) {
        try (OnnxSegmenter segmenter =
                OnnxSegmenter.open(out, List.of(ExecutionProvider.CPU), EvaluateCommand.threads())) {
            Map<String, ConfusionMatrix> subsets = new Evaluation(
                            run.sources().test(), samples, run.config().data().evaluationSize())
                    .subsets(new ModelPredictor(segmenter), done -> {});
            Map<String, Double> miou = new LinkedHashMap<>();
            subsets.forEach((names, matrix) -> miou.put(names, Math.round(matrix.miou() * 1e4) / 1e4));
            return miou;
        }
    }

    /** What the model file says of itself. */
    private record Card(RunConfig config, Run run, Serving serving, Path weights) {
        ModelCard with(Map<String, Double> expectedMiou) throws IOException {
            List<ModelCard.InputModality> inputs = new java.util.ArrayList<>();
            for (int m = 0; m < config.modalities().size(); m++) {
                var normalisation = serving.normalisations().get(m);
                inputs.add(new ModelCard.InputModality(
                        config.modalities().get(m).name(), normalisation.mean(), normalisation.deviation()));
            }
            Map<String, String> training = new LinkedHashMap<>();
            training.put("data", config.data().source() + " " + config.data().description());
            training.put("seed", Long.toString(config.fit().seed()));
            training.put("steps", Long.toString(config.fit().steps()));
            training.put("commit", Provenance.commit());
            training.put("threads", Integer.toString(Torch.threads()));
            return new ModelCard(
                    ModelCard.CONTRACT,
                    config.name(),
                    run.network().system(),
                    serving.image().height(),
                    serving.image().width(),
                    serving.levels(),
                    config.network().sensorsKept(),
                    inputs,
                    run.sources().training().classes().classes().stream()
                            .map(c -> new ModelCard.OutputClass(
                                    c.name(), List.of(c.rgb() >> 16 & 255, c.rgb() >> 8 & 255, c.rgb() & 255)))
                            .toList(),
                    expectedMiou,
                    training,
                    Provenance.sha256(weights));
        }
    }
}
