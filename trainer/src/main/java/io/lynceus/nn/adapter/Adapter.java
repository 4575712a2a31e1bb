package io.lynceus.nn.adapter;

import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.Ragged;

/**
 * The trained part that is added to a backbone: LoRA, bottleneck adapters, prompts, exchange between modalities. The backbone calls
 * {@link #declare} once at each of its {@link Place}s and asks the {@link Hooks} there in each forward pass.
 */
public interface Adapter {
    /** No adapter: the backbone is unchanged. */
    Adapter NONE = new Adapter() {
        @Override
        public void declare(ParameterList parameters, Place place) {}

        @Override
        public <V> Hooks<V> on(Ops<V> ops, Ragged<V> frames) {
            return new Hooks<>() {};
        }
    };

    /** Adds the parameters that this adapter has at a place; their names start with the place's. */
    void declare(ParameterList parameters, Place place);

    /** Returns the hooks of one forward pass; they may keep values from place to place. */
    <V> Hooks<V> on(Ops<V> ops, Ragged<V> frames);
}
