package io.lynceus.nn.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import io.lynceus.nn.DType;
import io.lynceus.nn.Grid;
import io.lynceus.nn.ServingGraph;
import io.lynceus.nn.ServingInputs;
import io.lynceus.nn.ServingOutputs;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.segment.ModelContract;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * Writes a network as one self-describing ONNX file, whose graph finds the classes {@linkplain ClassesOnRequest on request} if it
 * can.
 *
 * @param halfWeights true to store weights as float16, at half the size; alone, it leaves the arithmetic as it is
 * @param logits true to make a graph for comparisons: it has the logits as an output, and always finds the classes
 * @param form how the graph computes
 * @param description JSON for the metadata entry {@value #ENTRY}
 */
public record OnnxExport(boolean halfWeights, boolean logits, GraphForm form, String description) {
    /** The metadata entry that describes the model. */
    public static final String ENTRY = "lynceus.model";

    /** Describes a model to be served. */
    public OnnxExport(boolean halfWeights, String description) {
        this(halfWeights, false, GraphForm.DEFAULT, description);
    }

    /** Writes the file completely or not at all: it writes a file beside it, then renames that one. The parameters are only read. */
    public void write(Path file, ServingGraph network, Parameters parameters) throws IOException {
        write(file, model(network, parameters));
    }

    /** Writes a model's file completely or not at all. */
    public static void write(Path file, ModelProto model) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
            model.writeTo(out);
        } catch (IOException e) {
            Files.deleteIfExists(part); // it takes the room that the next try needs
            throw new IOException(
                    file + " cannot be written: " + e.getMessage() + "; make room there, or give another file", e);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    ModelProto model(ServingGraph network, Parameters parameters) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            boolean half = halfWeights || form.arithmetic() == GraphForm.Arithmetic.HALF;
            GraphProto products =
                    form.products(graph(network, parameters, half, logits).finished());
            GraphProto whole = logits
                    ? products
                    : ClassesOnRequest.in(products, network.classes()).orElse(products);
            return OnnxGraph.model(form.precision(whole), Map.of(ENTRY, description));
        }
    }

    /** Returns a network's graph, whose tensors belong to the caller's scope. */
    static OnnxGraph graph(ServingGraph network, Parameters parameters, boolean halfWeights, boolean logits) {
        OnnxGraph graph = new OnnxGraph(halfWeights);
        Grid image = network.image();
        ServingInputs<OnnxValue> inputs = new ServingInputs<>(
                graph.input(ModelContract.FRAMES, DType.UINT8, "N", image.height(), image.width(), 3),
                graph.input(ModelContract.MODALITY, DType.INT64, "N"),
                graph.input(ModelContract.MEMBERSHIP, DType.FLOAT32, "B", "N"));
        ServingOutputs<OnnxValue> outputs = network.serve(new OnnxOps(graph, parameters), inputs);
        Grid quarter = image.coarser(ModelContract.CONFIDENCE_STRIDE);
        graph.output(ModelContract.CLASSES, outputs.classes(), DType.UINT8, "B", image.height(), image.width());
        graph.output(
                ModelContract.CONFIDENCE, outputs.confidence(), DType.UINT8, "B", quarter.height(), quarter.width());
        if (outputs.routing() != null) {
            graph.output(ModelContract.ROUTING, outputs.routing(), DType.FLOAT32, "B", "N", network.levels());
        }
        if (outputs.quality() != null) {
            graph.output("quality", outputs.quality(), DType.FLOAT32, "N");
        }
        if (logits) {
            graph.output(ModelContract.LOGITS, outputs.logits(), DType.FLOAT32, "B", "K", "h", "w");
        }
        return graph;
    }
}
