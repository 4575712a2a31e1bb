package io.lynceus.nn.onnx;

import static io.lynceus.nn.onnx.rewrite.Attributes.integer;
import static io.lynceus.nn.onnx.rewrite.Attributes.integerList;
import static io.lynceus.nn.onnx.rewrite.Attributes.real;
import static io.lynceus.nn.onnx.rewrite.Attributes.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.DType;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import io.lynceus.nn.Pooling;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Writes a network as ONNX nodes (opset 20). libtorch computes everything that depends on constants alone while writing, so that
 * the file has position maps, transposed weights and stacked experts ready to use. Constants belong to the caller's {@code
 * PointerScope}.
 */
public final class OnnxOps implements Ops<OnnxValue> {
    private final OnnxGraph graph;
    private final TorchOps torch;
    private final Map<String, OnnxValue> parameters = new HashMap<>();
    private final Map<List<Long>, OnnxValue> integers = new HashMap<>();

    OnnxOps(OnnxGraph graph, Parameters parameters) {
        this.graph = graph;
        this.torch = TorchOps.evaluation(parameters);
    }

    @Override
    public OnnxValue parameter(String name) {
        return parameters.computeIfAbsent(name, key -> OnnxValue.constant(key, torch.parameter(key)));
    }

    @Override
    public OnnxValue constant(float[] values, long... shape) {
        return OnnxValue.constant("constant", torch.constant(values, shape));
    }

    @Override
    public OnnxValue cast(OnnxValue x, DType type) {
        return unary(x, t -> torch.cast(t, type), "Cast", integer("to", OnnxGraph.code(type)));
    }

    // ---- linear maps ----

    @Override
    public OnnxValue linear(OnnxValue x, OnnxValue weight, @Nullable OnnxValue bias) {
        OnnxValue product = matmul(x, permute(weight, 1, 0));
        return bias == null ? product : add(product, bias);
    }

    @Override
    public OnnxValue matmul(OnnxValue a, OnnxValue b) {
        return emit(() -> torch.matmul(a.tensor(), b.tensor()), "MatMul", List.of(a, b));
    }

    @Override
    public OnnxValue conv2d(OnnxValue x, OnnxValue weight, @Nullable OnnxValue bias, Convolution c) {
        return emit(
                () -> torch.conv2d(x.tensor(), weight.tensor(), bias == null ? null : bias.tensor(), c),
                "Conv",
                bias == null ? List.of(x, weight) : List.of(x, weight, bias),
                attributes(c));
    }

    private static AttributeProto[] attributes(Convolution c) {
        List<AttributeProto> attributes = new ArrayList<>();
        attributes.add(integerList("strides", c.stride(), c.stride()));
        attributes.add(integerList("pads", c.padding(), c.padding(), c.padding(), c.padding()));
        attributes.add(integer("group", c.groups()));
        if (c.dilation() > 1) {
            attributes.add(integerList("dilations", c.dilation(), c.dilation()));
        }
        return attributes.toArray(new AttributeProto[0]);
    }

    @Override
    public OnnxValue convTranspose2d(OnnxValue x, OnnxValue weight, OnnxValue bias, int stride) {
        return emit(
                () -> torch.convTranspose2d(x.tensor(), weight.tensor(), bias.tensor(), stride),
                "ConvTranspose",
                List.of(x, weight, bias),
                integerList("strides", stride, stride));
    }

    @Override
    public OnnxValue attention(OnnxValue q, OnnxValue k, OnnxValue v, int d) {
        OnnxValue scores = matmul(scale(q, 1 / Math.sqrt(d)), permute(k, 0, 1, 3, 2)); // [B, heads, L, S]
        return matmul(softmax(scores, -1), v);
    }

    // ---- normalisation and activation ----

    @Override
    public OnnxValue layerNorm(OnnxValue x, OnnxValue weight, OnnxValue bias, double epsilon) {
        return emit(
                () -> torch.layerNorm(x.tensor(), weight.tensor(), bias.tensor(), epsilon),
                "LayerNormalization",
                List.of(x, weight, bias),
                integer("axis", -1),
                real("epsilon", epsilon));
    }

