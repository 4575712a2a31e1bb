package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.command.trainer.run.Run;
import io.lynceus.command.trainer.run.RunConfig;
import io.lynceus.data.DataSources;
import io.lynceus.data.Sample;
import io.lynceus.data.SampleBatch;
import io.lynceus.network.Serving;
import io.lynceus.nn.ServingInputs;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.Torch;
import io.lynceus.nn.torch.TorchOps;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.SetInput;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The systems of two modalities, from their shipped nano configurations to masks of the node's segmenter. */
class PairRunTest {
    private static final Path ROOT = Path.of(System.getProperty("lynceus.root", ".."));

    @TempDir
    private Path folder;

    /** The shipped configuration with three steps. */
    private Path config(String name) throws Exception {
        String shipped = Files.readString(ROOT.resolve("configs/" + name + ".yaml"));
        String small = shipped.replaceAll("steps: \\d+", "steps: 3")
                .replaceAll("validations: \\d+, validationSamples: \\d+", "validations: 1, validationSamples: 1");
        assertThat(small).isNotEqualTo(shipped);
        return Files.writeString(folder.resolve("small.yaml"), small);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mfnet-nano", "mobanet-nano"})
    void threeStepsAnExportAndTheNodeGivesTheClassesOfLibtorch(String name) throws Exception {
        Path config = config(name);
        Path weights = folder.resolve("run/best.safetensors");
        Path model = folder.resolve("my.onnx");
        ShellRun.output(
                "trainer",
                "fit",
                "--config",
                config.toString(),
                "--out",
                folder.resolve("run").toString());
        ShellRun.output(
                "trainer",
                "export",
                "--config",
                config.toString(),
                "--weights",
                weights.toString(),
                "--out",
                model.toString(),
                "--evaluate",
                "1");

        String[] verify = {"trainer", "verify", "--config", config.toString(), "--weights", weights.toString(), "--json"
        };
        JsonNode verified = ShellRun.json(verify);
        assertThat(verified.get("maxAbsLogitDifference").asDouble()).isLessThan(1e-4);
        ShellRun.output("model", "inspect", model.toString());

        Sample sample = sample(config);
        byte[] served = served(model, sample);
        byte[] computed = computed(config, weights, sample);
        int flips = 0;
        for (int i = 0; i < served.length; i++) {
            flips += served[i] == computed[i] ? 0 : 1;
        }
        // Logits differ by rounding: on another processor a pixel on the border of two classes may fall to either side.
        assertThat(flips).isLessThan(served.length / 10_000);
        assertThat(served).hasSameSizeAs(computed);
    }

    private static Sample sample(Path config) {
        RunConfig read = RunConfig.read(config);
        return DataSources.open(read.data(), read.modalities()).test().sample(0);
    }

    private static byte[] served(Path model, Sample sample) {
        List<SetInput.InputFrame> frames = sample.frames().stream()
                .map(frame -> new SetInput.InputFrame(
                        frame.modality(),
                        ByteBuffer.allocateDirect(frame.raster().length)
                                .put(frame.raster())
                                .flip()))
                .toList();
        try (OnnxSegmenter segmenter = OnnxSegmenter.open(model, List.of(ExecutionProvider.CPU), 1)) {
            return segmenter.segment(List.of(new SetInput(frames))).get(0).classes();
        }
    }

    private static byte[] computed(Path config, Path weights, Sample sample) throws Exception {
        RunConfig read = RunConfig.read(config);
        Torch.start();
        try (Device cpu = new Device("cpu");
                PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Run run = Run.open(read, cpu);
            try (Parameters parameters = run.parameters()) {
                parameters.load(Checkpoint.read(weights));
                SampleBatch batch = SampleBatch.of(List.of(sample), cpu);
                return Tensors.bytes(new Serving(run.network(), read.grid())
                        .serve(
                                TorchOps.evaluation(parameters),
                                new ServingInputs<>(batch.rasters(), batch.modality(), batch.membership()))
                        .classes());
            }
        }
    }
}
