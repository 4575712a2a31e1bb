package io.lynceus.command.trainer.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.command.trainer.run.Card;
import io.lynceus.command.trainer.run.Run;
import io.lynceus.command.trainer.run.RunConfig;
import io.lynceus.data.DataSources;
import io.lynceus.evaluate.Evaluation;
import io.lynceus.evaluate.FaultOf;
import io.lynceus.evaluate.GateEvaluation;
import io.lynceus.evaluate.ModelPredictor;
import io.lynceus.evaluate.SubsetScenes;
import io.lynceus.fault.protocol.Domain;
import io.lynceus.metric.ConfusionMatrix;
import io.lynceus.metric.SceneCounts;
import io.lynceus.network.Serving;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.onnx.GraphForm;
import io.lynceus.nn.onnx.OnnxExport;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.score.Protocol;
import io.lynceus.score.Variant;
import io.lynceus.score.gate.GateTable;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.SetInput;
import io.lynceus.settings.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.bytedeco.pytorch.Device;

/**
 * The exported model of a trained run, and its figures: masks of test samples for every subset of the modalities and under the
 * robustness protocols, and the time of a set. The figures are those of the file, as the node runs it.
 *
 * @param config what it was trained by
 * @param folder of the run, which keeps the model and the figures
 * @param threads of the evaluation
 */
record ComparedModel(RunConfig config, Path folder, int threads) {
    /** Of the protocols' dice. */
    static final long FAULT_SEED = 1;
    /** Of the protocols' faults: that of the benchmark. */
    static final Domain DOMAIN = Domain.NORMALISED;

    private static final int WARM = 5;
    private static final int TIMED = 30;
    /** Of the time of a set: what a small computer gives to a node. */
    static final int TIMED_THREADS = 2;

    private Path file() {
        return folder.resolve(config.name() + ".onnx");
    }

    /** Writes the model file if it is not there, and returns the parameters' counts. */
    JsonNode export(Path weights) throws IOException {
        if (!Files.exists(file())) {
            write(weights, Map.of());
        }
        return Figures.kept(folder.resolve("parameters.json"), this::counts);
    }

    /** Writes the model's file with its expected mIoU in it. */
    void describe(Path weights, JsonNode subsets) throws IOException {
        Map<String, Double> expected = new LinkedHashMap<>();
        subsets.get("subsets")
                .fields()
                .forEachRemaining(e -> expected.put(e.getKey(), e.getValue().asDouble()));
        write(weights, expected);
    }

    private void write(Path weights, Map<String, Double> expectedMiou) throws IOException {
        try (Device cpu = new Device("cpu")) {
            Run run = Run.open(config.withStart(List.of()), cpu);
            try (Parameters parameters = run.parameters()) {
                parameters.load(Checkpoint.read(weights));
                Serving serving = new Serving(run.network(), config.grid());
                Card card = new Card(run, serving, weights, GraphForm.DEFAULT);
                new OnnxExport(false, card.with(expectedMiou).toJson()).write(file(), serving, parameters);
            }
        }
    }

    private JsonNode counts() {
        List<ParameterSpec> specs = config.network()
                .create(DataSources.open(config.data(), config.modalities())
                        .training()
                        .classes()
                        .size())
                .parameters();
        ObjectNode counts = Json.object();
        counts.put("total", count(specs, Role.TRAINED) + count(specs, Role.FROZEN));
        counts.put("trainable", count(specs, Role.TRAINED));
        return counts;
    }

    private static long count(List<ParameterSpec> specs, Role role) {
        return specs.stream()
                .filter(spec -> spec.role() == role)
                .mapToLong(ParameterSpec::elements)
                .sum();
    }

    /** Returns the columns of a protocol over so many test samples. */
    JsonNode evaluate(Protocol protocol, long samples, LongConsumer progress) throws IOException {
        String name = protocol.name().toLowerCase(Locale.ROOT) + "-" + samples + ".json";
        return Figures.kept(folder.resolve(name), () -> columns(protocol, samples, progress));
    }

