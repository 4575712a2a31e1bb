package io.lynceus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.health.HealthConfig;
import io.lynceus.health.HealthMonitor;
import io.lynceus.proto.v1.Comparison;
import io.lynceus.raster.Decoding;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Mask;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.Network;
import io.lynceus.segment.SetInput;
import io.lynceus.stream.FrameDecoder.Decoded;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Second masks: for whom, of what, how often. */
class ComparisonsTest {
    private static final RigConfig CONFIG = Rigs.of(RigConfig.Mode.COMPLETE, "t", "none:1");
    private static final List<String> ALL = List.of("rgb", "depth", "lidar", "event");
    private static final Stamp START = Stamp.ofMillis(1_700_000_000_000L);

    /** Answers when the test says so. */
    private static final class Waiting implements Network {
        private final FixedSegmenter model = new FixedSegmenter();
        private final List<SetInput> sets = new ArrayList<>();
        private final List<CompletableFuture<Mask>> answers = new ArrayList<>();

        @Override
        public ModelCard card() {
            return model.card();
        }

        @Override
        public CompletableFuture<Mask> submit(SetInput set) {
            throw new AssertionError("a second mask is never one of the sets' own");
        }

        @Override
        public CompletableFuture<Mask> submitSpare(SetInput set) {
            sets.add(set);
            answers.add(new CompletableFuture<>());
            return answers.get(answers.size() - 1);
        }

        void answer() {
            int last = sets.size() - 1;
            answers.get(last).complete(model.segment(List.of(sets.get(last))).get(0));
        }
    }

    private final Waiting network = new Waiting();
    private final Tally tally = new Tally(ALL);
    private final List<Comparison> made = new ArrayList<>();
    private final HealthMonitor health = new HealthMonitor(
            CONFIG.sensors().stream()
                    .map(s -> new HealthMonitor.Watched(s.name(), s.measures(), s.period()))
                    .toList(),
            HealthConfig.DEFAULTS);
    private long nanos;
    private int offered;
    private Comparisons comparisons;

    @BeforeEach
    void start() {
        comparisons = new Comparisons(CONFIG, tally, () -> nanos, Runnable::run);
        comparisons.onMade(made::add);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    /** Offers a set with these sensors, whose rasters hold a number each. */
    private Map<String, Decoded> offer(String... sensors) {
        Map<String, Decoded> rasters = new HashMap<>();
        for (String sensor : sensors) {
            ByteBuffer raster = ByteBuffer.allocateDirect(FixedSegmenter.SIDE * FixedSegmenter.SIDE * 3);
            raster.put(0, (byte) (1 + ALL.indexOf(sensor)));
            rasters.put(sensor, new Decoded(new Decoding.Malformed("not looked at", 0), raster, 7, true));
        }
        comparisons.offer(
                new SetSegmentation.Context(CONFIG, "a", network, health, comparisons),
                START.plusNanos(offered++),
                List.of(sensors),
                rasters);
        return rasters;
    }

    private List<Byte> shown() {
        return network.sets.get(network.sets.size() - 1).frames().stream()
                .map(frame -> frame.raster().get(0))
                .toList();
    }

    @Test
    void nothingIsMadeUnlessSomebodyAsksForASensorOfARigThatIsServedHere() {
        offer("rgb", "depth");
        comparisons.ask("b", "rgb");
        comparisons.ask("a", "radar");
        offer("rgb", "depth");
        comparisons.ask("a", "rgb");
        offer("depth", "event");
        offer("rgb");
        assertThat(network.sets).isEmpty();
        offer("rgb", "depth", "event");
        assertThat(shown()).containsExactly((byte) 2, (byte) 4);
        network.answer();
        assertThat(made).hasSize(1);
        assertThat(made.get(0).getWithout()).isEqualTo("rgb");
        assertThat(made.get(0).getUsedList()).containsExactly("depth", "event");
        assertThat(Stamp.of(made.get(0).getTimestamp())).isEqualTo(START.plusNanos(4));
        assertThat(MaskMessages.unpack(made.get(0).getClasses())).containsOnly(2);
        assertThat(tally.comparisonCount(true)).isEqualTo(1);
    }

    @Test
    void aSecondMaskIsWorthWhatTheCardSaysOfTheSensorsThatAreLeft() {
        comparisons.ask("a", "depth");
        offer("rgb", "depth");
        network.answer();
        assertThat(made.get(0).getExpectedMiou()).isEqualTo(0.25f);
    }

    @Test
    void theSetsRastersMayBeUsedAgainBeforeTheSecondMaskIsMade() {
        comparisons.ask("a", "lidar");
        offer("rgb", "lidar").values().forEach(decoded -> decoded.raster().put(0, (byte) 99));
        assertThat(shown()).containsExactly((byte) 1);
    }

    @Test
    void oneIsMadeAtATimeTwoASecondAtMostAndForATenthOfTheTime() {
        comparisons.ask("a", "rgb");
        offer("rgb", "depth");
        pass(Duration.ofSeconds(2));
        offer("rgb", "depth");
        assertThat(network.sets).as("one is under way").hasSize(1);
        network.answer(); // it took two seconds
        pass(Duration.ofMillis(17_900));
        offer("rgb", "depth");
        assertThat(network.sets).as("nine times as long").hasSize(1);
        pass(Duration.ofMillis(100));
        offer("rgb", "depth");
        assertThat(network.sets).hasSize(2);
        network.answer(); // in no time
        pass(Duration.ofMillis(499));
        offer("rgb", "depth");
        assertThat(network.sets).hasSize(2);
        pass(Duration.ofMillis(1));
        offer("rgb", "depth");
        assertThat(network.sets).hasSize(3);
    }

    @Test
    void aRequestEndsAfterAMinuteUnlessItIsMadeAgain() {
        comparisons.ask("a", "rgb");
        pass(Duration.ofSeconds(50));
        comparisons.ask("a", "rgb");
        pass(Duration.ofSeconds(60));
        offer("rgb", "depth");
        assertThat(network.sets).hasSize(1);
        network.answer();
        pass(Duration.ofSeconds(1));
        offer("rgb", "depth");
        assertThat(network.sets).hasSize(1);
    }

    @Test
    void severalSensorsTakeTurns() {
        comparisons.ask("a", "rgb");
        comparisons.ask("a", "depth");
        for (int i = 0; i < 4; i++) {
            offer("rgb", "depth", "event");
            network.answer();
            pass(Duration.ofSeconds(1));
        }
        assertThat(made).extracting(Comparison::getWithout).containsExactly("rgb", "depth", "rgb", "depth");
    }

    @Test
    void aFailureIsCountedAndTheNextOneIsMade() {
        comparisons.ask("a", "rgb");
        offer("rgb", "depth");
        network.answers.get(0).completeExceptionally(new IllegalStateException("no memory"));
        assertThat(tally.comparisonCount(false)).isEqualTo(1);
        pass(Duration.ofSeconds(1));
        offer("rgb", "depth");
        network.answer();
        assertThat(made).hasSize(1);
    }
}
