package io.lynceus.nn.adapter;

import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.Sets;
import io.lynceus.nn.block.Linear;
import java.util.List;
import java.util.stream.IntStream;

/**
 * MFNet's MMLoRA (TGRS 2025): every modality has low-rank updates of queries and values, scaled by 1/rank, and of the
 * perceptron's two maps, unscaled, which the two modalities mix. Keys under a map: {@code lora.A.m} [rank, in] and
 * {@code lora.B.m} [out, rank], of queries and values one below the other ([2·rank, in], [2·out, rank]); {@code lora.mix.m} in
 * the perceptron. B starts at zero, so each map starts unchanged.
 *
 * @param rank of each update
 */
public record MmLora(int rank) implements Adapter {
    private static boolean mixed(Place place) {
        return place.kind() == Place.Kind.HIDDEN || place.kind() == Place.Kind.OUTPUT;
    }

    private static boolean adapted(Place place) {
        return mixed(place) || place.kind() == Place.Kind.QKV;
    }

    private static CrossModalMix mix(Place place) {
        return new CrossModalMix(place.name() + ".lora.mix");
    }

    private static List<String> keys(Place place, String factor) {
        return IntStream.range(0, CrossModalMix.MODALITIES)
                .mapToObj(m -> place.name() + ".lora." + factor + "." + m)
                .toList();
    }

    @Override
    public void declare(ParameterList parameters, Place place) {
        if (adapted(place)) {
            ParameterList own = parameters.in("lora", Role.TRAINED);
            int updates = mixed(place) ? 1 : 2;
            int rows = mixed(place) ? place.out() : 2 * place.out() / 3;
            keys(place, "A")
                    .forEach(key -> own.add(key, Initialiser.kaiming(place.in()), (long) updates * rank, place.in()));
            keys(place, "B").forEach(key -> own.add(key, Initialiser.ZEROS, rows, rank));
            if (mixed(place)) {
                own.add(mix(place));
            }
        }
    }

    @Override
    public <V> Hooks<V> on(Ops<V> ops, Ragged<V> frames) {
        Sets<V> sets = Sets.of(ops, CrossModalMix.MODALITIES, frames);
        return new Hooks<>() {
            @Override
            public V project(Ops<V> same, Place place, Linear shared, V x, int tokens) {
                V plain = Hooks.super.project(ops, place, shared, x, tokens);
                if (!adapted(place)) {
                    return plain;
                }
                V rows = ops.reshape(x, -1, tokens, place.in()); // [N, tokens, in]
                V a = ModalityLinear.chosen(ops, keys(place, "A"), frames.modality());
                V b = ModalityLinear.chosen(ops, keys(place, "B"), frames.modality());
                V low = ops.matmul(rows, a); // [N, tokens, rank], or twice as many for queries and values
                V update = mixed(place)
                        ? mix(place).forward(ops, ops.matmul(low, b), sets, frames.modality())
                        : queriesAndValues(ops, place, low, b);
                return ops.add(plain, ops.reshape(update, -1, place.out())); // [N·tokens, out]
            }
        };
    }

    /** Computes the update of all outputs, scaled; the keys of the attention do not change: [N, tokens, 3·C]. */
    private <V> V queriesAndValues(Ops<V> ops, Place place, V low, V b) {
        int channels = place.out() / 3;
        V q = ops.matmul(ops.slice(low, -1, 0, rank), ops.slice(b, -1, 0, channels));
        V v = ops.matmul(ops.slice(low, -1, rank, 2L * rank), ops.slice(b, -1, channels, 2L * channels));
        return ops.scale(ops.concat(-1, List.of(ops.padEnd(q, -1, channels), v)), 1.0 / rank);
    }
}
