package io.lynceus.nn;

/** A network wrapped for serving: from rasters to class ids. Heights and widths are its own, fixed. */
public interface ServingGraph {
    /** Returns H and W, multiples of 32. */
    Grid image();

    /** Returns the number of classes K. */
    int classes();

    /** Returns the number of pyramid levels L of the routing; 0 without routing. */
    int levels();

    <V> ServingOutputs<V> serve(Ops<V> ops, ServingInputs<V> inputs);
}
