package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.nn.DType;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ServingGraph;
import io.lynceus.nn.ServingInputs;
import io.lynceus.nn.ServingOutputs;
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

/** A network that weighs no frames is exported without the routing output, and the node serves it. */
class OptionalRoutingTest {
    private static final int SIDE = 32;

    /** The class of a pixel is its blue channel, summed over the set's frames. */
    private record Blue() implements ServingGraph {
        @Override
        public Grid image() {
            return new Grid(SIDE, SIDE);
        }

        @Override
        public int classes() {
            return 2;
        }

        @Override
        public int levels() {
            return 0;
        }

        @Override
        public <V> ServingOutputs<V> serve(Ops<V> ops, ServingInputs<V> inputs) {
            V blue = ops.cast(ops.slice(inputs.frames(), -1, 2, 3), DType.FLOAT32); // [N, H, W, 1]
            V flat = ops.reshape(blue, -1, SIDE * SIDE);
            V sum = ops.reshape(ops.matmul(inputs.membership(), flat), -1, SIDE, SIDE); // [B, H, W]
            V ids = ops.cast(sum, DType.UINT8);
            V sure = ops.slice(ops.slice(ids, 1, 0, SIDE / 4), 2, 0, SIDE / 4);
            return new ServingOutputs<>(ids, sure, null, null, sum);
        }
    }

    @Test
    void theNodeServesAModelWithoutRouting(@TempDir Path folder) throws Exception {
        List<Double> zeros = List.of(0.0, 0.0, 0.0);
        List<Double> ones = List.of(1.0, 1.0, 1.0);
        ModelCard card = new ModelCard(
                ModelCard.CONTRACT,
                "blue",
                "test",
                SIDE,
                SIDE,
                0,
                0,
                List.of(new ModelCard.InputModality("rgb", zeros, ones)),
                List.of(
                        new ModelCard.OutputClass("a", List.of(0, 0, 0)),
                        new ModelCard.OutputClass("b", List.of(1, 1, 1))),
                Map.of(),
                MiouEstimate.OF_TABLE,
                Map.of(),
                "0");
        Path file = folder.resolve("blue.onnx");
        try (Parameters none = Parameters.create(List.of(), 0)) {
            new OnnxExport(false, card.toJson()).write(file, new Blue(), none);
        }
        try (OnnxSegmenter segmenter = OnnxSegmenter.open(file, List.of(ExecutionProvider.CPU), 1)) {
            byte[] raster = new byte[SIDE * SIDE * 3];
            raster[2] = 7;
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(raster.length).put(raster).flip();
            Mask mask = segmenter
                    .segment(List.of(new SetInput(List.of(new SetInput.InputFrame(0, direct)))))
                    .get(0);
            assertThat(mask.classes()[0]).isEqualTo((byte) 7);
            assertThat(mask.routing()[0]).isEmpty();
        }
    }
}
