package io.lynceus.nn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.nn.Convolution;
import io.lynceus.nn.DType;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import io.lynceus.nn.Pooling;
import io.lynceus.nn.onnx.BothInterpreters.Input;
import io.lynceus.nn.onnx.BothInterpreters.Piece;
import io.lynceus.nn.torch.Parameters;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation means the same in libtorch and in ONNX Runtime, to a part in 10⁵. */
class OpsParityTest {
    private static final Input MAP = Input.floats(0.7, 2, 6, 9, 7);
    private static final Input TOKENS = Input.floats(0.3, 3, 5, 8);
    private static final Input ROW = Input.floats(1.1, 1, 1, 8);
    private static final Input INDEX = new Input(new long[] {2, 0, 1, 2}, 4);

    private static final Input CHANNELS = Input.floats(0.9, 6);
    private static final Input POSITIVE = new Input(new float[] {1, .5f, 2, 1.5f, 3, .25f}, 6);

    static Stream<Arguments> operations() {
        return Stream.of(
                of("linear", OpsParityTest::linear, TOKENS, Input.floats(0.9, 6, 8), Input.floats(1.7, 6)),
                of("linear without bias", OpsParityTest::linear, TOKENS, Input.floats(0.9, 6, 8)),
                of("matmul", OpsParityTest::matmul, TOKENS, Input.floats(0.9, 1, 8, 4)),
                of("conv2d", OpsParityTest::conv, MAP, Input.floats(0.9, 4, 3, 3, 3), Input.floats(1.7, 4)),
                of("conv2d without bias", OpsParityTest::pointwise, MAP, Input.floats(0.9, 4, 6, 1, 1)),
                of(
                        "convTranspose2d",
                        OpsParityTest::convTranspose,
                        MAP,
                        Input.floats(0.9, 6, 4, 2, 2),
                        Input.floats(1.7, 4)),
                of("attention", OpsParityTest::attention, Input.floats(0.3, 2, 2, 5, 4), Input.floats(0.4, 2, 2, 7, 4)),
                of(
                        "attention of shared tokens",
                        OpsParityTest::attention,
                        Input.floats(0.3, 1, 2, 5, 4),
                        Input.floats(0.4, 3, 2, 7, 4)),
                of(
                        "attention with a bias",
                        OpsParityTest::biasedAttention,
                        Input.floats(0.3, 2, 2, 5, 4),
                        Input.floats(0.4, 2, 2, 7, 4),
                        Input.floats(0.9, 1, 2, 5, 7)),
                of("conv2d dilated", OpsParityTest::dilated, MAP, Input.floats(0.9, 6, 1, 3, 3)),
                of("batchNorm", OpsParityTest::batchNorm, MAP, CHANNELS, POSITIVE),
                of("groupNorm", OpsParityTest::groupNorm, MAP, CHANNELS, POSITIVE),
                of("abs, sqrt, exp", OpsParityTest::absSqrtExp, TOKENS),
                of("clamp", OpsParityTest::clamp, TOKENS),
                of("maximum", OpsParityTest::maximum, TOKENS, ROW),
                of("dropout, dropRows and maskSamples at rest", OpsParityTest::drops, MAP),
                of("averagePool of real pixels", OpsParityTest::averagePool, MAP),
                of("averagePool with counted padding", OpsParityTest::averagePoolCounting, MAP),
                of("adaptiveAveragePool", OpsParityTest::adaptive, MAP),
                of("gridSample", OpsParityTest::gridSample, MAP, Input.floats(0.9, 2, 4, 5, 2)),
                of("pad", OpsParityTest::pad, TOKENS),
                of("reflectPad", OpsParityTest::reflectPad, MAP),
                of("roll", OpsParityTest::roll, MAP),
                of("layerNorm", OpsParityTest::layerNorm, TOKENS, Input.floats(0.9, 8), Input.floats(1.7, 8)),
                of("relu", OpsParityTest::relu, TOKENS),
                of("gelu", OpsParityTest::gelu, TOKENS),
                of("sigmoid", OpsParityTest::sigmoid, TOKENS),
                of("sin, cos", OpsParityTest::sinCos, TOKENS),
                of("softmax", OpsParityTest::softmax, TOKENS),
                of("dropout at rest", OpsParityTest::dropout, MAP),
                of("maxPool", OpsParityTest::maxPool, MAP),
                of("nearest", OpsParityTest::nearest, MAP),
                of("bilinear", OpsParityTest::bilinear, MAP),
                of("bilinear to smaller", OpsParityTest::smaller, MAP),
                of("bicubic", OpsParityTest::bicubic, MAP),
                of("reshape", OpsParityTest::reshape, MAP),
                of("permute", OpsParityTest::permute, MAP),
                of("unsqueeze", OpsParityTest::unsqueeze, TOKENS),
                of("concat", OpsParityTest::concat, TOKENS, TOKENS),
                of("slice", OpsParityTest::slice, TOKENS),
                of("split along the last axis", OpsParityTest::splitColumns, TOKENS),
                of("split along another axis", OpsParityTest::splitRows, MAP),
                of("padEnd", OpsParityTest::padEnd, TOKENS),
                of("gather", OpsParityTest::gather, TOKENS, INDEX),
                of("add", OpsParityTest::add, TOKENS, ROW),
                of("sub", OpsParityTest::sub, TOKENS, ROW),
                of("mul", OpsParityTest::mul, TOKENS, ROW),
                of("div", OpsParityTest::div, TOKENS, new Input(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 8)),
                of("mean", OpsParityTest::mean, MAP),
                of("sum", OpsParityTest::sum, TOKENS),
                of("max", OpsParityTest::max, MAP),
                of("argmax", OpsParityTest::argmax, MAP),
                of(
                        "argmax takes the first",
                        OpsParityTest::argmax,
                        new Input(new float[] {1, 3, 3, 2, 2, 2}, 1, 6, 1, 1)),
                of("cast truncates", OpsParityTest::cast, new Input(new float[] {0.4f, 0.9f, 254.7f}, 3)),
                of(
                        "topKMask",
                        OpsParityTest::top2,
                        new Input(new float[] {0, .5f, .2f, .3f, .6f, .1f, .2f, .1f}, 2, 4)),
                of("topKMask among equals", OpsParityTest::top2, new Input(new float[] {.1f, .3f, .3f, .3f}, 1, 4)),
                of("topKMask of fewer", OpsParityTest::top2, new Input(new float[] {.7f, 0}, 2, 1)));
    }

