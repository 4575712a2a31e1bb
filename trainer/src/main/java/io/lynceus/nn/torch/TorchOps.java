package io.lynceus.nn.torch;

import io.lynceus.nn.Convolution;
import io.lynceus.nn.DType;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import io.lynceus.nn.Pooling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Computes with libtorch, on the device of its parameters, recording gradients unless the caller guards against it. Every
 * intermediate tensor belongs to the caller's {@code PointerScope}; without one a step leaks all its tensors.
 */
public final class TorchOps implements Ops<Tensor> {
    /** The step of a batch normalisation's running statistics; PyTorch's default. */
    private static final double MOMENTUM = 0.1;

    /** Codes of {@code grid_sampler}. */
    private static final long BILINEAR = 0;

    private static final long ZEROS = 0;

    private final Parameters parameters;
    private final boolean training;

    private TorchOps(Parameters parameters, boolean training) {
        this.parameters = parameters;
        this.training = training;
    }

    /** Makes operations for a training step, in which dropout acts. */
    public static TorchOps training(Parameters parameters) {
        return new TorchOps(parameters, true);
    }

    /** Makes operations for evaluation, in which dropout does nothing. */
    public static TorchOps evaluation(Parameters parameters) {
        return new TorchOps(parameters, false);
    }

    @Override
    public Tensor parameter(String name) {
        return parameters.get(name);
    }

    @Override
    public Tensor constant(float[] values, long... shape) {
        return Tensors.of(values, shape).to(parameters.device(), ScalarType.Float);
    }

    @Override
    public Tensor cast(Tensor x, DType type) {
        return x.to(
                switch (type) {
                    case FLOAT32 -> ScalarType.Float;
                    case INT64 -> ScalarType.Long;
                    case UINT8 -> ScalarType.Byte;
                });
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return torch.linear(x, weight, optional(bias));
    }

    @Override
    public Tensor matmul(Tensor a, Tensor b) {
        return torch.matmul(a, b);
    }

    @Override
    public Tensor conv2d(Tensor x, Tensor weight, @Nullable Tensor bias, Convolution c) {
        long[] stride = {c.stride(), c.stride()};
        long[] padding = {c.padding(), c.padding()};
        return torch.conv2d(
                x, weight, optional(bias), stride, padding, new long[] {c.dilation(), c.dilation()}, c.groups());
    }

    @Override
    public Tensor convTranspose2d(Tensor x, Tensor weight, Tensor bias, int stride) {
        long[] zero = {0, 0};
        return torch.conv_transpose2d(x, weight, optional(bias), new long[] {stride, stride}, zero, zero, 1, 1, 1);
    }

    @Override
    public Tensor attention(Tensor q, Tensor k, Tensor v, int d) {
        // Tokens shared by all sets come with batch 1; the fused kernel requires equal batches.
        Tensor queries = q.size(0) == k.size(0) ? q : q.expand(batched(q, k.size(0)));
        return torch.scaled_dot_product_attention(
                queries, k, v, new TensorOptional(), 0.0, false, new DoubleOptional(), false);
    }

    private static long[] batched(Tensor x, long batch) {
        long[] shape = Tensors.shape(x);
        shape[0] = batch;
        return shape;
    }

