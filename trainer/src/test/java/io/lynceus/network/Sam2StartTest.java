package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.KeyReport;
import io.lynceus.checkpoint.Sam2Weights;
import io.lynceus.nn.ParameterSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MLE-SAM starts from the genuine SAM 2 weights, whatever the number of classes. */
class Sam2StartTest {
    @ParameterizedTest
    @ValueSource(strings = {"shared", "per-modality"})
    void onlyWhatSam2LacksIsLeftToChance(String sharing) throws IOException {
        Path file = Path.of(System.getProperty("lynceus.shared", "../shared"))
                .resolve("weights/sam2_hiera_tiny.safetensors");
        Assumptions.assumeTrue(Files.exists(file), "needs the shared file weights/sam2_hiera_tiny.safetensors");
        MleSam network = MleSamTest.network(25, "size", "tiny", "decoderSharing", sharing);
        Map<String, List<Long>> shapes =
                network.parameters().stream().collect(Collectors.toMap(ParameterSpec::name, ParameterSpec::shape));
        Map<String, String> parts =
                network.parameters().stream().collect(Collectors.toMap(ParameterSpec::name, ParameterSpec::part));

        KeyReport report = KeyReport.compare(
                shapes, new Sam2Weights(1).fit(Checkpoint.read(file), shapes).shapes());

        assertThat(report.misshapen()).isEmpty();
        assertThat(report.unexpected()).isEmpty();
        assertThat(report.missing()).extracting(parts::get).containsOnly("lora", "router", "auxiliary");
    }
}
