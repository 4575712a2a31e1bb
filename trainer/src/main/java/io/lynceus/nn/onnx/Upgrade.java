package io.lynceus.nn.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.lynceus.nn.onnx.rewrite.LeanGraph;
import io.lynceus.nn.onnx.rewrite.LeanGraph.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Gives a model file of before what a new export has: a graph that is lean on processors, and classes on request. Weights stay as they are. */
public final class Upgrade {
    private Upgrade() {}

    /**
     * Returns the leaner model with the same card; empty if its graph is as lean already.
     *
     * @param model of the newest contract
     */
    public static Optional<ModelProto> leaner(ModelProto model) {
        GraphProto lean = LeanGraph.of(model.getGraph(), Target.CPU);
        return lean.getNodeCount() == model.getGraph().getNodeCount() && lean.equals(model.getGraph())
                ? Optional.empty()
                : Optional.of(with(model, lean, Map.of()));
    }

    /**
     * Returns a leaner model that finds its classes on request.
     *
     * @param model of contract 2
     * @param card of the new model
     * @param classes number of classes K
     * @return empty if the classes do not come from logits that are resized bilinearly by a whole number of pixels
     */
    public static Optional<ModelProto> toClassesOnRequest(ModelProto model, String card, int classes) {
        return ClassesOnRequest.in(LeanGraph.of(model.getGraph(), Target.CPU), classes)
                .map(graph -> with(model, graph, Map.of(OnnxExport.ENTRY, card)));
    }

    /** Returns a model with another graph, and with some metadata changed. */
    static ModelProto with(ModelProto model, GraphProto graph, Map<String, String> changes) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (StringStringEntryProto entry : model.getMetadataPropsList()) {
            if (!entry.getKey().equals(OnnxGraph.CHECKSUM)) {
                metadata.put(entry.getKey(), entry.getValue());
            }
        }
        metadata.putAll(changes);
        return OnnxGraph.model(graph, metadata);
    }
}
