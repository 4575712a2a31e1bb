package io.lynceus.nn.cmtb;

import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.Sets;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.Hooks;
import io.lynceus.nn.adapter.Place;
import io.lynceus.nn.block.LayerNorm;
import io.lynceus.nn.mit.Mit;
import io.lynceus.nn.mit.MitSize;
import io.lynceus.nn.mit.ReducedAttention;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * EQUISeg's exchange between the modalities of a set. Each frame in turn is the primary: a hub merges the others into one map, a
 * mixer exchanges values between its cells, the primary attends to it, and the result is added: f = f' + f_c. A frame that is alone
 * in its set stays as it is. Hub, mixer and attention serve every primary; the mixer and the attention run on frames that are there
 * only.
 *
 * <p>Keys, behind a stage's place: {@code hub} (three or more modalities), {@code mixer}, {@code cross.{norm_q, norm_kv, q, kv, sr,
 * norm, proj}}; the latter two behind each block's place where every block exchanges.
 *
 * @param modalities M
 * @param size of the backbone
 * @param everyBlock whether frames exchange after every block, as the published size suggests, or once, after a stage
 */
public record Cmtb(int modalities, MitSize size, boolean everyBlock) implements Adapter {
    private static final List<Integer> RATIOS = List.of(8, 8, 4, 4);

    private SelfQueryHub hub(Place place) {
        String name = place.kind() == Place.Kind.STAGE ? place.name() + ".hub" : place.beside("hub");
        return new SelfQueryHub(name, modalities, place.out());
    }

    private PoolingMixer mixer(Place place) {
        return new PoolingMixer(place.name() + ".mixer", place.out(), RATIOS.get(place.stage()));
    }

    private LayerNorm norm(Place place, String which) {
        return new LayerNorm(place.name() + ".cross.norm_" + which, place.out(), Mit.EPSILON);
    }

    private ReducedAttention cross(Place place) {
        int stage = place.stage();
        return new ReducedAttention(
                place.name() + ".cross", place.out(), size.heads(stage), size.reduction(stage), true);
    }

    private boolean exchangesAt(Place place) {
        return modalities > 1 && place.kind() == (everyBlock ? Place.Kind.BLOCK : Place.Kind.STAGE);
    }

    @Override
    public void declare(ParameterList parameters, Place place) {
        ParameterList own = parameters.in("cmtb", Role.TRAINED);
        if (modalities > 2 && place.kind() == Place.Kind.STAGE) {
            own.add(hub(place));
        }
        if (exchangesAt(place)) {
            own.add(mixer(place));
            own.add(norm(place, "q"));
            own.add(norm(place, "kv"));
            own.add(cross(place));
        }
    }

    @Override
    public <V> Hooks<V> on(Ops<V> ops, Ragged<V> frames) {
        Sets<V> sets = Sets.of(ops, modalities, frames);
        return new Hooks<>() {
            private @Nullable Grid grid;

            @Override
            public V enter(Ops<V> same, Place stage, V tokens, Grid map) {
                grid = map;
                return tokens;
            }

            @Override
            public V leave(Ops<V> same, Place stage, V tokens) {
                return exchanged(stage, tokens);
            }

            @Override
            public V after(Ops<V> same, Place block, V x, int tokens) {
                return exchanged(block, x);
            }

            private V exchanged(Place place, V x) {
                return exchangesAt(place) ? exchange(ops, place, x, Objects.requireNonNull(grid), sets) : x;
            }
        };
    }

    /** Computes f = f' + f_c: [N, h, w, C] to the same. */
    private <V> V exchange(Ops<V> ops, Place place, V primary, Grid grid, Sets<V> sets) {
        V map = ops.permute(primary, 0, 3, 1, 2); // [N, C, h, w]
        List<V> sides = sets.sides(ops, map, 4); // [B, C, h, w] per modality
        List<V> others = modalities > 2 ? hub(place).forward(ops, sides, sets) : List.of(sides.get(1), sides.get(0));
        V merged = mixer(place).forward(ops, sets.ragged(ops, others, 4)); // [N, C, h, w]
        V source = norm(place, "kv").forward(ops, ops.permute(merged, 0, 2, 3, 1));
        V learned = cross(place).forward(ops, norm(place, "q").forward(ops, primary), source, grid); // [N, h, w, C]
        return ops.add(primary, ops.mul(learned, company(ops, sets)));
    }

    /** Returns [N, 1, 1, 1], 1 for a frame that is not alone in its set. */
    private <V> V company(Ops<V> ops, Sets<V> sets) {
        List<V> sides = IntStream.range(0, modalities)
                .mapToObj(m -> accompanied(ops, sets, m))
                .toList();
        return sets.ragged(ops, sides, 4);
    }

    /** Returns [B, 1, 1, 1], 1 where a set has another modality than this one. */
    static <V> V accompanied(Ops<V> ops, Sets<V> sets, int modality) {
        return IntStream.range(0, sets.modalities())
                .filter(m -> m != modality)
                .mapToObj(m -> sets.present(ops, m, 4))
                .reduce(ops::maximum)
                .orElseThrow();
    }
}
