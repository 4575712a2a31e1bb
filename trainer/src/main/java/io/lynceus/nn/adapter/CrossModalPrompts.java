package io.lynceus.nn.adapter;

import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.Sets;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.SharedPrompt;

/**
 * MoBaNet's CPIA (arXiv 2603.17705) for two modalities: before each stage both get a low-rank prompt made of both, and the second
 * modality has a patch embedding of its own. Where one is absent, its tokens count as zeros. Keys: {@code name.patches},
 * {@code name.stage.i}.
 *
 * @param name key prefix
 * @param ratio of a stage's channels to those of the prompt's mixture
 * @param patch pixels of the backbone's patches, in each direction
 */
public record CrossModalPrompts(String name, int ratio, int patch) implements Adapter {
    private static final int MODALITIES = 2;

    /** Returns the key prefix of the second modality's patch embedding. */
    public String patchKey() {
        return name + ".patches";
    }

    private Conv own(Place patches) {
        return Conv.patches(patchKey(), patches.out(), patch, patch, 0);
    }

    private SharedPrompt prompt(Place stage) {
        return new SharedPrompt(name + ".stage." + stage.stage(), MODALITIES, stage.in(), stage.in() / ratio);
    }

    @Override
    public void declare(ParameterList parameters, Place place) {
        ParameterList own = parameters.in("prompts", Role.TRAINED);
        switch (place.kind()) {
            case PATCHES -> own.in("patches", Role.TRAINED).add(own(place));
            case STAGE -> own.add(prompt(place));
            default -> {}
        }
    }

    @Override
    public <V> Hooks<V> on(Ops<V> ops, Ragged<V> frames) {
        Sets<V> sets = Sets.of(ops, MODALITIES, frames);
        return new Hooks<>() {
            /** Embeds each frame with the patches of its modality: [N, C, h, w]. */
            @Override
            public V patches(Ops<V> same, Place place, Conv shared, V pixels) {
                V first = ops.mul(shared.forward(ops, pixels), sets.kind(ops, 0, 4));
                V second = ops.mul(own(place).forward(ops, pixels), sets.kind(ops, 1, 4));
                return ops.add(first, second);
            }

            @Override
            public V enter(Ops<V> same, Place stage, V tokens) {
                return ops.add(
                        tokens,
                        sets.ragged(ops, prompt(stage).forward(ops, sets.sides(ops, tokens, 4)), 4)); // [N, h, w, C]
            }
        };
    }
}