    private JsonNode columns(Protocol protocol, long samples, LongConsumer progress) {
        DataSources sources = DataSources.open(config.data(), config.modalities());
        Evaluation evaluation = new Evaluation(
                sources.test(), sources.rules(), samples, config.data().evaluationSize());
        try (OnnxSegmenter segmenter = open(threads)) {
            Map<Variant, ConfusionMatrix> matrices = evaluation.variants(
                    new ModelPredictor(segmenter),
                    protocol,
                    FaultOf.in(DOMAIN, segmenter.card()),
                    FAULT_SEED,
                    progress);
            return new ObjectMapper().valueToTree(protocol.columns(evaluation.names(), variant -> evaluation
                    .scores(Objects.requireNonNull(matrices.get(variant)))
                    .miou()));
        }
    }

    /** Returns what the model finds in each of so many test samples with every subset of the sensors. */
    SubsetScenes scenes(long samples, LongConsumer progress) throws IOException {
        DataSources sources = DataSources.open(config.data(), config.modalities());
        JsonNode kept = Figures.kept(folder.resolve("scenes-" + samples + ".json"), () -> {
            Evaluation evaluation = new Evaluation(
                    sources.test(), sources.rules(), samples, config.data().evaluationSize());
            ObjectNode subsets = Json.object();
            try (OnnxSegmenter segmenter = open(threads)) {
                evaluation
                        .subsetScenes(new ModelPredictor(segmenter), progress)
                        .subsets()
                        .forEach(
                                (names, counts) -> subsets.set(names, new ObjectMapper().valueToTree(counts.scenes())));
            }
            return subsets;
        });
        Map<String, SceneCounts> subsets = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : kept.properties()) {
            List<long[]> counts = new ArrayList<>();
            for (JsonNode scene : entry.getValue()) {
                counts.add(new ObjectMapper().convertValue(scene, long[].class));
            }
            int classes = sources.test().classes().size();
            subsets.put(
                    entry.getKey(),
                    new SceneCounts(counts, classes, sources.rules().absent()));
        }
        return new SubsetScenes(subsets);
    }

    /** Returns what faults of single sensors cost over so many test samples: kept, left out, and as the health gate decides. */
    JsonNode gate(long samples, LongConsumer progress) throws IOException {
        return Figures.kept(folder.resolve("gate-" + samples + ".json"), () -> {
            DataSources sources = DataSources.open(config.data(), config.modalities());
            GateEvaluation gate = new GateEvaluation(
                    sources.test(), sources.rules(), samples, config.data().evaluationSize(), FAULT_SEED);
            try (OnnxSegmenter segmenter = open(threads)) {
                return GateTable.json(gate.rows(new ModelPredictor(segmenter), progress));
            }
        });
    }

    /**
     * Returns the median time of a complete set, alone in its call, and the processor time of a complete set and of one that has the
     * first modality only.
     */
    JsonNode time() throws IOException {
        return Figures.kept(folder.resolve("time.json"), () -> {
            DataSources sources = DataSources.open(config.data(), config.modalities());
            SetInput set =
                    ModelPredictor.input(sources.test().fitting(0, config.data().evaluationSize()));
            SetInput one = new SetInput(set.frames().subList(0, 1));
            ObjectNode time = Json.object();
            try (OnnxSegmenter segmenter = open(TIMED_THREADS)) {
                time.put("millisPerSet", medianMillis(segmenter, set));
            }
            try (OnnxSegmenter segmenter = open(1)) {
                time.put("cpuMillisPerSet", cpuMillis(segmenter, set));
                time.put("cpuMillisOfOneSensor", cpuMillis(segmenter, one));
            }
            time.put("threads", TIMED_THREADS);
            time.put("sets", TIMED);
            return time;
        });
    }

    private static double medianMillis(OnnxSegmenter segmenter, SetInput set) {
        double[] millis = new double[TIMED];
        for (int i = -WARM; i < TIMED; i++) {
            long start = System.nanoTime();
            segmenter.segment(List.of(set));
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis[TIMED / 2];
    }

    /** Other programs on the machine do not count in processor time, so that costs can be compared. */
    private static double cpuMillis(OnnxSegmenter segmenter, SetInput set) {
        double start = 0;
        for (int i = -WARM; i < TIMED; i++) {
            start = i == 0 ? ProcessorTime.seconds() : start;
            segmenter.segment(List.of(set));
        }
        return (ProcessorTime.seconds() - start) * 1e3 / TIMED;
    }

    private OnnxSegmenter open(int with) {
        return OnnxSegmenter.open(file(), List.of(ExecutionProvider.CPU), with);
    }
}
