package io.lynceus.nn.torch;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Converts between Java arrays and libtorch tensors (on the processor), row-major. The caller, or its open scope, owns the tensors.
 */
public final class Tensors {
    private Tensors() {}

    public static Tensor of(float[] values, long... shape) {
        check(values.length, shape);
        return Tensor.create(values, shape);
    }

    public static Tensor of(long[] values, long... shape) {
        check(values.length, shape);
        return Tensor.create(values, shape);
    }

    /** Makes a uint8 tensor. */
    public static Tensor of(byte[] values, long... shape) {
        check(values.length, shape);
        try (Tensor signed = Tensor.create(values, shape)) {
            return signed.to(ScalarType.Byte);
        }
    }

    /** Returns all elements as float32, whatever the tensor's type and device. */
    public static float[] floats(Tensor tensor) {
        try (Tensor flat = tensor.detach().cpu().to(ScalarType.Float).contiguous()) {
            float[] values = new float[Math.toIntExact(flat.numel())];
            new FloatPointer(flat.data_ptr()).get(values);
            return values;
        }
    }

    /** Returns all elements of an int64 tensor. */
    public static long[] longs(Tensor tensor) {
        try (Tensor flat = tensor.detach().cpu().to(ScalarType.Long).contiguous()) {
            long[] values = new long[Math.toIntExact(flat.numel())];
            new LongPointer(flat.data_ptr()).get(values);
            return values;
        }
    }

    /** Returns all elements of a uint8 tensor. */
    public static byte[] bytes(Tensor tensor) {
        try (Tensor flat = tensor.detach().cpu().to(ScalarType.Byte).contiguous()) {
            byte[] values = new byte[Math.toIntExact(flat.numel())];
            new BytePointer(flat.data_ptr()).get(values);
            return values;
        }
    }

    /** Returns the elements' bytes in the machine's order, which is little-endian on every machine libtorch runs on. */
    public static ByteString raw(Tensor tensor) {
        try (Tensor flat = tensor.detach().cpu().contiguous()) {
            BytePointer bytes = new BytePointer(flat.data_ptr());
            return ByteString.copyFrom(bytes.capacity(flat.nbytes()).asByteBuffer());
        }
    }

    public static long[] shape(Tensor tensor) {
        long[] shape = new long[Math.toIntExact(tensor.dim())];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = tensor.size(axis);
        }
        return shape;
    }

    private static void check(int length, long[] shape) {
        if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != length) {
            throw new IllegalArgumentException(length + " values do not fill shape " + Arrays.toString(shape));
        }
    }
}
