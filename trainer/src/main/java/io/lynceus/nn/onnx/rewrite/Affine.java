package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;

/**
 * Rows times a constant matrix plus a constant vector: {@code Add(MatMul(rows, weight), bias)}.
 *
 * @param rows the value that is mapped
 * @param weight constant [in, out]
 * @param bias constant [out]
 * @param product the node of the product
 * @param sum the node of the sum, whose output is the result
 */
record Affine(String rows, String weight, String bias, NodeProto product, NodeProto sum) {
    /** Finds the map whose result a value is, if nothing else uses any of its values. */
    static Optional<Affine> makerOf(GraphEdit graph, String value) {
        return graph.soleMaker(value, "Add").flatMap(sum -> of(graph, sum));
    }

    /** Reads the map that ends with a sum. */
    static Optional<Affine> of(GraphEdit graph, NodeProto sum) {
        String bias = sum.getInput(1);
        return graph.soleMaker(sum.getInput(0), "MatMul")
                .filter(product -> graph.isConstant(product.getInput(1))
                        && graph.shape(product.getInput(1)).size() == 2
                        && graph.isConstant(bias)
                        && graph.shape(bias).size() == 1)
                .map(product -> new Affine(product.getInput(0), product.getInput(1), bias, product, sum));
    }

    long in(GraphEdit graph) {
        return graph.shape(weight).get(0);
    }

    long out(GraphEdit graph) {
        return graph.shape(weight).get(1);
    }

    /** Returns the nodes of the same map with another weight and bias. */
    List<NodeProto> with(GraphEdit graph, String otherWeight, String otherBias) {
        String times = graph.name(sum.getOutput(0) + "/product");
        return List.of(
                graph.node("MatMul", List.of(rows, otherWeight), times),
                graph.node("Add", List.of(times, otherBias), sum.getOutput(0)));
    }
}