    @Override
    public OnnxValue batchNorm(OnnxValue x, BatchStatistics<OnnxValue> s, double epsilon) {
        return emit(
                () -> torch.batchNorm(
                        x.tensor(),
                        new BatchStatistics<>(
                                s.weight().tensor(),
                                s.bias().tensor(),
                                s.mean().tensor(),
                                s.variance().tensor()),
                        epsilon),
                "BatchNormalization",
                List.of(x, s.weight(), s.bias(), s.mean(), s.variance()),
                real("epsilon", epsilon));
    }

    /** Normalises groups. GroupNormalization is faulty before opset 21: each group becomes a channel of an InstanceNormalization. */
    @Override
    public OnnxValue groupNorm(OnnxValue x, int groups, OnnxValue weight, OnnxValue bias, double epsilon) {
        if (x.isConstant()) {
            return folded(x, torch.groupNorm(x.tensor(), groups, weight.tensor(), bias.tensor(), epsilon), "GroupNorm");
        }
        float[] ones = new float[groups];
        Arrays.fill(ones, 1);
        OnnxValue rows = graph.node("Reshape", List.of(x, integers(0, groups, -1))); // [N, groups, ..]
        OnnxValue normed = graph.node(
                "InstanceNormalization",
                List.of(rows, constant(ones, groups), constant(new float[groups], groups)),
                real("epsilon", epsilon));
        OnnxValue map = graph.node("Reshape", List.of(normed, graph.node("Shape", List.of(x)))); // [N, C, H, W]
        return add(mul(map, reshape(weight, 1, -1, 1, 1)), reshape(bias, 1, -1, 1, 1));
    }

    @Override
    public OnnxValue abs(OnnxValue x) {
        return unary(x, torch::abs, "Abs");
    }

    @Override
    public OnnxValue sqrt(OnnxValue x) {
        return unary(x, torch::sqrt, "Sqrt");
    }

    @Override
    public OnnxValue exp(OnnxValue x) {
        return unary(x, torch::exp, "Exp");
    }

    @Override
    public OnnxValue clamp(OnnxValue x, double low, double high) {
        OnnxValue least = constant(new float[] {(float) low});
        OnnxValue most = constant(new float[] {(float) high});
        return emit(() -> torch.clamp(x.tensor(), low, high), "Clip", List.of(x, least, most));
    }

    @Override
    public OnnxValue relu(OnnxValue x) {
        return unary(x, torch::relu, "Relu");
    }

    @Override
    public OnnxValue gelu(OnnxValue x) {
        return unary(x, torch::gelu, "Gelu");
    }

    @Override
    public OnnxValue sigmoid(OnnxValue x) {
        return unary(x, torch::sigmoid, "Sigmoid");
    }

    @Override
    public OnnxValue sin(OnnxValue x) {
        return unary(x, torch::sin, "Sin");
    }

    @Override
    public OnnxValue cos(OnnxValue x) {
        return unary(x, torch::cos, "Cos");
    }

    @Override
    public OnnxValue softmax(OnnxValue x, int axis) {
        return unary(x, t -> torch.softmax(t, axis), "Softmax", integer("axis", axis));
    }

    @Override
    public OnnxValue dropoutChannels(OnnxValue x, double probability) {
        return x;
    }

    // ---- sampling ----

    @Override
    public OnnxValue dropout(OnnxValue x, double probability) {
        return x;
    }

    @Override
    public OnnxValue dropRows(OnnxValue x, double probability) {
        return x;
    }

    @Override
    public OnnxValue maskSamples(OnnxValue presence) {
        return presence;
    }

    @Override
    public OnnxValue averagePool(OnnxValue x, Pooling p) {
        return unary(
                x,
                t -> torch.averagePool(t, p),
                "AveragePool",
                integerList("kernel_shape", p.height(), p.width()),
                integerList("pads", p.top(), p.left(), p.top(), p.left()),
                integer("count_include_pad", p.countPadding() ? 1 : 0));
    }

    @Override
    public OnnxValue gridSample(OnnxValue x, OnnxValue points) {
        return emit(
                () -> torch.gridSample(x.tensor(), points.tensor()),
                "GridSample",
                List.of(x, points),
                text("mode", "linear"),
                text("padding_mode", "zeros"),
                integer("align_corners", 1));
    }

    @Override
    public OnnxValue maxPool(OnnxValue x, int kernel) {
        return unary(
                x,
                t -> torch.maxPool(t, kernel),
                "MaxPool",
                integerList("kernel_shape", kernel, kernel),
                integerList("strides", kernel, kernel));
    }

