package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The linear maps that take tokens, where nothing else does: behind nodes that move tokens or add some of zeros.
 *
 * @param products their MatMul nodes, whose weights are constant, or one constant matrix for each modality
 * @param padded whether tokens of zeros come between
 */
record LinearUsers(List<NodeProto> products, boolean padded) {
    /** Finds the users of tokens; empty if one of them is something else. */
    static Optional<LinearUsers> of(GraphEdit graph, String tokens, long channels) {
        List<NodeProto> products = new ArrayList<>();
        List<String> open = new ArrayList<>(List.of(tokens));
        boolean padded = false;
        while (!open.isEmpty()) {
            String value = open.remove(open.size() - 1);
            if (graph.isNeeded(value)) {
                return Optional.empty();
            }
            for (NodeProto user : graph.users(value)) {
                padded |= TokenMoves.addsZeros(graph, user);
                if (TokenMoves.keeps(graph, user, channels) || TokenMoves.addsZeros(graph, user)) {
                    open.add(user.getOutput(0));
                } else if (isProduct(graph, user, value)) {
                    products.add(user);
                } else {
                    return Optional.empty();
                }
            }
        }
        return products.isEmpty() ? Optional.empty() : Optional.of(new LinearUsers(products, padded));
    }

    private static boolean isProduct(GraphEdit graph, NodeProto node, String value) {
        return node.getOpType().equals("MatMul")
                && node.getInput(0).equals(value)
                && graph.isConstant(table(graph, node.getInput(1)).orElse(node.getInput(1)));
    }

    /** Returns the constant of which a value is the part of each frame's modality. */
    private static Optional<String> table(GraphEdit graph, String weight) {
        return graph.soleMaker(weight, "Gather")
                .filter(gather -> Attributes.integer(gather, "axis", 0) == 0)
                .map(gather -> gather.getInput(0));
    }

    /** Returns true if each map adds a constant that can take another one in. */
    boolean haveBiases(GraphEdit graph) {
        return !padded
                && products.stream()
                        .allMatch(product -> graph.shape(product.getInput(1)).size() == 2
                                && sum(graph, product).isPresent());
    }

    private static Optional<NodeProto> sum(GraphEdit graph, NodeProto product) {
        return graph.soleUser(product.getOutput(0), "Add").filter(sum -> graph.isConstant(sum.getInput(1)));
    }

    /** Moves an offset of the tokens into the maps' constants, before their weights change. */
    void takeOffset(GraphEdit graph, String offset) {
        for (NodeProto product : products) {
            NodeProto sum = sum(graph, product).orElseThrow();
            String prefix = sum.getInput(1) + "/withOffset";
            String moved = graph.name(prefix + "/moved");
            String bias = graph.name(prefix);
            graph.replace(
                    sum,
                    List.of(
                            graph.node("MatMul", List.of(offset, product.getInput(1)), moved),
                            graph.node("Add", List.of(moved, sum.getInput(1)), bias),
                            sum.toBuilder().setInput(1, bias).build()));
        }
    }

    /** Moves factors of the tokens' channels into the maps' weights. */
    void takeFactors(GraphEdit graph, String factors, long channels) {
        for (NodeProto product : products) {
            String weight = product.getInput(1);
            Optional<String> table = table(graph, weight);
            String prefix = table.orElse(weight) + "/withFactors";
            String column = graph.name(prefix + "/column");
            String scaled = graph.name(prefix);
            List<NodeProto> nodes = new ArrayList<>();
            nodes.add(graph.node(
                    "Reshape", List.of(factors, graph.integers(prefix + "/shape", channels, 1)), column)); // [C, 1]
            nodes.add(graph.node("Mul", List.of(table.orElse(weight), column), scaled));
            String own = scaled;
            if (table.isPresent()) {
                NodeProto gather = graph.soleMaker(weight, "Gather").orElseThrow();
                own = graph.name(prefix + "/own");
                nodes.add(graph.node("Gather", List.of(scaled, gather.getInput(1)), own));
            }
            nodes.add(product.toBuilder().setInput(1, own).build());
            graph.replace(product, nodes);
        }
    }
}
