package io.lynceus.nn.adapter;

import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.block.Linear;
import java.util.List;

/**
 * LoRA experts on the queries and values of every attention, one for each modality, chosen frame by frame. Keys beside those of
 * {@code qkv}: {@code lora_q.*}, {@code lora_v.*}. MLE-SAM (arXiv 2412.04220), equations 4 and 5.
 *
 * @param modalities how many experts
 * @param rank of each update; 0 for none
 * @param scale factor of the updates
 * @param rows rows of B
 * @param form how the updates are computed
 */
public record QueryValueLora(int modalities, int rank, double scale, Rows rows, Form form) implements Adapter {
    /** The number of rows of B if a block has more outputs than inputs. */
    public enum Rows {
        /** One row per input channel, as in code derived from SAM-LoRA: the update reaches only a part of the outputs. */
        IN,
        /** One row per output channel: the update covers the whole map. */
        OUT
    }

    /** How the updates are computed; both forms have the same parameters and, but for rounding, the same results. */
    public enum Form {
        /** Two thin products beside the shared one: for training, and for large encoders. */
        FACTORED,
        /** Added to the shared weights, one whole matrix per modality: in an exported graph, experts then cost no time. */
        MERGED
    }

    public QueryValueLora {
        if (modalities < 1 || rank < 0) {
            throw new IllegalArgumentException("LoRA for " + modalities + " modalities of rank " + rank
                    + ": give at least 1 modality and a rank of 0 or more");
        }
    }

    private Lora experts(Place qkv, String target) {
        int rowCount = rows == Rows.OUT ? qkv.out() / 3 : qkv.in();
        return new Lora(qkv.beside("lora_" + target), modalities, rank, qkv.in(), rowCount);
    }

    @Override
    public void declare(ParameterList parameters, Place place) {
        if (rank > 0 && place.kind() == Place.Kind.QKV) {
            parameters.add(experts(place, "q"));
            parameters.add(experts(place, "v"));
        }
    }

    @Override
    public <V> Hooks<V> on(Ops<V> ops, Ragged<V> frames) {
        return new Hooks<>() {
            @Override
            public V project(Ops<V> same, Place place, Linear shared, V x, int tokens) {
                if (!adapts(place)) {
                    return Hooks.super.project(ops, place, shared, x, tokens);
                }
                return form == Form.MERGED
                        ? whole(ops, place, shared, x, tokens, frames.modality())
                        : ops.concat(-1, three(ops, place, shared, x, tokens, frames.modality()));
            }

            @Override
            public List<V> projectToThree(Ops<V> same, Place place, Linear shared, V x, int tokens) {
                return adapts(place) && form == Form.FACTORED
                        ? three(ops, place, shared, x, tokens, frames.modality())
                        : Hooks.super.projectToThree(ops, place, shared, x, tokens);
            }
        };
    }

    private boolean adapts(Place place) {
        return rank > 0 && place.kind() == Place.Kind.QKV;
    }

    /** Computes queries, keys and values [N, tokens, out / 3] by thin products beside the shared one. */
    private <V> List<V> three(Ops<V> ops, Place place, Linear qkv, V x, int tokens, V modality) {
        V frames = ops.reshape(x, -1, tokens, qkv.in()); // experts are chosen by frame: [N, tokens, in]
        List<V> shared = ops.split(qkv.forward(ops, frames), -1, 3);
        V q = scaled(ops, experts(place, "q").forward(ops, frames, modality)); // [N, tokens, rows]
        V v = scaled(ops, experts(place, "v").forward(ops, frames, modality));
        int rest = place.out() / 3 - experts(place, "q").out(); // outputs that no update reaches
        V first = rest == 0 ? q : ops.padEnd(q, -1, rest);
        V last = rest == 0 ? v : ops.pad(v, -1, rest, 0);
        return List.of(ops.add(shared.get(0), first), shared.get(1), ops.add(shared.get(2), last));
    }

    /** Computes queries, keys and values side by side, with experts that are added to the shared weights. */
    private <V> V whole(Ops<V> ops, Place place, Linear qkv, V x, int tokens, V modality) {
        if (modalities == 1) {
            V weight = ops.reshape(merged(ops, place, qkv), qkv.out(), qkv.in());
            return qkv.forward(ops, ops.reshape(x, -1, qkv.in()), weight);
        }
        V frames = ops.reshape(x, -1, tokens, qkv.in()); // [N, tokens, in]
        V weights = ops.permute(merged(ops, place, qkv), 0, 2, 1); // [M, in, 3·out]
        return qkv.biased(ops, ops.matmul(frames, ops.gather(weights, modality))); // [N, tokens, 3·out]
    }

    /** Returns the shared weights with each expert's update added: [M, 3·out, in]. */
    private <V> V merged(Ops<V> ops, Place place, Linear qkv) {
        V update = spread(
                ops,
                place,
                experts(place, "q").product(ops),
                experts(place, "v").product(ops),
                1);
        return ops.add(ops.parameter(qkv.name() + ".weight"), update);
    }

    /** Spreads the update over all outputs: the first ones (queries) and the last ones (values) change, those between do not. */
    private <V> V spread(Ops<V> ops, Place place, V q, V v, int axis) {
        int between = place.out() - 2 * experts(place, "q").out();
        return scaled(ops, ops.concat(axis, List.of(ops.padEnd(q, axis, between), v)));
    }

    private <V> V scaled(Ops<V> ops, V update) {
        return scale == 1 ? update : ops.scale(update, scale);
    }
}