    @Override
    public OnnxValue interpolate(OnnxValue x, Grid from, Grid to, Interpolation mode) {
        if (x.isConstant()) {
            return folded(x, torch.interpolate(x.tensor(), from, to, mode), "Resize");
        }
        List<AttributeProto> attributes =
                switch (mode) {
                    case NEAREST ->
                        List.of(
                                text("mode", "nearest"),
                                text("coordinate_transformation_mode", "asymmetric"),
                                text("nearest_mode", "floor"));
                    case BILINEAR -> List.of(text("mode", "linear"));
                    case BICUBIC -> List.of(text("mode", "cubic"), real("cubic_coeff_a", -0.75));
                };
        float[] scales = {1, 1, scale(from.height(), to.height()), scale(from.width(), to.width())};
        List<OnnxValue> inputs = List.of(x, OnnxValue.ABSENT, constant(scales, 4));
        return graph.node("Resize", inputs, attributes.toArray(new AttributeProto[0]));
    }

    /** Returns the smallest scale that gives this size when the runtime multiplies and rounds down. */
    private static float scale(int from, int to) {
        float scale = (float) to / from;
        return (int) Math.floor(from * scale) == to ? scale : Math.nextUp(scale);
    }

    // ---- shape ----

    @Override
    public OnnxValue reshape(OnnxValue x, long... shape) {
        return emit(() -> torch.reshape(x.tensor(), shape), "Reshape", List.of(x, integers(shape)));
    }

    @Override
    public OnnxValue permute(OnnxValue x, int... axes) {
        long[] order = Arrays.stream(axes).asLongStream().toArray();
        return unary(x, t -> torch.permute(t, axes), "Transpose", integerList("perm", order));
    }

    @Override
    public OnnxValue unsqueeze(OnnxValue x, int axis) {
        return emit(() -> torch.unsqueeze(x.tensor(), axis), "Unsqueeze", List.of(x, integers(axis)));
    }

    @Override
    public OnnxValue concat(int axis, List<OnnxValue> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        return emit(
                () -> torch.concat(axis, parts.stream().map(OnnxValue::tensor).toList()),
                "Concat",
                parts,
                integer("axis", axis));
    }

    @Override
    public OnnxValue slice(OnnxValue x, int axis, long from, long to) {
        return emit(
                () -> torch.slice(x.tensor(), axis, from, to),
                "Slice",
                List.of(x, integers(from), integers(to), integers(axis)));
    }

    @Override
    public List<OnnxValue> split(OnnxValue x, int axis, int parts) {
        if (x.isConstant()) {
            return torch.split(x.tensor(), axis, parts).stream()
                    .map(part -> folded(x, part, "Split"))
                    .toList();
        }
        return graph.append("Split", parts, List.of(x), integer("axis", axis), integer("num_outputs", parts)).stream()
                .map(OnnxValue::computed)
                .toList();
    }

    @Override
    public OnnxValue pad(OnnxValue x, int axis, long before, long after) {
        return emit(
                () -> torch.pad(x.tensor(), axis, before, after),
                "Pad",
                List.of(x, integers(before, after), OnnxValue.ABSENT, integers(axis)));
    }

    @Override
    public OnnxValue reflectPad(OnnxValue x, int top, int bottom, int left, int right) {
        return emit(
                () -> torch.reflectPad(x.tensor(), top, bottom, left, right),
                "Pad",
                List.of(x, integers(top, left, bottom, right), OnnxValue.ABSENT, integers(2, 3)),
                text("mode", "reflect"));
    }

    @Override
    public OnnxValue gather(OnnxValue x, OnnxValue index) {
        return emit(() -> torch.gather(x.tensor(), index.tensor()), "Gather", List.of(x, index), integer("axis", 0));
    }

    // ---- arithmetic ----

    @Override
    public OnnxValue add(OnnxValue a, OnnxValue b) {
        return emit(() -> torch.add(a.tensor(), b.tensor()), "Add", List.of(a, b));
    }

    @Override
    public OnnxValue sub(OnnxValue a, OnnxValue b) {
        return emit(() -> torch.sub(a.tensor(), b.tensor()), "Sub", List.of(a, b));
    }

