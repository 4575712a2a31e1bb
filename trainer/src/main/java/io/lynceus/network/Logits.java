package io.lynceus.network;

import io.lynceus.nn.Grid;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A score of every class at every cell of a grid.
 *
 * @param values float32 [B, K, h, w]
 * @param grid h and w
 * @param extent pixels that the grid covers, from the top left: the image, or more if the network padded it on the right and below
 */
public record Logits<V>(V values, Grid grid, Grid extent) {
    /** Resizes to every pixel of the image, bilinearly: [B, K, H, W]. */
    public V resized(Ops<V> ops, Grid image) {
        V whole = grid.equals(extent) ? values : ops.interpolate(values, grid, extent, Interpolation.BILINEAR);
        V rows = extent.height() == image.height() ? whole : ops.slice(whole, 2, 0, image.height());
        return extent.width() == image.width() ? rows : ops.slice(rows, 3, 0, image.width());
    }

    Logits<V> map(UnaryOperator<V> function) {
        return new Logits<>(function.apply(values), grid, extent);
    }

    /** Computes the mean of logits of one grid. */
    static <V> Logits<V> mean(Ops<V> ops, List<Logits<V>> all) {
        Logits<V> first = all.get(0);
        return new Logits<>(meanOf(ops, all.stream().map(Logits::values).toList()), first.grid(), first.extent());
    }

    /** Computes the mean of values of one shape. */
    static <V> V meanOf(Ops<V> ops, List<V> values) {
        V total = values.get(0);
        for (V value : values.subList(1, values.size())) {
            total = ops.add(total, value);
        }
        return values.size() == 1 ? total : ops.scale(total, 1.0 / values.size());
    }
}
