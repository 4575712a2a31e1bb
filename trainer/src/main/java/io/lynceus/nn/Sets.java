package io.lynceus.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Converts between the two views of a batch: ragged, [N, …], with a row for every frame that is present; and side by side, one [B,
 * …] for each modality, with zeros if a set lacks it. Blocks that look at one frame run ragged, so that an absent sensor costs
 * nothing; blocks that mix the modalities of a set go side by side and back.
 *
 * <p>Both conversions pick rows and never multiply frames with each other, so that a set's values do not depend on the rest of its
 * batch. A set has at most one frame of a modality.
 *
 * @param presence float32 [B, M], 1 where set b has modality m
 * @param rows per modality, int64 [B]: the frame of each set; any frame where the set has none
 * @param set int64 [N]: the set of each frame
 * @param kinds float32 [N, M], 1 where frame n is of modality m
 */
public record Sets<V>(V presence, List<V> rows, V set, V kinds) {
    public Sets {
        rows = List.copyOf(rows);
    }

    /** Makes the views of a batch for a network of that many modalities. */
    public static <V> Sets<V> of(Ops<V> ops, int modalities, Ragged<V> frames) {
        V kinds = ops.gather(ops.constant(identity(modalities), modalities, modalities), frames.modality()); // [N, M]
        V byModality = ops.permute(kinds, 1, 0); // [M, N]
        List<V> rows = new ArrayList<>();
        for (int m = 0; m < modalities; m++) {
            V own = ops.mul(frames.membership(), ops.slice(byModality, 0, m, m + 1L)); // [B, N]
            rows.add(ops.argmax(own, false, -1)); // [B]
        }
        V presence = ops.matmul(frames.membership(), kinds); // [B, M]
        return new Sets<>(presence, rows, ops.argmax(frames.membership(), false, 0), kinds);
    }

    private static float[] identity(int size) {
        float[] values = new float[size * size];
        for (int i = 0; i < size; i++) {
            values[i * size + i] = 1;
        }
        return values;
    }

    public int modalities() {
        return rows.size();
    }

    /**
     * Picks one modality's frames of all sets: [N, …] to [B, …], zeros where a set has none.
     *
     * @param rank number of axes of x, the first one included
     */
    public V side(Ops<V> ops, V x, int modality, int rank) {
        return ops.mul(ops.gather(x, rows.get(modality)), present(ops, modality, rank));
    }

    /** Picks all modalities' frames: [N, …] to one [B, …] for each modality. */
    public List<V> sides(Ops<V> ops, V x, int rank) {
        List<V> sides = new ArrayList<>();
        for (int m = 0; m < modalities(); m++) {
            sides.add(side(ops, x, m, rank));
        }
        return sides;
    }

    /** Converts back: one [B, …] for each modality to [N, …]; values of absent frames are dropped. */
    public V ragged(Ops<V> ops, List<V> sides, int rank) {
        V sum = own(ops, sides.get(0), 0, rank);
        for (int m = 1; m < modalities(); m++) {
            sum = ops.add(sum, own(ops, sides.get(m), m, rank));
        }
        return sum;
    }

    private V own(Ops<V> ops, V side, int modality, int rank) {
        return ops.mul(ops.gather(side, set), column(ops, kinds, modality, rank));
    }

    /** Marks frames of one modality: float32 [N, 1, …], 1 where frame n is of it; broadcasts over a value of that rank. */
    public V kind(Ops<V> ops, int modality, int rank) {
        return column(ops, kinds, modality, rank);
    }

    /** Marks sets that have a modality: float32 [B, 1, …], 1 where set b has it; broadcasts over a value of that rank. */
    public V present(Ops<V> ops, int modality, int rank) {
        return column(ops, presence, modality, rank);
    }

    private V column(Ops<V> ops, V table, int modality, int rank) {
        long[] shape = Collections.nCopies(rank, 1L).stream()
                .mapToLong(Long::longValue)
                .toArray();
        shape[0] = -1;
        return ops.reshape(ops.slice(table, 1, modality, modality + 1L), shape);
    }
}
