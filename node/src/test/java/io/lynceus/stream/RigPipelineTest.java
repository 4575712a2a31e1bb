package io.lynceus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The way of one rig's frames: the accounts balance after every call, whatever comes (R1). */
class RigPipelineTest {
    private static final long MILLI = 1_000_000;
    private static final List<String> SENSORS = List.of("rgb", "depth", "lidar", "event");

    private static Stamp at(long millis) {
        return PipelineRig.START.plusNanos(millis * MILLI);
    }

    private static PipelineRig rig(RigConfig.Mode mode) {
        return new PipelineRig(Rigs.of(mode, "t", "none:1"));
    }

    /** What has not settled is what is pending, and the accounts balance. */
    private static void check(PipelineRig rig) {
        Balance.assertHolds(rig.accounts());
        for (String sensor : SENSORS) {
            assertThat(rig.accounts().pending(sensor)).as(sensor).isEqualTo(rig.unsettled(sensor));
        }
    }

    @Property(tries = 60)
    void theAccountsBalanceAfterEveryCallWhateverComes(@ForAll long seed) {
        Random random = new Random(seed);
        RigConfig.Mode mode = random.nextBoolean() ? RigConfig.Mode.LIVE : RigConfig.Mode.COMPLETE;
        try (PipelineRig rig = rig(mode)) {
            long now = 0;
            long[] next = new long[SENSORS.size()];
            for (int call = 0; call < 300; call++) {
                switch (random.nextInt(40)) {
                    case 0 -> rig.rebalance(at(now));
                    case 1 -> rig.kill(at(now));
                    case 2 -> now += random.nextInt(900); // the node stood still: what comes next is old
                    case 3, 4, 5, 6, 7 -> rig.advance(at(now));
                    case 8 -> {
                        // in complete mode the caller would wait, and the clock stand still
                        boolean live = mode == RigConfig.Mode.LIVE;
                        rig.networkTakes(Duration.ofMillis(live ? random.nextInt(400) : 0));
                    }
                    default -> {
                        int sensor = random.nextInt(SENSORS.size());
                        arrive(rig, sensor, next[sensor], now, random);
                        next[sensor] += random.nextInt(12) == 0 ? 700 : 100;
                        now += random.nextInt(60);
                    }
                }
                check(rig);
            }
            rig.networkTakes(Duration.ZERO);
            rig.advance(at(now + 60_000));
            check(rig);
        }
    }

    private static void arrive(PipelineRig rig, int sensor, long stamp, long now, Random random) {
        long millis =
                switch (random.nextInt(20)) {
                    case 0 -> stamp - random.nextInt(3_000);
                    case 1 -> stamp + random.nextInt(20_000);
                    case 2 -> Long.MIN_VALUE / 2_000_000;
                    default -> stamp + random.nextInt(-10, 11);
                };
        if (random.nextInt(10) == 0) {
            rig.arrive(SENSORS.get(sensor), at(millis), new byte[] {1, 2, 3}, at(now));
        } else {
            rig.arrive(SENSORS.get(sensor), at(millis), at(now));
        }
    }

    @Example
    void aFrameThatCannotBeDecodedEndsAsMalformedWhateverTheMatcherDecides() {
        try (PipelineRig rig = rig(RigConfig.Mode.COMPLETE)) {
            rig.networkTakes(Duration.ofMillis(30));
            FrameRef bad = rig.arrive("rgb", at(0), new byte[] {1, 2, 3}, at(0));
            rig.arrive("depth", at(0), at(0));
            rig.arrive("lidar", at(0), at(0));
            rig.arrive("event", at(0), at(0));
            check(rig);
            assertThat(rig.accounts().pending("rgb"))
                    .as("the network works on its set")
                    .isEqualTo(1);
            rig.rebalance(at(0));
            check(rig);
            assertThat(rig.accounts().count("rgb", Fate.MALFORMED)).isEqualTo(1);
            assertThat(rig.accounts().count("depth", Fate.MATCHED)).isEqualTo(1);
            assertThat(rig.accounts().count("lidar", Fate.MALFORMED)).isEqualTo(1);
            assertThat(rig.letters).hasSize(2).anySatisfy(letter -> {
                assertThat(letter.getOffset()).isEqualTo(bad.address().offset());
                assertThat(letter.getTopic()).isEqualTo(bad.address().topic());
            });
            assertThat(rig.masks).singleElement().satisfies(mask -> assertThat(mask.getContributionsList())
                    .filteredOn(c -> c.getUsed())
                    .extracting(c -> c.getSensor())
                    .containsExactlyInAnyOrder("depth", "event"));
        }
    }

