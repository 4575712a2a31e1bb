package io.lynceus.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SheddingQueueTest {
    private static FrameSet set(long millis) {
        return new FrameSet(Traces.at(millis), new TreeMap<>(), Set.of());
    }

    @Example
    void aFullQueueDropsItsOldestAndKeepsOrder() {
        SheddingQueue queue = new SheddingQueue(2);
        assertThat(queue.push(set(1))).isEmpty();
        assertThat(queue.push(set(2))).isEmpty();
        assertThat(queue.push(set(3))).contains(set(1));
        assertThat(queue.poll()).contains(set(2));
        assertThat(queue.poll()).contains(set(3));
        assertThat(queue.poll()).isEmpty();
    }

    @Property(tries = 50)
    void underAnyLoadTheAgeOfASetStaysBelowTwoServiceTimes(@ForAll @IntRange(min = 1, max = 200) int service) {
        SheddingQueue queue = new SheddingQueue(1);
        long free = 0;
        long shed = 0;
        long done = 0;
        for (long now = 0; now < 20_000; now++) {
            if (now % 10 == 0) {
                shed += queue.push(set(now)).isPresent() ? 1 : 0;
            }
            if (now >= free) {
                Optional<FrameSet> next = queue.poll();
                if (next.isPresent()) {
                    free = now + service;
                    done++;
                    assertThat(free - Traces.millis(next.get().stamp())).isLessThanOrEqualTo(2L * service);
                }
            }
        }
        assertThat(done + shed + queue.size()).isEqualTo(2000);
    }

    @Example
    void noRoomAtAllIsRefused() {
        assertThatThrownBy(() -> new SheddingQueue(0)).hasMessageContaining("at least 1");
    }
}
