package io.lynceus.nn.sam2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.checkpoint.KeyReport;
import io.lynceus.checkpoint.Safetensors;
import io.lynceus.nn.Golden;
import io.lynceus.nn.GoldenFile;
import io.lynceus.nn.Grid;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.block.ExpertConv;
import io.lynceus.nn.block.PointwiseConv;
import io.lynceus.nn.hiera.HieraConfig;
import io.lynceus.nn.sam2.MaskDecoder.Pyramid;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The genuine SAM 2 Hiera-Tiny weights give the outputs that Meta's exported model gives. */
class Sam2TinyTest {
    private static final HieraConfig TRUNK =
            new HieraConfig(96, 1, List.of(1, 2, 7, 2), Set.of(5, 7, 9), 7, List.of(8, 4, 14, 7));
    private static final MaskDecoderConfig CONFIG = new MaskDecoderConfig(256, 64, 32, 8, 2048, 256, 3);
    private static final String D = "sam_mask_decoder";
    private static final ImageEncoder ENCODER =
            new ImageEncoder("image_encoder.", TRUNK, 256, Adapter.NONE, Role.FROZEN);
    private static final PromptEncoder PROMPT = new PromptEncoder("sam_prompt_encoder", 256);
    private static final MaskDecoder DECODER = new MaskDecoder(D, D, CONFIG.transformer(D + ".transformer"), CONFIG);

    private static Parameters load() throws IOException {
        ParameterList list = new ParameterList();
        list.add(ENCODER);
        list.add(PROMPT);
        list.add(DECODER);
        list.add(DECODER.transformer());
        MaskDecoder.declareObjectToken(list, D, 256);
        Parameters parameters = Parameters.create(list.specs(), 0);
        KeyReport report =
                parameters.loadMatching(Safetensors.read(Golden.shared("weights/sam2_hiera_tiny.safetensors")));
        assertThat(report.missing()).isEmpty();
        assertThat(report.unexpected())
                .allMatch(key -> key.equals("no_mem_embed")
                        || key.startsWith("sam_prompt_encoder.mask_downscaling.")
                        || key.startsWith("sam_prompt_encoder.point_embeddings."));
        return parameters;
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512, 1024})
    void everyOutputEqualsMetas(int size) throws IOException {
        JsonNode golden =
                GoldenFile.open("sam2_tiny_golden.json").json().path("results").path(String.valueOf(size));
        try (Parameters parameters = load();
                PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            TorchOps ops = TorchOps.evaluation(parameters);
            Grid image = new Grid(size, size);
            Tensor frame = ops.constant(Golden.sines(0.01, 3 * size * size), 1, 3, size, size);
            List<Tensor> stages = ENCODER.hiera().forward(ops, frame, image, new Ragged<>(frame, frame));
            List<Tensor> levels = ENCODER.neck().forward(ops, stages, image.coarser(4));
            Grid grid = image.coarser(16);
            Pyramid<Tensor> pyramid = new Pyramid<>(
                    levels.get(2),
                    project(ops, DECODER.s1(), levels.get(1), grid.finer(2)),
                    project(ops, DECODER.s0(), levels.get(0), grid.finer(4)));
            Tensor masks = DECODER.forward(ops, pyramid, PROMPT.forward(ops, grid), grid, 0)
                    .masks();

            check(golden.path("trunk"), maps(ops, stages));
            check(golden.path("fpn"), maps(ops, levels));
            check(
                    golden.path("FFP(conv_s0)"),
                    maps(ops, List.of(pyramid.fine())).get(0));
            check(
                    golden.path("IFP(conv_s1)"),
                    maps(ops, List.of(pyramid.middle())).get(0));
            check(golden.path("SFM"), maps(ops, List.of(pyramid.coarse())).get(0));
            check(golden.path("promptFreeMaskLogits(all 4 tokens, no object gate)"), masks);
        }
    }

    private static Tensor project(TorchOps ops, PointwiseConv conv, Tensor level, Grid grid) {
        return new ExpertConv(List.of(conv)).forward(ops, level, grid, ops.constant(new float[] {0}, 1));
    }

    private static List<Tensor> maps(TorchOps ops, List<Tensor> tokens) {
        return tokens.stream().map(each -> ops.permute(each, 0, 3, 1, 2)).toList();
    }

    private static void check(JsonNode golden, List<Tensor> tensors) {
        assertThat(golden).hasSameSizeAs(tensors);
        for (int i = 0; i < tensors.size(); i++) {
            check(golden.get(i), tensors.get(i));
        }
    }

    /** Within a thousandth of the largest magnitude. */
    private static void check(JsonNode golden, Tensor tensor) {
        assertThat(golden.isMissingNode()).isFalse();
        List<Long> shape = new ArrayList<>();
        golden.path("shape").forEach(n -> shape.add(n.asLong()));
        assertThat(Tensors.shape(tensor))
                .containsExactly(shape.stream().mapToLong(Long::longValue).toArray());
        float[] values = Tensors.floats(tensor);
        double scale = golden.path("max").asDouble();
        assertThat(golden.path("samples").size()).isGreaterThan(10);
        for (JsonNode sample : golden.path("samples")) {
            double found = values[sample.path("index").asInt()];
            assertThat(found).isCloseTo(sample.path("value").asDouble(), within(1e-3 * scale));
        }
        double magnitude = 0;
        for (float value : values) {
            magnitude += Math.abs(value);
        }
        double expected = golden.path("absSum").asDouble();
        assertThat(magnitude).isCloseTo(expected, within(1e-3 * expected));
    }
}
