package io.lynceus.nn.adapter;

import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.Sets;
import io.lynceus.nn.block.Linear;
import java.util.stream.IntStream;

/**
 * MFNet's MMAdapter (TGRS 2025): in each block every modality has a bottleneck behind the attention, and one beside the
 * perceptron whose results the two modalities mix. Keys under the block: {@code adapter.attention.m.{down,up}},
 * {@code adapter.perceptron.m.{down,up}}, {@code adapter.mix.m}.
 *
 * @param ratio of a block's channels to those of the bottleneck
 */
public record MmAdapter(int ratio) implements Adapter {
    private static final String ATTENTION = ".adapter.attention.";
    private static final String PERCEPTRON = ".adapter.perceptron.";

    private ModalityLinear down(Place block, String where) {
        return new ModalityLinear(IntStream.range(0, CrossModalMix.MODALITIES)
                .mapToObj(m -> new Linear(block.name() + where + m + ".down", block.out(), block.out() / ratio))
                .toList());
    }

    private ModalityLinear up(Place block, String where) {
        return new ModalityLinear(IntStream.range(0, CrossModalMix.MODALITIES)
                .mapToObj(m -> new Linear(block.name() + where + m + ".up", block.out() / ratio, block.out()))
                .toList());
    }

    private static CrossModalMix mix(Place block) {
        return new CrossModalMix(block.name() + ".adapter.mix");
    }

    @Override
    public void declare(ParameterList parameters, Place place) {
        if (place.kind() == Place.Kind.BLOCK) {
            ParameterList own = parameters.in("adapter", Role.TRAINED);
            for (String where : new String[] {ATTENTION, PERCEPTRON}) {
                own.add(down(place, where));
                own.add(up(place, where));
            }
            own.add(mix(place));
        }
    }

    @Override
    public <V> Hooks<V> on(Ops<V> ops, Ragged<V> frames) {
        Sets<V> sets = Sets.of(ops, CrossModalMix.MODALITIES, frames);
        return new Hooks<>() {
            /** Computes x + y + bottleneck(y): [N, tokens, C]. */
            @Override
            public V attended(Ops<V> same, Place block, V x, V y, int tokens) {
                V attention = ops.reshape(y, -1, tokens, block.out());
                V adapted = ops.add(attention, bottleneck(block, ATTENTION, attention));
                return ops.add(ops.reshape(x, -1, tokens, block.out()), adapted);
            }

            /** Computes x + y + mixed bottlenecks of the perceptron's input: [N, tokens, C]. */
            @Override
            public V perceived(Ops<V> same, Place block, V x, V normed, V y, int tokens) {
                V own = bottleneck(block, PERCEPTRON, ops.reshape(normed, -1, tokens, block.out()));
                V mixed = mix(block).forward(ops, own, sets, frames.modality());
                return ops.add(ops.reshape(ops.add(x, y), -1, tokens, block.out()), mixed);
            }

            private V bottleneck(Place block, String where, V x) {
                V inner = ops.gelu(down(block, where).forward(ops, x, frames.modality()));
                return up(block, where).forward(ops, inner, frames.modality()); // [N, tokens, C]
            }
        };
    }
}
