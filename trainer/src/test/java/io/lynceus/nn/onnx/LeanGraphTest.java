package io.lynceus.nn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.block.DoublingConv;
import io.lynceus.nn.block.LayerNorm;
import io.lynceus.nn.block.Linear;
import io.lynceus.nn.block.PyramidMlpHead;
import io.lynceus.nn.onnx.BothInterpreters.Input;
import io.lynceus.nn.onnx.BothInterpreters.Piece;
import io.lynceus.nn.onnx.rewrite.LeanGraph;
import io.lynceus.nn.onnx.rewrite.LeanGraph.Target;
import io.lynceus.nn.torch.Parameters;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A leaner graph answers as the graph that it was made from, with the same weights. */
class LeanGraphTest {
    private static final DoublingConv DOUBLING = new DoublingConv("d", 8, 5);
    private static final Linear FIRST = new Linear("first", 8, 30);
    private static final Linear SECOND = new Linear("second", 30, 6);
    private static final Linear PROJECTION = new Linear("projection", 8, 8);
    private static final LayerNorm NORM = new LayerNorm("norm", 8, 1e-6);
    private static final PyramidMlpHead HEAD = new PyramidMlpHead("h", List.of(8, 6), 7, 4);
    private static final Input TOKENS = Input.floats(0.3, 2, 6, 4, 8);
    private static final Input FINER = Input.floats(0.7, 2, 12, 8, 6);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tokensAreEnlargedByOneProductInsteadOfATransposedConvolution(boolean half) {
        GraphProto lean = sameAnswer(DOUBLING, LeanGraphTest::enlarge, half, new long[] {2, 24, 16, 5}, TOKENS);
        assertThat(operators(lean)).doesNotContain("ConvTranspose");
    }

    /** Twice, with what lies between in the decoder; the second time, the size is found through it. */
    private static <V> V enlarge(Ops<V> ops, List<V> in) {
        V large = DOUBLING.forward(ops, ops.reshape(in.get(0), -1, 6, 4, 8)); // [2, 12, 8, 5]
        V padded = ops.padEnd(ops.gelu(large), -1, 3);
        return DOUBLING.forward(ops, ops.reshape(ops.gelu(padded), -1, 12, 8, 8));
    }

    @Test
    void maximaOfTokensAreTakenWithoutTurningThemIntoAMap() {
        GraphProto lean = sameAnswer(DOUBLING, LeanGraphTest::pool, false, new long[] {2, 3, 2, 8}, TOKENS);
        assertThat(operators(lean)).doesNotContain("MaxPool");
    }

