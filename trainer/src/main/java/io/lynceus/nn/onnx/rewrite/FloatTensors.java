package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.lynceus.checkpoint.ElementType;
import io.lynceus.checkpoint.TensorData;
import java.util.Optional;

/** The numbers of initialisers, whether they are stored in float32 or in half precision. */
final class FloatTensors {
    private FloatTensors() {}

    /** Returns the initialiser that a value is, or is cast from; empty for all else. */
    static Optional<TensorProto> stored(GraphEdit graph, String value) {
        NodeProto maker = graph.maker(value);
        if (maker == null) {
            return Optional.ofNullable(graph.initialiser(value));
        }
        return maker.getOpType().equals("Cast")
                ? Optional.ofNullable(graph.initialiser(maker.getInput(0)))
                : Optional.empty();
    }

    /** Returns true if a value is an initialiser in half precision. */
    static boolean isHalf(GraphEdit graph, String value) {
        TensorProto tensor = graph.initialiser(value);
        return tensor != null && tensor.getDataType() == DataType.FLOAT16_VALUE;
    }

    /** Returns the numbers of a constant; empty if they are no floating-point numbers. */
    static Optional<float[]> read(GraphEdit graph, String constant) {
        return stored(graph, constant)
                .filter(tensor ->
                        tensor.getDataType() == DataType.FLOAT_VALUE || tensor.getDataType() == DataType.FLOAT16_VALUE)
                .map(tensor -> new TensorData(
                                tensor.getDataType() == DataType.FLOAT_VALUE ? ElementType.F32 : ElementType.F16,
                                tensor.getDimsList(),
                                tensor.getRawData().asReadOnlyByteBuffer())
                        .floats());
    }
}
