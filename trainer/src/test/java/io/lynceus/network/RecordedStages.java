package io.lynceus.network;

import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.Hooks;
import io.lynceus.nn.adapter.Place;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.Linear;
import java.util.HashMap;
import java.util.Map;

/** An adapter that works as another one and remembers what enters each stage and what leaves each block. */
final class RecordedStages implements Adapter {
    private final Adapter adapter;
    private final Map<Integer, Object> blocks = new HashMap<>();
    private final Map<Integer, Object> added = new HashMap<>();

    RecordedStages(Adapter adapter) {
        this.adapter = adapter;
    }

    /** The result of a block of the last pass, which the same interpreter made. */
    @SuppressWarnings("unchecked")
    <V> V block(int index) {
        return (V) blocks.get(index);
    }

    /** What the last pass added to the tokens on their way into a stage. */
    @SuppressWarnings("unchecked")
    <V> V prompt(int stage) {
        return (V) added.get(stage);
    }

    @Override
    public void declare(ParameterList parameters, Place place) {
        adapter.declare(parameters, place);
    }

    @Override
    public <V> Hooks<V> on(Ops<V> ops, Ragged<V> frames) {
        Hooks<V> hooks = adapter.on(ops, frames);
        return new Hooks<>() {
            @Override
            public V patches(Ops<V> same, Place place, Conv shared, V pixels) {
                return hooks.patches(ops, place, shared, pixels);
            }

            @Override
            public V enter(Ops<V> same, Place stage, V tokens) {
                V entered = hooks.enter(ops, stage, tokens);
                added.put(stage.stage(), ops.sub(entered, tokens));
                return entered;
            }

            @Override
            public V leave(Ops<V> same, Place stage, V tokens) {
                return hooks.leave(ops, stage, tokens);
            }

            @Override
            public V project(Ops<V> same, Place place, Linear shared, V x, int tokens) {
                return hooks.project(ops, place, shared, x, tokens);
            }

            @Override
            public V attended(Ops<V> same, Place block, V x, V y, int tokens) {
                return hooks.attended(ops, block, x, y, tokens);
            }

            @Override
            public V perceived(Ops<V> same, Place block, V x, V normed, V y, int tokens) {
                return hooks.perceived(ops, block, x, normed, y, tokens);
            }

            @Override
            public V after(Ops<V> same, Place block, V x, int tokens) {
                V result = hooks.after(ops, block, x, tokens);
                blocks.put(block.block(), result);
                return result;
            }
        };
    }
}