    private static <V> V pool(Ops<V> ops, List<V> in) {
        V map = ops.permute(ops.reshape(in.get(0), -1, 6, 4, 8), 0, 3, 1, 2);
        return ops.permute(ops.maxPool(map, 2), 0, 2, 3, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoLinearMapsInARowAreOneProduct(boolean half) {
        GraphProto lean = sameAnswer(both(), LeanGraphTest::chain, half, new long[] {48, 6}, TOKENS);
        assertThat(onFrames(lean, "MatMul")).isEqualTo(1);
    }

    private static <V> V chain(Ops<V> ops, List<V> in) {
        V wide = ops.reshape(FIRST.forwardRows(ops, in.get(0)), -1, 6, 4, 30);
        return SECOND.forwardRows(ops, wide);
    }

    @Test
    void twoLinearMapsStayApartWhereSomethingElseNeedsWhatIsBetween() {
        try (Parameters parameters = BothInterpreters.lively(both());
                PointerScope scope = new PointerScope()) {
            GraphProto graph =
                    BothInterpreters.graph(LeanGraphTest::forked, parameters, false, new long[] {48, 36}, TOKENS);
            assertThat(LeanGraph.of(graph, Target.CPU)).isEqualTo(graph);
        }
    }

    private static <V> V forked(Ops<V> ops, List<V> in) {
        V wide = FIRST.forwardRows(ops, in.get(0)); // [48, 30]
        return ops.concat(-1, List.of(wide, SECOND.forwardRows(ops, wide)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLevelsOfAHeadBecomeLogitsBeforeTheyAreEnlarged(boolean half) {
        GraphProto lean = sameAnswer(HEAD, LeanGraphTest::head, half, new long[] {2, 4, 12, 8}, TOKENS, FINER);
        assertThat(operators(lean)).doesNotContain("Conv").contains("Resize");
    }

    private static <V> V head(Ops<V> ops, List<V> in) {
        return HEAD.forward(ops, in, new Grid(6, 4));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void factorsAndOffsetsOfANormalisationGoIntoTheMapBehind(boolean half) {
        GraphProto lean = sameAnswer(normAnd(FIRST), LeanGraphTest::normed, half, new long[] {48, 30}, TOKENS);
        assertThat(operators(lean)).doesNotContain("LayerNormalization");
        assertThat(onFrames(lean, "Add")).isEqualTo(1);
        assertThat(onFrames(lean, "Mul")).isZero();
    }

    private static <V> V normed(Ops<V> ops, List<V> in) {
        return FIRST.forwardRows(ops, NORM.forward(ops, in.get(0)));
    }

    @Test
    void factorsAndOffsetsStayWhereSomethingThatIsNoMapNeedsThem() {
        GraphProto lean = sameAnswer(normAnd(FIRST), LeanGraphTest::normedAndShown, false, new long[] {48, 38}, TOKENS);
        assertThat(onFrames(lean, "Mul")).isEqualTo(1);
        assertThat(onFrames(lean, "Add")).isEqualTo(2);
    }

    private static <V> V normedAndShown(Ops<V> ops, List<V> in) {
        V rows = ops.reshape(NORM.forward(ops, in.get(0)), -1, 8);
        return ops.concat(-1, List.of(rows, FIRST.forward(ops, rows)));
    }

    @Test
    void offsetsStayInFrontOfTokensOfZeros() {
        GraphProto lean = sameAnswer(normAnd(FIRST), LeanGraphTest::padded, false, new long[] {56, 30}, TOKENS);
        assertThat(onFrames(lean, "Mul")).isZero();
        assertThat(onFrames(lean, "Add")).isEqualTo(2);
    }

    private static <V> V padded(Ops<V> ops, List<V> in) {
        return FIRST.forwardRows(ops, ops.padEnd(NORM.forward(ops, in.get(0)), 1, 1));
    }

    @Test
    void offsetsAreNotDividedByFactorsNearZero() {
        try (Parameters parameters = parameters(normAnd(FIRST));
                PointerScope scope = new PointerScope()) {
            parameters.set("norm.weight", new float[] {0.5f, 0, 1, 1.5f, 0.2f, 0.9f, -1.1f, 1});
            GraphProto graph =
                    BothInterpreters.graph(LeanGraphTest::normed, parameters, false, new long[] {48, 30}, TOKENS);
            GraphProto lean = LeanGraph.of(graph, Target.CPU);
            assertThat(onFrames(lean, "Mul")).isEqualTo(1);
            assertThat(BothInterpreters.run(lean, new long[] {48, 30}, TOKENS)).doesNotContain(Float.NaN);
        }
    }

    private static Block normAnd(Linear map) {
        return parameters -> {
            parameters.add(NORM);
            parameters.add(map);
        };
    }

    @Test
    void theLargestShareNeedsNoSoftmax() {
        GraphProto lean = sameAnswer(NORM, LeanGraphTest::share, false, new long[] {2, 4, 8}, TOKENS);
        assertThat(operators(lean)).doesNotContain("Softmax");
    }

    private static <V> V share(Ops<V> ops, List<V> in) {
        return ops.max(ops.softmax(ops.scale(in.get(0), 5), 1), false, 1);
    }

    @Test
    void aGraphForACardKeepsItsNormalisations() {
        try (Parameters parameters = parameters(normAnd(FIRST));
                PointerScope scope = new PointerScope()) {
            GraphProto graph =
                    BothInterpreters.graph(LeanGraphTest::normed, parameters, false, new long[] {48, 30}, TOKENS);
            assertThat(LeanGraph.of(graph, Target.GPU)).isEqualTo(graph);
        }
    }

    /** Returns how many nodes of a kind compute with what the frames give. */
    private static long onFrames(GraphProto graph, String operator) {
        Set<String> ofFrames = new HashSet<>(Set.of("in0"));
        long count = 0;
        for (NodeProto node : graph.getNodeList()) {
            if (node.getInputList().stream().anyMatch(ofFrames::contains)) {
                ofFrames.addAll(node.getOutputList());
                count += node.getOpType().equals(operator) ? 1 : 0;
            }
        }
        return count;
    }

    /** Of two modalities: the second row takes the first one's weights. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void projectionsAreCutWithTheirWeightsAndKeysNeedNoBias(boolean half) {
        GraphProto lean = sameAnswer(
                attention(),
                LeanGraphTest::attend,
                half,
                new long[] {2, 24, 8},
                TOKENS,
                new Input(new long[] {1, 0}, 2));
        assertThat(operators(lean)).doesNotContain("Split");
        assertThat(onFrames(lean, "Add")).isEqualTo(2); // to the queries, and behind the projection
    }

    private static <V> V attend(Ops<V> ops, List<V> in) {
        V frames = ops.reshape(in.get(0), -1, 24, 8);
        V product = ops.matmul(frames, ops.gather(ops.parameter("qkv.weights"), in.get(1))); // [2, 24, 24]
        List<V> three = ops.split(ops.add(product, ops.parameter("qkv.bias")), -1, 3);
        List<V> heads = three.stream()
                .map(part -> ops.permute(ops.reshape(part, -1, 24, 2, 4), 0, 2, 1, 3))
                .toList();
        V seen = ops.permute(ops.attention(heads.get(0), heads.get(1), heads.get(2), 4), 0, 2, 1, 3);
        V rows = ops.reshape(ops.slice(ops.reshape(seen, -1, 6, 4, 8), 1, 0, 6), -1, 8);
        return ops.reshape(PROJECTION.forward(ops, rows), -1, 24, 8);
    }

    private static Block attention() {
        return parameters -> {
            parameters.add("qkv.weights", Initialiser.ONES, 2, 8, 24);
            parameters.add("qkv.bias", Initialiser.ONES, 24);
            parameters.add(PROJECTION);
        };
    }

    private static Block both() {
        return parameters -> {
            parameters.add(FIRST);
            parameters.add(SECOND);
        };
    }

    /** Random weights, but for factors of a normalisation, of which none is near 0. */
    private static Parameters parameters(Block block) {
        Parameters parameters = BothInterpreters.lively(block);
        if (parameters.specs().stream().anyMatch(spec -> spec.name().equals("norm.weight"))) {
            parameters.set("norm.weight", new float[] {0.5f, -0.7f, 1, 1.5f, 0.2f, 0.9f, -1.1f, 0.1f});
        }
        return parameters;
    }

    /** Returns the leaner graph of a piece, after it has given the same numbers and kept all weights. */
    private static GraphProto sameAnswer(Block block, Piece piece, boolean half, long[] shape, Input... inputs) {
        try (Parameters parameters = parameters(block);
                PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            GraphProto graph = BothInterpreters.graph(piece, parameters, half, shape, inputs);
            GraphProto lean = LeanGraph.of(graph, Target.CPU);
            assertThat(lean).isNotEqualTo(graph);
            assertThat(BothInterpreters.run(lean, shape, inputs))
                    .containsExactly(BothInterpreters.run(graph, shape, inputs), within(2e-5f));
            assertThat(weights(lean)).isEqualTo(weights(graph));
            assertThat(LeanGraph.of(lean, Target.CPU)).isEqualTo(lean);
            return lean;
        }
    }

    private static Set<TensorProto> weights(GraphProto graph) {
        return graph.getInitializerList().stream()
                .filter(tensor ->
                        tensor.getName().contains(".") && tensor.getDataType() != TensorProto.DataType.INT64_VALUE)
                .collect(Collectors.toSet());
    }

    private static Set<String> operators(GraphProto graph) {
        return graph.getNodeList().stream().map(NodeProto::getOpType).collect(Collectors.toSet());
    }
}
