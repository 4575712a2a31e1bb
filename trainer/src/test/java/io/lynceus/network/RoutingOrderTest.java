package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.nn.Grid;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.onnx.OnnxExport;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.Mask;
import io.lynceus.segment.MiouEstimate;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.SetInput;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which level a routing weight belongs to, from the network to the node's mask, with weights that differ by level. */
class RoutingOrderTest {
    private static final int SIDE = 64;
    private static final MleSam NETWORK = MleSamTest.network(
            2, "size", "nano", "router", "linear", "topK", 2, "loraRank", 0, "modalities", List.of("rgb", "depth"));

    /** Scores that depend on the level alone: the first modality leads by 0, 1 and 2, from the coarsest level to the finest. */
    private static Parameters scoredByLevel() {
        Parameters parameters = Parameters.create(NETWORK.parameters(), 1);
        for (ParameterSpec spec : NETWORK.parameters()) {
            if (spec.name().startsWith("router.levels.")) {
                float[] values = new float[(int) spec.elements()];
                if (spec.name().endsWith(".bias")) {
                    values[0] = Integer.parseInt(spec.name().split("\\.")[2]);
                }
                parameters.set(spec.name(), values);
            }
        }
        return parameters;
    }

    @Test
    void anExportedModelGivesTheWeightsOfTheFinestLevelFirst(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("model.onnx");
        try (Parameters parameters = scoredByLevel()) {
            new OnnxExport(false, card().toJson()).write(file, new Serving(NETWORK, new Grid(SIDE, SIDE)), parameters);
        }
        try (OnnxSegmenter segmenter = OnnxSegmenter.open(file, List.of(ExecutionProvider.CPU), 1)) {
            assertThat(segmenter.card().contract()).isEqualTo(ModelCard.CONTRACT);
            Mask mask = segmenter
                    .segment(List.of(new SetInput(List.of(grey(0), grey(1)))))
                    .get(0);
            float[] leads = {sigmoid(2), sigmoid(1), sigmoid(0)};
            for (int level = 0; level < leads.length; level++) {
                assertThat(mask.routing()[0][level]).isCloseTo(leads[level], within(1e-5f));
                assertThat(mask.routing()[1][level]).isCloseTo(1 - leads[level], within(1e-5f));
            }
        }
    }

    private static float sigmoid(double x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }

    private static SetInput.InputFrame grey(int modality) {
        return new SetInput.InputFrame(modality, ByteBuffer.allocateDirect(SIDE * SIDE * 3));
    }

    private static ModelCard card() {
        List<Double> half = List.of(0.5, 0.5, 0.5);
        return new ModelCard(
                ModelCard.CONTRACT,
                "levels",
                "mle-sam",
                SIDE,
                SIDE,
                3,
                2,
                List.of(
                        new ModelCard.InputModality("rgb", half, half),
                        new ModelCard.InputModality("depth", half, half)),
                List.of(
                        new ModelCard.OutputClass("a", List.of(0, 0, 0)),
                        new ModelCard.OutputClass("b", List.of(1, 1, 1))),
                Map.of(),
                MiouEstimate.OF_TABLE,
                Map.of(),
                "0");
    }
}
