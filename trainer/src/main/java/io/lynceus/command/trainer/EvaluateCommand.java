package io.lynceus.command.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.data.DataSources;
import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.ConfusionMatrix;
import io.lynceus.evaluate.Evaluation;
import io.lynceus.evaluate.ModelPredictor;
import io.lynceus.evaluate.Predictor;
import io.lynceus.play.PlayClock;
import io.lynceus.play.ProgressBar;
import io.lynceus.raster.RasterSize;
import io.lynceus.score.Protocol;
import io.lynceus.score.Variant;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

/** {@code lynceus trainer evaluate}: an exported model on a run's test samples. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Evaluates an exported model on the test samples of a configuration, with every subset of modalities.",
            "",
            "Example: ./lynceus trainer evaluate --config configs/street-nano.yaml --model street-nano --samples 1000"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final RunFlags run = new RunFlags();

    @Option(names = "--model", required = true, description = "A shipped model or an .onnx file.")
    private String model = "";

    @Option(names = "--samples", defaultValue = "1000", description = "At most. Default: ${DEFAULT-VALUE}.")
    private long samples;

    @Option(
            names = "--protocol",
            description =
                    "A robustness protocol instead: emm, rmm, nm or subsets. Faults are put into the 8-bit rasters at the"
                            + " network's size, before normalisation. Figures are means over the classes that are labelled. Default: none.")
    private @Nullable Protocol protocol;

    @Option(names = "--fault-seed", defaultValue = "1", description = "Of the faults' dice. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", description = "One JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        RunConfig config = run.read();
        DataSources sources = DataSources.open(config.data(), config.modalities());
        PrintWriter out = spec.commandLine().getOut();
        try (OnnxSegmenter segmenter = OnnxSegmenter.open(
                        ShippedModels.locate(model),
                        List.of(ExecutionProvider.CUDA, ExecutionProvider.CPU),
                        threads());
                ProgressBar bar = ProgressBar.ofTerminal(PlayClock.system())) {
            RasterSize size =
                    new RasterSize(segmenter.card().height(), segmenter.card().width());
            Evaluation evaluation = new Evaluation(sources.test(), samples, size);
            LongConsumer progress = done -> tell(bar, done, evaluation.samples());
            if (protocol != null) {
                print(protocol, evaluation, new ModelPredictor(segmenter), progress);
                return 0;
            }
            Map<String, ConfusionMatrix> subsets = evaluation.subsets(new ModelPredictor(segmenter), progress);
            ConfusionMatrix full = List.copyOf(subsets.values()).get(subsets.size() - 1);
            Map<String, Double> perClass = perClass(full, sources.test().classes());
            if (json) {
                out.println(new ObjectMapper().writeValueAsString(report(full, subsets, perClass)));
            } else {
                subsets.forEach((names, m) -> out.printf(Locale.ROOT, "mIoU %.4f  %s%n", m.miou(), names));
                perClass.forEach((name, iou) -> out.printf(Locale.ROOT, "IoU  %.4f  %s%n", iou, name));
            }
        }
        out.flush();
        return 0;
    }

    private void print(Protocol asked, Evaluation evaluation, Predictor predictor, LongConsumer progress)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Map<Variant, ConfusionMatrix> matrices = evaluation.variants(predictor, asked, seed, progress);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("domain", "raw8");
        report.putAll(asked.columns(evaluation.names(), variant -> Objects.requireNonNull(matrices.get(variant))
                .miou()));
        ObjectMapper mapper = new ObjectMapper();
        out.println((json ? mapper.writer() : mapper.writerWithDefaultPrettyPrinter()).writeValueAsString(report));
        out.flush();
    }

    static int threads() {
        return Integer.getInteger("lynceus.threads", Runtime.getRuntime().availableProcessors());
    }

    /** A bar on a terminal, a line now and then elsewhere. */
    private void tell(ProgressBar bar, long done, long total) {
        bar.step(done, total, "samples");
        if (!ProgressBar.onTerminal() && done % 100 == 0) {
            spec.commandLine().getErr().printf("%d of %d samples%n", done, total);
            spec.commandLine().getErr().flush();
        }
    }

    private static Map<String, Double> perClass(ConfusionMatrix matrix, ClassList classes) {
        Map<String, Double> perClass = new LinkedHashMap<>();
        for (int c = 0; c < classes.size(); c++) {
            if (matrix.labelled(c) > 0) {
                perClass.put(classes.nameOf(c), matrix.iou(c));
            }
        }
        return perClass;
    }

    private static Map<String, Object> report(
            ConfusionMatrix full, Map<String, ConfusionMatrix> subsets, Map<String, Double> perClass) {
        Map<String, Double> byName = new LinkedHashMap<>();
        subsets.forEach((names, matrix) -> byName.put(names, matrix.miou()));
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("miou", full.miou());
        report.put("perClass", perClass);
        report.put("subsets", byName);
        return report;
    }
}
