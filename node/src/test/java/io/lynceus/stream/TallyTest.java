package io.lynceus.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.sync.Outcome.Fate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The balance of the accounts must fail for a pipeline that keeps them wrong (R1). */
class TallyTest {
    private final Tally tally = new Tally(List.of("rgb", "lidar"));

    /** A pipeline of one sensor, without matching. */
    private static class Queue {
        final Deque<Integer> frames = new ArrayDeque<>();
        final Tally tally;
        final Tally.Holder holder = sensor -> sensor.equals("rgb") ? frames.size() : 0;

        Queue(Tally tally) {
            this.tally = tally;
            tally.hold(holder);
        }

        void arrive(int frame) {
            frames.add(frame);
            tally.received("rgb");
        }

        void end() {
            frames.remove();
            tally.ended("rgb", Fate.MATCHED);
        }
    }

    @Test
    void aRightPipelineBalancesAlsoAfterItHasHandedItsFramesOver() {
        Queue first = new Queue(tally);
        first.arrive(1);
        first.arrive(2);
        first.end();
        Balance.assertHolds(tally);
        assertThat(tally.pending("rgb")).isEqualTo(1);
        tally.handOver(first.holder);
        Balance.assertHolds(tally);
        Queue second = new Queue(tally);
        second.arrive(2);
        second.end();
        Balance.assertHolds(tally);
        assertThat(tally.pending("rgb")).isZero();
        assertThat(tally.receivedCount("rgb")).isEqualTo(3);
        assertThat(tally.handedOverCount("rgb")).isEqualTo(1);
    }

    @Test
    void aPipelineThatDropsAFrameDoesNotBalance() {
        Queue dropping = new Queue(tally);
        dropping.arrive(1);
        dropping.frames.remove();
        assertThatThrownBy(() -> Balance.assertHolds(tally)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aPipelineThatEndsAFrameTwiceDoesNotBalance() {
        Queue twice = new Queue(tally);
        twice.arrive(1);
        twice.end();
        tally.ended("rgb", Fate.LATE);
        assertThatThrownBy(() -> Balance.assertHolds(tally)).isInstanceOf(AssertionError.class);
    }

    @Test
    void anUnknownSensorIsAnErrorThatNamesTheKnownOnes() {
        assertThatThrownBy(() -> tally.pending("sonar")).hasMessageContainingAll("sonar", "rgb", "lidar");
    }
}