    private static Arguments of(String name, Piece piece, Input... inputs) {
        return Arguments.of(name, piece, inputs);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void bothInterpretersAgree(String name, Piece piece, Input[] inputs) {
        try (Parameters none = Parameters.create(List.of(), 0)) {
            assertThat(BothInterpreters.difference(piece, none, inputs))
                    .as(name)
                    .isLessThan(1e-5);
        }
    }

    private static <V> V linear(Ops<V> ops, List<V> in) {
        return ops.linear(in.get(0), in.get(1), in.size() == 3 ? in.get(2) : null);
    }

    private static <V> V matmul(Ops<V> ops, List<V> in) {
        return ops.matmul(in.get(0), in.get(1));
    }

    private static <V> V conv(Ops<V> ops, List<V> in) {
        return ops.conv2d(in.get(0), in.get(1), in.get(2), new Convolution(2, 1, 2, 1));
    }

    private static <V> V pointwise(Ops<V> ops, List<V> in) {
        return ops.conv2d(in.get(0), in.get(1), null, Convolution.POINTWISE);
    }

    private static <V> V convTranspose(Ops<V> ops, List<V> in) {
        return ops.convTranspose2d(in.get(0), in.get(1), in.get(2), 2);
    }

    private static <V> V attention(Ops<V> ops, List<V> in) {
        return ops.attention(in.get(0), in.get(1), ops.sin(in.get(1)), 4);
    }

    private static <V> V biasedAttention(Ops<V> ops, List<V> in) {
        return ops.attention(in.get(0), in.get(1), ops.sin(in.get(1)), in.get(2), 4);
    }

    private static <V> V dilated(Ops<V> ops, List<V> in) {
        return ops.conv2d(in.get(0), in.get(1), null, new Convolution(1, 2, 6, 2));
    }

    private static <V> V batchNorm(Ops<V> ops, List<V> in) {
        return ops.batchNorm(
                in.get(0),
                new Ops.BatchStatistics<>(in.get(1), ops.sin(in.get(1)), ops.cos(in.get(1)), in.get(2)),
                1e-5);
    }

    private static <V> V groupNorm(Ops<V> ops, List<V> in) {
        return ops.groupNorm(in.get(0), 2, in.get(1), in.get(2), 1e-5);
    }

    private static <V> V absSqrtExp(Ops<V> ops, List<V> in) {
        return ops.exp(ops.sqrt(ops.abs(in.get(0))));
    }

    private static <V> V clamp(Ops<V> ops, List<V> in) {
        return ops.clamp(in.get(0), -0.5, 0.25);
    }

    private static <V> V maximum(Ops<V> ops, List<V> in) {
        return ops.maximum(in.get(0), in.get(1));
    }

    private static <V> V drops(Ops<V> ops, List<V> in) {
        return ops.relu(ops.maskSamples(ops.dropRows(ops.dropout(in.get(0), 0.5), 0.5)));
    }

    private static <V> V averagePool(Ops<V> ops, List<V> in) {
        return ops.averagePool(in.get(0), Pooling.same(5));
    }

    private static <V> V averagePoolCounting(Ops<V> ops, List<V> in) {
        return ops.averagePool(in.get(0), new Pooling(4, 1, 2, 0, true));
    }

    private static <V> V adaptive(Ops<V> ops, List<V> in) {
        return ops.adaptiveAveragePool(in.get(0), new Grid(9, 7), new Grid(6, 2));
    }

    private static <V> V gridSample(Ops<V> ops, List<V> in) {
        return ops.gridSample(in.get(0), ops.scale(in.get(1), 1.2));
    }

    private static <V> V pad(Ops<V> ops, List<V> in) {
        return ops.pad(in.get(0), 1, 2, 1);
    }

    private static <V> V reflectPad(Ops<V> ops, List<V> in) {
        return ops.reflectPad(in.get(0), 1, 2, 3, 0);
    }

    private static <V> V roll(Ops<V> ops, List<V> in) {
        return ops.roll(ops.roll(in.get(0), 2, -4, 9), 3, 3, 7);
    }

    private static <V> V layerNorm(Ops<V> ops, List<V> in) {
        return ops.layerNorm(in.get(0), in.get(1), in.get(2), 1e-6);
    }

    private static <V> V relu(Ops<V> ops, List<V> in) {
        return ops.relu(in.get(0));
    }

    private static <V> V gelu(Ops<V> ops, List<V> in) {
        return ops.gelu(in.get(0));
    }

    private static <V> V sigmoid(Ops<V> ops, List<V> in) {
        return ops.sigmoid(in.get(0));
    }

    private static <V> V sinCos(Ops<V> ops, List<V> in) {
        return ops.add(ops.sin(in.get(0)), ops.scale(ops.cos(in.get(0)), 3));
    }

    private static <V> V softmax(Ops<V> ops, List<V> in) {
        return ops.softmax(in.get(0), 1);
    }

    private static <V> V dropout(Ops<V> ops, List<V> in) {
        return ops.relu(ops.dropoutChannels(in.get(0), 0.5));
    }

    private static <V> V maxPool(Ops<V> ops, List<V> in) {
        return ops.maxPool(in.get(0), 2);
    }

    private static <V> V nearest(Ops<V> ops, List<V> in) {
        return ops.interpolate(in.get(0), new Grid(9, 7), new Grid(18, 14), Interpolation.NEAREST);
    }

    private static <V> V bilinear(Ops<V> ops, List<V> in) {
        return ops.interpolate(in.get(0), new Grid(9, 7), new Grid(36, 28), Interpolation.BILINEAR);
    }

    private static <V> V smaller(Ops<V> ops, List<V> in) {
        return ops.interpolate(in.get(0), new Grid(9, 7), new Grid(5, 4), Interpolation.BILINEAR);
    }

    private static <V> V bicubic(Ops<V> ops, List<V> in) {
        return ops.interpolate(in.get(0), new Grid(9, 7), new Grid(16, 20), Interpolation.BICUBIC);
    }

    private static <V> V reshape(Ops<V> ops, List<V> in) {
        return ops.reshape(in.get(0), -1, 3, 18, 7);
    }

    private static <V> V permute(Ops<V> ops, List<V> in) {
        return ops.permute(in.get(0), 0, 2, 3, 1);
    }

    private static <V> V unsqueeze(Ops<V> ops, List<V> in) {
        return ops.unsqueeze(in.get(0), 2);
    }

    private static <V> V concat(Ops<V> ops, List<V> in) {
        return ops.concat(1, in);
    }

    private static <V> V slice(Ops<V> ops, List<V> in) {
        return ops.slice(in.get(0), -1, 2, -1);
    }

    private static <V> V splitColumns(Ops<V> ops, List<V> in) {
        List<V> parts = ops.split(in.get(0), -1, 4);
        return ops.concat(-1, List.of(parts.get(3), parts.get(0), parts.get(2)));
    }

    private static <V> V splitRows(Ops<V> ops, List<V> in) {
        List<V> parts = ops.split(in.get(0), 1, 3);
        return ops.sub(ops.mul(parts.get(0), parts.get(1)), parts.get(2));
    }

    private static <V> V padEnd(Ops<V> ops, List<V> in) {
        return ops.padEnd(in.get(0), 1, 3);
    }

    private static <V> V gather(Ops<V> ops, List<V> in) {
        return ops.gather(in.get(0), in.get(1));
    }

    private static <V> V add(Ops<V> ops, List<V> in) {
        return ops.add(in.get(0), in.get(1));
    }

    private static <V> V sub(Ops<V> ops, List<V> in) {
        return ops.sub(in.get(0), in.get(1));
    }

    private static <V> V mul(Ops<V> ops, List<V> in) {
        return ops.mul(in.get(0), in.get(1));
    }

    private static <V> V div(Ops<V> ops, List<V> in) {
        return ops.div(in.get(0), in.get(1));
    }

    private static <V> V mean(Ops<V> ops, List<V> in) {
        return ops.mean(in.get(0), false, 2, 3);
    }

    private static <V> V sum(Ops<V> ops, List<V> in) {
        return ops.sum(in.get(0), true, -1);
    }

    private static <V> V max(Ops<V> ops, List<V> in) {
        return ops.max(in.get(0), false, 1);
    }

    private static <V> V argmax(Ops<V> ops, List<V> in) {
        return ops.argmax(in.get(0), false, 1);
    }

    private static <V> V cast(Ops<V> ops, List<V> in) {
        return ops.cast(in.get(0), DType.UINT8);
    }

    private static <V> V top2(Ops<V> ops, List<V> in) {
        return ops.topKMask(in.get(0), 2);
    }
}