    @Override
    public Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double epsilon) {
        long[] normalised = {x.size(x.dim() - 1)};
        return torch.layer_norm(x, normalised, optional(weight), optional(bias), epsilon, true);
    }

    @Override
    public Tensor batchNorm(Tensor x, BatchStatistics<Tensor> s, double epsilon) {
        boolean several = x.numel() > x.size(1);
        return torch.batch_norm(
                x,
                optional(s.weight()),
                optional(s.bias()),
                optional(s.mean()),
                optional(s.variance()),
                training && several,
                MOMENTUM,
                epsilon,
                true);
    }

    @Override
    public Tensor groupNorm(Tensor x, int groups, Tensor weight, Tensor bias, double epsilon) {
        return torch.group_norm(x, groups, optional(weight), optional(bias), epsilon, true);
    }

    @Override
    public Tensor abs(Tensor x) {
        return torch.abs(x);
    }

    @Override
    public Tensor sqrt(Tensor x) {
        return torch.sqrt(x);
    }

    @Override
    public Tensor exp(Tensor x) {
        return torch.exp(x);
    }

    @Override
    public Tensor clamp(Tensor x, double low, double high) {
        return torch.clamp(x, new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high)));
    }

    @Override
    public Tensor relu(Tensor x) {
        return torch.relu(x);
    }

    @Override
    public Tensor gelu(Tensor x) {
        return torch.gelu(x);
    }

    @Override
    public Tensor sigmoid(Tensor x) {
        return torch.sigmoid(x);
    }

    @Override
    public Tensor sin(Tensor x) {
        return torch.sin(x);
    }

    @Override
    public Tensor cos(Tensor x) {
        return torch.cos(x);
    }

    @Override
    public Tensor softmax(Tensor x, int axis) {
        return torch.softmax(x, axis);
    }

    @Override
    public Tensor dropoutChannels(Tensor x, double probability) {
        return training ? torch.feature_dropout(x, probability, true) : x;
    }

    @Override
    public Tensor dropout(Tensor x, double probability) {
        return training ? torch.dropout(x, probability, true) : x;
    }

    @Override
    public Tensor dropRows(Tensor x, double probability) {
        if (!training || probability == 0) {
            return x;
        }
        long[] shape = new long[Math.toIntExact(x.dim())];
        Arrays.fill(shape, 1);
        shape[0] = x.size(0);
        Tensor ones = torch.ones_like(
                x.detach().reshape(x.size(0), -1).slice(1, new LongOptional(0), new LongOptional(1), 1));
        return torch.mul(x, torch.dropout(ones, probability, true).reshape(shape));
    }

    @Override
    public Tensor maskSamples(Tensor presence) {
        int sets = Math.toIntExact(presence.size(0));
        int modalities = Math.toIntExact(presence.size(1));
        if (!training || sets < modalities) {
            return presence;
        }
        int each = Math.max(1, sets / (2 * modalities));
        long[] order = Tensors.longs(torch.randperm(sets));
        float[] hidden = new float[sets * modalities];
        for (int i = 0; i < each * modalities; i++) {
            hidden[(int) order[i] * modalities + i % modalities] = 1;
        }
        Tensor complete = presence.amin(new long[] {1}, true); // [B, 1]
        return presence.sub(constant(hidden, sets, modalities).mul(complete));
    }

    @Override
    public Tensor averagePool(Tensor x, Pooling p) {
        return torch.avg_pool2d(
                x,
                new long[] {p.height(), p.width()},
                new long[] {1, 1},
                new long[] {p.top(), p.left()},
                false,
                p.countPadding(),
                new LongOptional());
    }

    @Override
    public Tensor gridSample(Tensor x, Tensor points) {
        return torch.grid_sampler(x, points, BILINEAR, ZEROS, true);
    }

    @Override
    public Tensor maxPool(Tensor x, int kernel) {
        long[] window = {kernel, kernel};
        return torch.max_pool2d(x, window, window, new long[] {0, 0}, new long[] {1, 1}, false);
    }

    @Override
    public Tensor interpolate(Tensor x, Grid from, Grid to, Interpolation mode) {
        long[] size = {to.height(), to.width()};
        return switch (mode) {
            case NEAREST -> torch.upsample_nearest2d(x, size);
            case BILINEAR -> torch.upsample_bilinear2d(x, size, false);
            case BICUBIC -> torch.upsample_bicubic2d(x, size, false);
        };
    }

    @Override
    public Tensor reshape(Tensor x, long... shape) {
        return x.reshape(shape);
    }

    @Override
    public Tensor permute(Tensor x, int... axes) {
        return x.permute(Arrays.stream(axes).asLongStream().toArray());
    }

    @Override
    public Tensor unsqueeze(Tensor x, int axis) {
        return x.unsqueeze(axis);
    }

    @Override
    public Tensor concat(int axis, List<Tensor> parts) {
        return torch.cat(new TensorVector(parts.toArray(new Tensor[0])), axis);
    }

    @Override
    public Tensor slice(Tensor x, int axis, long from, long to) {
        return x.slice(axis, new LongOptional(from), new LongOptional(to), 1);
    }

    @Override
    public List<Tensor> split(Tensor x, int axis, int parts) {
        if (x.size(axis) % parts != 0) {
            throw new IllegalArgumentException(
                    x.size(axis) + " elements along axis " + axis + " cannot be cut into " + parts + " equal parts");
        }
        TensorVector cut = torch.chunk(x, parts, axis);
        List<Tensor> found = new ArrayList<>(parts);
        for (int i = 0; i < parts; i++) {
            found.add(cut.get(i));
        }
        return found;
    }

    @Override
    public Tensor pad(Tensor x, int axis, long before, long after) {
        int dimensions = Math.toIntExact(x.dim());
        int fromTheBack = dimensions - 1 - Math.floorMod(axis, dimensions);
        long[] pads = new long[2 * (fromTheBack + 1)];
        pads[2 * fromTheBack] = before;
        pads[2 * fromTheBack + 1] = after;
        return torch.constant_pad_nd(x, pads);
    }

    @Override
    public Tensor reflectPad(Tensor x, int top, int bottom, int left, int right) {
        return torch.reflection_pad2d(x, new long[] {left, right, top, bottom});
    }

    @Override
    public Tensor gather(Tensor x, Tensor index) {
        return torch.index_select(x, 0, index);
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return torch.add(a, b);
    }

    @Override
    public Tensor sub(Tensor a, Tensor b) {
        return torch.subtract(a, b);
    }

    @Override
    public Tensor mul(Tensor a, Tensor b) {
        return torch.mul(a, b);
    }

    @Override
    public Tensor div(Tensor a, Tensor b) {
        return torch.div(a, b);
    }

    @Override
    public Tensor maximum(Tensor a, Tensor b) {
        return torch.maximum(a, b);
    }

    @Override
    public Tensor mean(Tensor x, boolean keepDimensions, int... axes) {
        return x.mean(Arrays.stream(axes).asLongStream().toArray(), keepDimensions, new ScalarTypeOptional());
    }

    @Override
    public Tensor sum(Tensor x, boolean keepDimensions, int... axes) {
        return x.sum(Arrays.stream(axes).asLongStream().toArray(), keepDimensions, new ScalarTypeOptional());
    }

    @Override
    public Tensor max(Tensor x, boolean keepDimensions, int axis) {
        return x.amax(new long[] {axis}, keepDimensions);
    }

    @Override
    public Tensor argmax(Tensor x, boolean keepDimensions, int axis) {
        return x.argmax(new LongOptional(axis), keepDimensions);
    }

    @Override
    public Tensor topKMask(Tensor x, int k) {
        // A stable sort makes the first one win among equals, as ONNX's TopK does.
        Tensor order = x.detach().sort(new BoolOptional(true), -1, true).get1();
        Tensor chosen = order.slice(-1, new LongOptional(0), new LongOptional(k), 1);
        return torch.zeros_like(x.detach()).scatter_(-1, chosen, new Scalar(1.0f));
    }

    private static TensorOptional optional(@Nullable Tensor tensor) {
        return tensor == null ? new TensorOptional() : new TensorOptional(tensor);
    }
}
