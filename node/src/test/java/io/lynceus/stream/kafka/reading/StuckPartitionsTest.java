package io.lynceus.stream.kafka.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StuckPartitionsTest {
    private static final TopicPartition RGB = new TopicPartition("rgb", 0);
    private static final TopicPartition DEPTH = new TopicPartition("depth", 0);

    private final StuckPartitions partitions = new StuckPartitions();

    private Map<TopicPartition, Duration> look(long second, long received, long end, boolean asks) {
        return look(second, received, end, asks, 10 * second);
    }

    private Map<TopicPartition, Duration> look(long second, long received, long end, boolean asks, long polls) {
        return partitions.look(
                Map.of(
                        RGB,
                        new StuckPartitions.Look(received, end, asks, polls),
                        DEPTH,
                        new StuckPartitions.Look(second, second, true, polls)),
                second * 1_000_000_000L);
    }

    @Test
    void aPartitionThatGrowsAndIsNotReceivedIsStuckSinceItsLastRecord() {
        assertThat(look(0, 7, 10, true)).isEmpty();
        assertThat(look(1, 7, 20, true)).containsOnly(Map.entry(RGB, Duration.ofSeconds(1)));
        assertThat(look(2, 7, 30, true)).containsOnly(Map.entry(RGB, Duration.ofSeconds(2)));
        assertThat(look(3, 8, 40, true)).isEmpty();
    }

    @Test
    void timeInWhichTheBrokerWasAwayDoesNotCount() {
        look(0, 7, 10, true);
        assertThat(look(40, 7, 20, true)).containsOnly(Map.entry(RGB, Duration.ofMillis(1500)));
        assertThat(look(41, 7, 30, true)).containsOnly(Map.entry(RGB, Duration.ofMillis(2500)));
    }

    @Test
    void aPartitionThatDoesNotGrowIsOnlyQuiet() {
        look(0, 7, 10, true);
        assertThat(look(60, 7, 10, true)).isEmpty();
    }

    @Test
    void aNodeThatIsBusyWithWhatItHasIsNotStuck() {
        look(0, 7, 10, true);
        assertThat(look(60, 7, 500, false)).isEmpty();
        assertThat(look(61, 7, 500, true)).as("it may ask again from now on").isEmpty();
    }

    /** As when it starts beside much other work: what it asked for is on its way, and new clients would take longer still. */
    @Test
    void timeInWhichANodeHardlyCameToAskDoesNotCount() {
        look(0, 7, 10, true, 100);
        assertThat(look(1, 7, 20, true, 110)).containsOnly(Map.entry(RGB, Duration.ofSeconds(1)));
        assertThat(look(2, 7, 30, true, 114)).containsOnly(Map.entry(RGB, Duration.ofSeconds(1)));
        assertThat(look(3, 7, 40, true, 119)).containsOnly(Map.entry(RGB, Duration.ofSeconds(2)));
    }

    @Test
    void aPartitionThatTheNodeNoLongerHasIsForgotten() {
        look(0, 7, 10, true);
        partitions.look(Map.of(), 1);
        assertThat(look(5, 7, 90, true)).isEmpty();
    }
}
