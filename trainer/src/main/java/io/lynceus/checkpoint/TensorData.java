package io.lynceus.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A tensor read from disk or to be written: row-major and contiguous.
 *
 * @param type of its elements
 * @param shape outermost first; empty for a single number
 * @param data little-endian, exactly its elements; may be mapped from a file
 */
public record TensorData(ElementType type, List<Long> shape, ByteBuffer data) {
    public TensorData {
        shape = List.copyOf(shape);
        data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        long bytes = bytes(type, shape);
        if (bytes != data.remaining()) {
            throw new IllegalArgumentException(
                    "a tensor " + type + " " + shape + " has " + bytes + " bytes, not " + data.remaining());
        }
    }

    /** Makes a float32 tensor. */
    public static TensorData of(float[] values, List<Long> shape) {
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(4, values.length)).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new TensorData(ElementType.F32, shape, data);
    }

    /** Returns the bytes of such a tensor; throws {@link ArithmeticException} beyond 2^63. */
    static long bytes(ElementType type, List<Long> shape) {
        return shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
    }

    public int elements() {
        return data.remaining() / type.bytes();
    }

    /** Returns all elements as float32. */
    public float[] floats() {
        float[] values = new float[elements()];
        if (type == ElementType.F32) {
            data.asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) type.read(data, i);
        }
        return values;
    }

    @Override
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
}
