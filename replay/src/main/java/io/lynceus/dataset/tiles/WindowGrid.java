package io.lynceus.dataset.tiles;

import java.util.ArrayList;
import java.util.List;

/**
 * Windows over a tile, row by row. Starts run over 0, stride, 2 · stride, … while they are in the tile; a window that would hang
 * over the border is moved back to end at it.
 *
 * @param window side
 * @param stride from one start to the next
 */
public record WindowGrid(int window, int stride) {
    /**
     * The starts along one side.
     *
     * @param repeated whether windows that are moved to the same place come as often as they are moved there: so they do in the
     *     published evaluation, which makes the border weigh more where logits are summed
     */
    public List<Integer> starts(int size, boolean repeated) {
        List<Integer> starts = new ArrayList<>();
        for (int at = 0; at < size; at += stride) {
            int start = Math.max(0, Math.min(at, size - window));
            if (repeated || starts.isEmpty() || starts.get(starts.size() - 1) != start) {
                starts.add(start);
            }
        }
        return starts;
    }

    /**
     * The first and the last + 1 of the pixels, along one side, that count in a window: those to whose centre no other window's is
     * nearer.
     *
     * @param starts without repetitions
     */
    static int[] own(List<Integer> starts, int index, int window, int size) {
        int from = index == 0 ? 0 : (starts.get(index - 1) + starts.get(index) + window) / 2;
        int to = index == starts.size() - 1 ? size : (starts.get(index) + starts.get(index + 1) + window) / 2;
        return new int[] {from, to};
    }
}
