package io.lynceus.checkpoint;

import io.lynceus.checkpoint.Pickle.Call;
import io.lynceus.checkpoint.Pickle.External;
import io.lynceus.checkpoint.Pickle.Global;
import io.lynceus.checkpoint.Pickle.PickleException;
import io.lynceus.checkpoint.Pickle.Tuple;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A tensor as PyTorch pickles it: a view of a storage.
 *
 * @param type of its elements
 * @param storage key of its storage
 * @param storageElements elements of the whole storage
 * @param offset first element of the view
 * @param shape sizes of the view
 * @param strides elements between neighbours along each axis
 */
record PickledTensor(
        ElementType type, String storage, long storageElements, long offset, List<Long> shape, List<Long> strides) {
    private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";
    private static final Map<String, ElementType> STORAGES = Map.of(
            "torch.DoubleStorage", ElementType.F64,
            "torch.FloatStorage", ElementType.F32,
            "torch.HalfStorage", ElementType.F16,
            "torch.BFloat16Storage", ElementType.BF16,
            "torch.LongStorage", ElementType.I64,
            "torch.IntStorage", ElementType.I32,
            "torch.ShortStorage", ElementType.I16,
            "torch.CharStorage", ElementType.I8,
            "torch.ByteStorage", ElementType.U8,
            "torch.BoolStorage", ElementType.BOOL);

    /** Thrown for a tensor that is described as PyTorch does, but whose elements are of a type that no network here has. */
    static final class UnknownTypeException extends PickleException {
        private static final long serialVersionUID = 1;

        UnknownTypeException(String message) {
            super(message);
        }
    }

    /** Returns the tensor that a call would have built; only PyTorch's two calls are known. */
    static PickledTensor of(Call call, String name) throws PickleException {
        List<Object> arguments = call.arguments().items();
        String function = call.function().name();
        if (function.equals(PARAMETER)
                && !arguments.isEmpty()
                && arguments.get(0) instanceof Call inner
                && inner.function().name().equals(TENSOR)) {
            return of(inner, name);
        }
        if (!function.equals(TENSOR)) {
            throw new PickleException(
                    "entry " + name + " would call " + function + "; only " + TENSOR + " and " + PARAMETER
                            + " are known, and nothing is ever called",
                    true);
        }
        if (arguments.size() < 4
                || !(arguments.get(0) instanceof External storage)
                || !(arguments.get(1) instanceof Long offset)
                || !(arguments.get(2) instanceof Tuple shape)
                || !(arguments.get(3) instanceof Tuple strides)) {
            throw new PickleException("tensor " + name + " is not described as PyTorch does");
        }
        return of(name, storage.id().items(), offset, sizes(name, shape), sizes(name, strides));
    }

    private static PickledTensor of(String name, List<Object> id, long offset, List<Long> shape, List<Long> strides)
            throws PickleException {
        if (id.size() != 5
                || !(id.get(1) instanceof Global kind)
                || !(id.get(2) instanceof String key)
                || !(id.get(4) instanceof Long elements)) {
            throw new PickleException("the storage of tensor " + name + " is not described as PyTorch does");
        }
        ElementType type = STORAGES.get(kind.name());
        if (type == null && kind.name().matches("torch\\.\\w+Storage")) {
            throw new UnknownTypeException(
                    "tensor " + name + " lies in " + kind.name() + ", a type that is not supported");
        }
        if (type == null || !key.matches("[0-9A-Za-z_]{1,64}")) {
            throw new PickleException(
                    "tensor " + name + " lies in " + kind.name() + " '" + key + "', which is not known");
        }
        PickledTensor tensor = new PickledTensor(type, key, elements, offset, shape, strides);
        tensor.check(name);
        return tensor;
    }

    private static List<Long> sizes(String name, Tuple tuple) throws PickleException {
        List<Long> sizes = new ArrayList<>();
        for (Object item : tuple.items()) {
            if (!(item instanceof Long size) || size < 0 || size > Integer.MAX_VALUE) {
                throw new PickleException("tensor " + name + " has an impossible size or stride");
            }
            sizes.add(size);
        }
        return sizes;
    }

    /** Requires that the view is inside its storage and not larger than it. */
    private void check(String name) throws PickleException {
        boolean fits = shape.size() == strides.size()
                && shape.size() <= 16
                && offset >= 0
                && storageElements >= 0
                && storageElements <= Integer.MAX_VALUE / type.bytes();
        long elements = 1;
        long last = offset;
        for (int axis = 0; fits && axis < shape.size(); axis++) {
            elements *= shape.get(axis);
            last += (shape.get(axis) - 1) * strides.get(axis);
            fits = (elements <= storageElements && last < storageElements) || shape.get(axis) == 0;
        }
        if (!fits || (elements > 0 && last >= storageElements)) {
            throw new PickleException("tensor " + name + " of shape " + shape + ", strides " + strides + " at " + offset
                    + " does not lie in its storage of " + storageElements + " elements");
        }
    }

    int elements() {
        return Math.toIntExact(shape.stream().reduce(1L, (a, b) -> a * b));
    }

    long bytes() {
        return (long) elements() * type.bytes();
    }

    long storageBytes() {
        return storageElements * type.bytes();
    }

    /** Copies the view out of its storage, row-major. */
    TensorData read(byte[] bytes) {
        ByteBuffer data = ByteBuffer.allocate((int) bytes());
        int[] index = new int[shape.size()];
        for (int i = 0; i < elements(); i++) {
            long at = offset;
            for (int axis = 0; axis < index.length; axis++) {
                at += index[axis] * strides.get(axis);
            }
            data.put(bytes, (int) at * type.bytes(), type.bytes());
            for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.get(axis); axis--) {
                index[axis] = 0;
            }
        }
        return new TensorData(type, shape, data.flip());
    }
}
