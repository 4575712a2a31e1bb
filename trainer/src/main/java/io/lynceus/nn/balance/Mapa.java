package io.lynceus.nn.balance;

import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.Sets;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.Hooks;
import io.lynceus.nn.adapter.Place;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.LayerNorm;
import io.lynceus.nn.block.SharedPrompt;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Modality-aware prompting and adaptation (MAPA). Before each stage the two modalities exchange a low-rank prompt; beside the
 * perceptron of each block there is one adapter for each modality. The second modality also has its own patches, which learn, and
 * its own output norms, which do not.
 *
 * <p>Keys: {@code prompt} behind a stage's place, {@code adapter.m} behind a block's, {@code extra_projection} and {@code
 * extra_norm} beside the patches, {@code extra_norm} behind a stage's place.
 *
 * <p>While training, the patches of some samples are hidden, of one modality each ({@link Ops#maskSamples}).
 *
 * @param backbone role of what the backbone is made of
 */
public record Mapa(Role backbone) implements Adapter {
    static final int MODALITIES = 2;

    /** Side of a Swin Transformer's patches, which do not overlap. */
    private static final int PATCH = 4;

    private static final int PROMPT_RATIO = 8;
    private static final int ADAPTER_RATIO = 16;
    private static final double ADAPTER_SCALE = 0.5;

    private static SharedPrompt prompt(Place stage) {
        return new SharedPrompt(stage.name() + ".prompt", MODALITIES, stage.out(), stage.out() / PROMPT_RATIO);
    }

    private static ModalityAdapters adapters(Place block) {
        return new ModalityAdapters(block.name() + ".adapter", MODALITIES, block.out(), block.out() / ADAPTER_RATIO);
    }

    private static Conv ownPatches(Place place) {
        return Conv.patches(place.beside("extra_projection"), place.out(), PATCH, PATCH, 0);
    }

    private static String norm(Place place) {
        return place.kind() == Place.Kind.PATCHES ? place.beside("extra_norm") : place.name() + ".extra_norm";
    }

    private static void declareNorm(ParameterList parameters, Place place) {
        parameters.add(norm(place) + ".weight", Initialiser.ONES, place.out());
        parameters.add(norm(place) + ".bias", Initialiser.ZEROS, place.out());
    }

    @Override
    public void declare(ParameterList parameters, Place place) {
        switch (place.kind()) {
            case PATCHES -> {
                ParameterList own = parameters.in("patches", Role.TRAINED);
                own.add(ownPatches(place));
                declareNorm(own, place);
            }
            case STAGE -> {
                parameters.in("prompts", Role.TRAINED).add(prompt(place));
                declareNorm(parameters.in("backbone", backbone), place);
            }
            case BLOCK -> parameters.in("adapters", Role.TRAINED).add(adapters(place));
            default -> {}
        }
    }

    @Override
    public <V> Hooks<V> on(Ops<V> ops, Ragged<V> frames) {
        Sets<V> sets = Sets.of(ops, MODALITIES, frames);
        return new Hooks<>() {
            @Override
            public V patches(Ops<V> same, Place place, Conv shared, V pixels) {
                V own = ownPatches(place).forward(ops, pixels);
                return chosen(ops, sets, shared.forward(ops, pixels), own);
            }

            @Override
            public V normalise(Ops<V> same, Place place, LayerNorm shared, V tokens) {
                V own = new LayerNorm(norm(place), shared.width(), shared.epsilon()).forward(ops, tokens);
                return chosen(ops, sets, shared.forward(ops, tokens), own);
            }

            @Override
            public V enter(Ops<V> same, Place stage, V tokens) {
                V shown = stage.stage() == 0 ? ops.mul(tokens, kept(ops, sets)) : tokens;
                List<V> sides = sets.sides(ops, shown, 4); // [B, h, w, C] for each modality
                return ops.add(shown, sets.ragged(ops, prompt(stage).forward(ops, sides), 4)); // [N, h, w, C]
            }

            @Override
            public V perceived(Ops<V> same, Place block, V x, V normed, V y, int tokens) {
                V perFrame = ops.reshape(x, -1, tokens, block.out()); // [N, h·w, C]
                V adapted = adapters(block).forward(ops, perFrame, frames.modality());
                V rows = ops.reshape(adapted, -1, block.out()); // [N·h·w, C]
                return ops.add(ops.add(x, y), ops.scale(rows, ADAPTER_SCALE));
            }
        };
    }

    /** Returns [N, 1, 1, 1]: 0 for frames that are hidden while training. */
    private static <V> V kept(Ops<V> ops, Sets<V> sets) {
        V table = ops.maskSamples(sets.presence()); // [B, 2]
        List<V> sides = IntStream.range(0, MODALITIES)
                .mapToObj(m -> ops.reshape(ops.slice(table, 1, m, m + 1L), -1, 1, 1, 1))
                .toList();
        return sets.ragged(ops, sides, 4);
    }

    /** Picks the first for frames of modality 0, the second for those of modality 1. */
    private static <V> V chosen(Ops<V> ops, Sets<V> sets, V first, V second) {
        return ops.add(ops.mul(first, sets.kind(ops, 0, 4)), ops.mul(second, sets.kind(ops, 1, 4)));
    }
}
