package io.lynceus.nn.block;

import static io.lynceus.nn.onnx.BothInterpreters.agree;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.onnx.BothInterpreters.Input;
import io.lynceus.nn.onnx.BothInterpreters.Piece;
import io.lynceus.nn.router.ModalityRouter;
import io.lynceus.nn.router.PyramidFusion;
import io.lynceus.nn.router.QualityHead;
import io.lynceus.nn.router.Routing;
import io.lynceus.nn.sam2.MaskDecoder;
import io.lynceus.nn.sam2.MaskDecoderConfig;
import io.lynceus.nn.sam2.PromptEncoder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocks with random weights mean the same in libtorch and in ONNX Runtime, to a part in 10⁵. */
class BlockParityTest {
    private static final Input MODALITY = new Input(new long[] {1, 0, 1}, 3);
    private static final Input MEMBERSHIP = new Input(new float[] {1, 1, 0, 0, 0, 1}, 2, 3);

    @ParameterizedTest
    @EnumSource(Routing.class)
    void routers(Routing routing) {
        ModalityRouter router = new ModalityRouter("r", List.of(8, 4), 2, routing, 1);
        agree(
                router,
                new Piece() {
                    @Override
                    public <V> V apply(Ops<V> ops, List<V> in) {
                        List<V> maps = List.of(in.get(0), in.get(1));
                        return ops.concat(1, router.forward(ops, maps, in.get(2), in.get(3), in.get(3)));
                    }
                },
                Input.floats(0.3, 3, 2, 2, 8),
                Input.floats(0.7, 3, 4, 4, 4),
                MODALITY,
                MEMBERSHIP);
    }

    @ParameterizedTest
    @EnumSource(PyramidFusion.Form.class)
    void fusions(PyramidFusion.Form form) {
        PyramidFusion fusion = new PyramidFusion("f", List.of(8, 4), form);
        agree(
                fusion,
                new Piece() {
                    @Override
                    public <V> V apply(Ops<V> ops, List<V> in) {
                        List<V> routing = List.of(in.get(2), in.get(2));
                        List<V> fused =
                                fusion.forward(ops, List.of(in.get(0), in.get(1)), routing, in.get(2), new Grid(2, 2));
                        return ops.concat(
                                1, List.of(ops.reshape(fused.get(0), -1, 32), ops.reshape(fused.get(1), -1, 64)));
                    }
                },
                Input.floats(0.3, 3, 2, 2, 8),
                Input.floats(0.7, 3, 4, 4, 4),
                MEMBERSHIP);
    }

    @Test
    void qualityHeads() {
        QualityHead head = new QualityHead("q", List.of(8, 4), 2);
        agree(
                head,
                new Piece() {
                    @Override
                    public <V> V apply(Ops<V> ops, List<V> in) {
                        return head.forward(ops, List.of(in.get(0), in.get(1)), in.get(2));
                    }
                },
                Input.floats(0.3, 3, 2, 2, 8),
                Input.floats(0.7, 3, 4, 4, 4),
                MODALITY);
    }

    @Test
    void expertConvolutions() {
        List<PointwiseConv> experts = List.of(new PointwiseConv("a", 8, 4), new PointwiseConv("b", 8, 4));
        agree(
                parameters -> experts.forEach(parameters::add),
                new Piece() {
                    @Override
                    public <V> V apply(Ops<V> ops, List<V> in) {
                        return new ExpertConv(experts).forward(ops, in.get(0), new Grid(4, 4), in.get(1));
                    }
                },
                Input.floats(0.3, 3, 4, 4, 8),
                MODALITY);
    }

    @Test
    void pyramidHead() {
        PyramidMlpHead head = new PyramidMlpHead("h", List.of(8, 4, 2), 6, 5);
        agree(
                head,
                new Piece() {
                    @Override
                    public <V> V apply(Ops<V> ops, List<V> in) {
                        return head.forward(ops, in, new Grid(2, 3));
                    }
                },
                Input.floats(0.3, 2, 2, 3, 8),
                Input.floats(0.5, 2, 4, 6, 4),
                Input.floats(0.7, 2, 8, 12, 2));
    }

    @Test
    void maskDecoder() {
        MaskDecoderConfig config = new MaskDecoderConfig(32, 8, 4, 8, 64, 32, 5);
        MaskDecoder decoder = new MaskDecoder("d", "d", config.transformer("d.transformer"), config);
        PromptEncoder prompt = new PromptEncoder("p", 32);
        agree(
                parameters -> {
                    parameters.add(prompt);
                    parameters.add(decoder.transformer());
                    MaskDecoder.declareObjectToken(parameters, "d", 32);
                    parameters.add(decoder);
                },
                new Piece() {
                    @Override
                    public <V> V apply(Ops<V> ops, List<V> in) {
                        Grid grid = new Grid(2, 4);
                        return decoder.forward(
                                        ops,
                                        new MaskDecoder.Pyramid<>(in.get(0), in.get(1), in.get(2)),
                                        prompt.forward(ops, grid),
                                        grid)
                                .masks();
                    }
                },
                Input.floats(0.3, 2, 2, 4, 32),
                Input.floats(0.5, 2, 4, 8, 8),
                Input.floats(0.7, 2, 8, 16, 4));
    }

    @Test
    void segFormerHead() {
        SegFormerHead head = new SegFormerHead("h", List.of(2, 4, 8), 6, 5);
        agree(
                head,
                new Piece() {
                    @Override
                    public <V> V apply(Ops<V> ops, List<V> in) {
                        return head.forward(ops, in, List.of(new Grid(8, 12), new Grid(4, 6), new Grid(2, 3)));
                    }
                },
                Input.floats(0.7, 2, 8, 12, 2),
                Input.floats(0.5, 2, 4, 6, 4),
                Input.floats(0.3, 2, 2, 3, 8));
    }

    @ParameterizedTest
    @CsvSource({"32, 64, 160, 256, 256, 401177", "64, 128, 320, 512, 512, 1588761", "64, 128, 320, 512, 768, 3169561"})
    void segFormerHeadsHaveTheCardsSizes(int c1, int c2, int c3, int c4, int width, long expected) {
        SegFormerHead head = new SegFormerHead("h", List.of(c1, c2, c3, c4), width, 25);
        assertThat(ParameterList.of(head).stream()
                        .filter(spec -> spec.role() != ParameterSpec.Role.BUFFER)
                        .mapToLong(ParameterSpec::elements)
                        .sum())
                .isEqualTo(expected);
    }

    @Test
    void sharedPromptsAndNormsOfAModality() {
        SharedPrompt prompt = new SharedPrompt("p", 2, 8, 2);
        ModalityNorm norm = new ModalityNorm("n", 3, 8, 1e-6);
        assertThat(ParameterList.of(new SharedPrompt("p", 2, 1024, 256)).stream()
                        .mapToLong(ParameterSpec::elements)
                        .sum())
                .isEqualTo(923_392);
        agree(
                parameters -> {
                    parameters.add(prompt);
                    parameters.add(norm);
                },
                new Piece() {
                    @Override
                    public <V> V apply(Ops<V> ops, List<V> in) {
                        List<V> prompts = prompt.forward(ops, List.of(in.get(0), ops.sin(in.get(0))));
                        return norm.forward(ops, ops.add(prompts.get(0), prompts.get(1)), in.get(1));
                    }
                },
                Input.floats(0.3, 3, 5, 8),
                new Input(new long[] {2, 0, 1}, 3));
    }
}