    @Override
    public OnnxValue mul(OnnxValue a, OnnxValue b) {
        return emit(() -> torch.mul(a.tensor(), b.tensor()), "Mul", List.of(a, b));
    }

    @Override
    public OnnxValue div(OnnxValue a, OnnxValue b) {
        return emit(() -> torch.div(a.tensor(), b.tensor()), "Div", List.of(a, b));
    }

    @Override
    public OnnxValue maximum(OnnxValue a, OnnxValue b) {
        return emit(() -> torch.maximum(a.tensor(), b.tensor()), "Max", List.of(a, b));
    }

    // ---- reductions ----

    @Override
    public OnnxValue mean(OnnxValue x, boolean keepDimensions, int... axes) {
        return reduce("ReduceMean", x, () -> torch.mean(x.tensor(), keepDimensions, axes), keepDimensions, axes);
    }

    @Override
    public OnnxValue sum(OnnxValue x, boolean keepDimensions, int... axes) {
        return reduce("ReduceSum", x, () -> torch.sum(x.tensor(), keepDimensions, axes), keepDimensions, axes);
    }

    @Override
    public OnnxValue max(OnnxValue x, boolean keepDimensions, int axis) {
        return reduce("ReduceMax", x, () -> torch.max(x.tensor(), keepDimensions, axis), keepDimensions, axis);
    }

    private OnnxValue reduce(String operator, OnnxValue x, Supplier<Tensor> fold, boolean keep, int... axes) {
        OnnxValue over = integers(Arrays.stream(axes).asLongStream().toArray());
        return emit(fold, operator, List.of(x, over), integer("keepdims", keep ? 1 : 0));
    }

    @Override
    public OnnxValue argmax(OnnxValue x, boolean keepDimensions, int axis) {
        return unary(
                x,
                t -> torch.argmax(t, keepDimensions, axis),
                "ArgMax",
                integer("axis", axis),
                integer("keepdims", keepDimensions ? 1 : 0));
    }

    /**
     * Marks the k largest. TopK takes the lower index among equals. It needs at least k elements, but the axis may be shorter
     * (fewer frames than k), so k zeros are appended first and cut off again; they lose against every positive element.
     */
    @Override
    public OnnxValue topKMask(OnnxValue x, int k) {
        if (x.isConstant()) {
            return folded(x, torch.topKMask(x.tensor(), k), "TopK");
        }
        OnnxValue longer = padEnd(x, -1, k);
        List<String> found = graph.append("TopK", 2, List.of(longer, integers(k)), integer("axis", -1));
        OnnxValue chosen = OnnxValue.computed(found.get(1));
        OnnxValue zeros = graph.node("ConstantOfShape", List.of(graph.node("Shape", List.of(longer))));
        OnnxValue ones = graph.node("ConstantOfShape", List.of(graph.node("Shape", List.of(chosen))), one());
        OnnxValue mask = graph.node("ScatterElements", List.of(zeros, chosen, ones), integer("axis", -1));
        return slice(mask, -1, 0, -k);
    }

    private static AttributeProto one() {
        TensorProto.Builder value = TensorProto.newBuilder()
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(1)
                .addFloatData(1);
        return AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(value)
                .build();
    }

    // ---- constants stay constants ----

    /** Returns an int64 vector, the same value for all nodes with equal numbers. */
    private OnnxValue integers(long... values) {
        List<Long> key = Arrays.stream(values).boxed().toList();
        return integers.computeIfAbsent(key, k -> OnnxValue.constant("int64", Tensors.of(values, values.length)));
    }

    private OnnxValue unary(OnnxValue x, UnaryOperator<Tensor> fold, String operator, AttributeProto... attributes) {
        return emit(() -> fold.apply(x.tensor()), operator, List.of(x), attributes);
    }

    /** Appends a node, or computes its result if all its inputs are known now. */
    private OnnxValue emit(
            Supplier<Tensor> fold, String operator, List<OnnxValue> inputs, AttributeProto... attributes) {
        if (inputs.stream().allMatch(OnnxValue::isConstant)) {
            return folded(inputs.get(0), fold.get(), operator);
        }
        return graph.node(operator, inputs, attributes);
    }

    private static OnnxValue folded(OnnxValue source, Tensor result, String operator) {
        return OnnxValue.constant(source.label() + "/" + operator, result);
    }
}
