package io.lynceus.nn.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.checkpoint.CheckpointException;
import io.lynceus.checkpoint.ElementType;
import io.lynceus.checkpoint.TensorData;
import io.lynceus.nn.Grid;
import io.lynceus.nn.onnx.rewrite.WholeNumberProducts;
import io.lynceus.segment.ModelContract;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an exported model's file holds of its network: the values that the export computed from the weights.
 *
 * @param image H and W of the model's input
 * @param tensors floating-point values by the name that {@link OnnxGraph} gave them
 * @param card the JSON that describes the model
 */
public record ExportedConstants(Grid image, Map<String, TensorData> tensors, String card) {
    private static final int AXES = 4; // [N, H, W, 3]

    public ExportedConstants {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * Reads a file.
     *
     * @throws CheckpointException if it is no model that 'trainer export' wrote
     */
    public static ExportedConstants read(Path file) throws IOException {
        ModelProto model;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            model = ModelProto.parseFrom(in);
        } catch (InvalidProtocolBufferException e) {
            throw new CheckpointException(file, "not an ONNX file: " + e.getMessage(), e);
        }
        String card = model.getMetadataPropsList().stream()
                .filter(entry -> entry.getKey().equals(OnnxExport.ENTRY))
                .map(StringStringEntryProto::getValue)
                .findFirst()
                .orElseThrow(
                        () -> new CheckpointException(
                                file,
                                "an ONNX file without the metadata entry '" + OnnxExport.ENTRY
                                        + "', so that its weights cannot be told apart; name a model that 'trainer export' wrote"));
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            if (tensor.getName().endsWith(WholeNumberProducts.SUFFIX) && tensor.getDimsCount() > 0) {
                throw new CheckpointException(
                        file,
                        "weights rounded to whole numbers of 8 bits (" + tensor.getName()
                                + "); name the model that was exported with '--arithmetic float', or a checkpoint");
            }
            type(tensor).ifPresent(type -> tensors.put(plain(tensor.getName()), data(type, tensor)));
        }
        return new ExportedConstants(image(file, model.getGraph()), tensors, card);
    }

    private static Grid image(Path file, GraphProto graph) throws CheckpointException {
        for (ValueInfoProto input : graph.getInputList()) {
            List<Dimension> sizes = input.getType().getTensorType().getShape().getDimList();
            if (input.getName().equals(ModelContract.FRAMES) && sizes.size() == AXES) {
                return new Grid(
                        Math.toIntExact(sizes.get(1).getDimValue()),
                        Math.toIntExact(sizes.get(2).getDimValue()));
            }
        }
        throw new CheckpointException(
                file,
                "an ONNX file without the input '" + ModelContract.FRAMES + "' [N, H, W, 3]; name a model that"
                        + " 'trainer export' wrote");
    }

    /** Returns the type of values that may come from weights. */
    private static Optional<ElementType> type(TensorProto tensor) {
        return switch (tensor.getDataType()) {
            case DataType.FLOAT_VALUE -> Optional.of(ElementType.F32);
            case DataType.FLOAT16_VALUE -> Optional.of(ElementType.F16);
            default -> Optional.empty();
        };
    }

    private static TensorData data(ElementType type, TensorProto tensor) {
        return new TensorData(type, tensor.getDimsList(), tensor.getRawData().asReadOnlyByteBuffer());
    }

    private static String plain(String name) {
        return name.endsWith(OnnxGraph.HALF) ? name.substring(0, name.length() - OnnxGraph.HALF.length()) : name;
    }
}
