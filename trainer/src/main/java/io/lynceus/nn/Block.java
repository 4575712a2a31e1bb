package io.lynceus.nn;

/** A piece of a network: it lists the parameters it owns; its forward pass is a method of its own, generic in the value. */
public interface Block {
    /** Adds the specifications of all parameters, in forward order. */
    void declare(ParameterList parameters);
}
