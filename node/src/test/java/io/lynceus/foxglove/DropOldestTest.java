package io.lynceus.foxglove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DropOldestTest {
    /** Positive: an entry of that size comes. Zero: the oldest is taken. */
    @Property(tries = 300)
    void itHoldsTheNewestWithinItsLimitsAndItsCountsAddUp(
            @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> steps) throws InterruptedException {
        DropOldest<int[]> queue = new DropOldest<>(new DropOldest.Limits(5, 20), entry -> entry[0]);
        List<Integer> taken = new ArrayList<>();
        int number = 0;
        for (int step : steps) {
            if (step > 0) {
                queue.offer(new int[] {step, number++});
            } else if (queue.counts().held() > 0) {
                taken.add(queue.take().orElseThrow()[1]);
            }
            DropOldest.Counts counts = queue.counts();
            assertThat(counts.held()).isLessThanOrEqualTo(5);
            assertThat(counts.heldBytes()).isLessThanOrEqualTo(20);
            assertThat(counts.taken() + counts.dropped() + counts.held()).isEqualTo(counts.offered());
        }
        queue.close();
        List<Integer> held = new ArrayList<>();
        for (var entry = queue.take(); entry.isPresent(); entry = queue.take()) {
            held.add(entry.orElseThrow()[1]);
        }
        assertThat(taken).isSorted();
        if (!held.isEmpty()) {
            assertThat(held.get(held.size() - 1))
                    .as("the newest is never dropped")
                    .isEqualTo(number - 1);
            assertThat(held.get(held.size() - 1) - held.get(0))
                    .as("without gaps")
                    .isEqualTo(held.size() - 1);
        }
    }
}
