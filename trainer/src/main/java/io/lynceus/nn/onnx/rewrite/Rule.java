package io.lynceus.nn.onnx.rewrite;

/** One way in which a graph can be rewritten. */
interface Rule {
    /** Rewrites each place of the graph that has the rule's shape. */
    void apply(GraphEdit graph);
}