    @Example
    void aLidarWithoutCalibrationIsRefusedByNameAndDelaysNoOtherSensor() {
        try (PipelineRig rig = rig(RigConfig.Mode.LIVE)) {
            for (int i = 0; i < 4; i++) { // a fifth repetition would count as frozen
                for (String sensor : SENSORS) {
                    rig.arrive(sensor, at(100L * i), at(100L * i + 5));
                }
                check(rig);
                assertThat(rig.masks).as("the set leaves with its last frame").hasSize(i + 1);
                Segmentation mask = rig.masks.get(i);
                assertThat(mask.hasClasses()).isTrue();
                assertThat(mask.getComplete()).isTrue();
            }
            assertThat(rig.letters).hasSize(4).allSatisfy(letter -> assertThat(letter.getReason())
                    .contains("without calibration"));
        }
    }

    @Example
    void framesThatAreTooOldAreShedTogetherWithThoseOfTheirSet() {
        try (PipelineRig rig = rig(RigConfig.Mode.LIVE)) {
            rig.arrive("rgb", at(0), at(501));
            rig.arrive("depth", at(20), at(501));
            check(rig);
            assertThat(rig.accounts().count("rgb", Fate.SHED)).isEqualTo(1);
            assertThat(rig.accounts().count("depth", Fate.SHED)).isEqualTo(1);
            assertThat(rig.unsettled).isEmpty();
        }
    }

    @Example
    void aSetThatIsTooOldWhenItLeavesIsShedAndSoAreItsFrames() {
        try (PipelineRig rig = rig(RigConfig.Mode.LIVE)) {
            rig.arrive("rgb", at(0), at(5));
            rig.advance(at(900));
            rig.advance(at(2_000));
            for (int i = 0; i < 30; i++) {
                rig.advance(at(2_000 + 20L * i));
            }
            check(rig);
            assertThat(rig.accounts().shedSetCount()).isEqualTo(1);
            assertThat(rig.accounts().count("rgb", Fate.SHED)).isEqualTo(1);
            assertThat(rig.masks).isEmpty();
        }
    }

    @Example
    void noSetSettlesBeforeAnOlderOneThatTheNetworkStillHas() {
        try (PipelineRig rig = rig(RigConfig.Mode.LIVE)) {
            rig.networkTakes(Duration.ofMillis(900));
            for (int i = 0; i < 4; i++) {
                for (String sensor : SENSORS) {
                    rig.arrive(sensor, at(100L * i), at(100L * i + 5));
                }
            }
            rig.advance(at(700));
            rig.advance(at(702));
            check(rig);
            assertThat(rig.masks).isEmpty();
            assertThat(rig.accounts().shedSetCount())
                    .as("those of 100 and 200 ms")
                    .isEqualTo(2);
            assertThat(rig.unsettled("rgb"))
                    .as("a restart now must find the first set, and so those that were shed after it")
                    .isEqualTo(4);
            rig.advance(at(910));
            check(rig);
            assertThat(rig.masks).hasSize(1);
            assertThat(rig.accounts().count("rgb", Fate.SHED)).isEqualTo(3);
            assertThat(rig.unsettled("rgb")).isZero();
        }
    }

    @Example
    void levelsOfTheRoutingArriveInTheMessageFinestFirst() {
        try (PipelineRig rig = rig(RigConfig.Mode.LIVE)) {
            for (String sensor : List.of("rgb", "depth", "event")) {
                rig.arrive(sensor, at(0), at(5));
            }
            rig.arrive("lidar", at(0), at(5));
            assertThat(rig.masks.get(0).getContributionsList()).allSatisfy(contribution -> {
                int modality = List.of("rgb", "depth", "event", "lidar").indexOf(contribution.getModality());
                List<Float> finestFirst = contribution.getUsed()
                        ? List.of(
                                FixedSegmenter.weight(modality, 0),
                                FixedSegmenter.weight(modality, 1),
                                FixedSegmenter.weight(modality, 2))
                        : List.of(0f, 0f, 0f);
                assertThat(contribution.getRoutingList()).isEqualTo(finestFirst);
            });
        }
    }
}
