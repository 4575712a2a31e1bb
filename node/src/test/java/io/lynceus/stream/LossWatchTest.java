package io.lynceus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.rig.RigConfig;
import io.lynceus.sync.Outcome.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LossWatchTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3_600 * SECOND;

    private final RigConfig config = Rigs.of(RigConfig.Mode.LIVE, "loss", "localhost:1");
    private final Tally tally =
            new Tally(config.sensors().stream().map(RigConfig.Sensor::name).toList());
    private final LossWatch watch = new LossWatch(config, tally);
    private final List<String> told = new ArrayList<>();
    private long nanos;

    /** Lets seconds pass in which every sensor gets ten frames, of which a share end so. */
    private void pass(int seconds, Fate fate, int ofTen) {
        for (int i = 0; i < seconds; i++) {
            for (String sensor : tally.sensors()) {
                for (int frame = 0; frame < 10; frame++) {
                    tally.received(sensor);
                    tally.ended(sensor, frame < ofTen ? fate : Fate.MATCHED);
                }
            }
            if (ofTen < 10 || fate == Fate.MATCHED) {
                tally.mask();
            }
            look();
        }
    }

    private void look() {
        told.addAll(watch.look(nanos));
        nanos += SECOND;
    }

    @Test
    void aNodeThatWorksSaysNothing() {
        pass(120, Fate.LATE, 1);
        assertThat(told).isEmpty();
    }

    @Test
    void aLossIsToldOnceWithItsSensorsCountAndRemedyAndAgainWhenItHasGrownTenfold() {
        pass(5, Fate.LATE, 9);
        assertThat(told).hasSize(1);
        assertThat(told.get(0))
                .startsWith(
                        config.sensors().stream()
                                        .map(RigConfig.Sensor::name)
                                        .sorted()
                                        .collect(Collectors.joining(", ")) + ": ")
                .containsPattern("\\d+ of the last \\d+ frames were late")
                .contains("Raise sync.deadline");
        pass(5, Fate.LATE, 9);
        assertThat(told).as("it has not grown tenfold").hasSize(1);
        pass(100, Fate.LATE, 9);
        assertThat(told).hasSize(2);
    }

    @Test
    void aSensorThatLosesFramesLaterIsToldOfByItself() {
        pass(5, Fate.LATE, 9);
        told.clear();
        String sensor = tally.sensors().iterator().next();
        for (int frame = 0; frame < 40; frame++) {
            tally.received(sensor);
            tally.ended(sensor, Fate.EXPIRED);
        }
        look();
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).startsWith(sensor + ": ").contains("expired");
    }

    @Test
    void framesThatWereShedWhileTheNodeStartedSayNothingAboutItsSpeed() {
        pass(3, Fate.SHED, 9);
        pass(30, Fate.MATCHED, 10);
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).contains("were shed", "before the node was at full speed");
        told.clear();
        pass(10, Fate.SHED, 9);
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).contains("cannot keep up");
    }

    @Test
    void framesOfARecordingGetAnotherRemedyThanThoseOfAnOverloadedNode() {
        for (String sensor : tally.sensors()) {
            tally.received(sensor);
            tally.shedOnArrival(sensor, 3 * HOUR);
        }
        pass(100, Fate.SHED, 9);
        assertThat(told).isNotEmpty().allSatisfy(sentence -> assertThat(sentence)
                .contains("10800 s old", "--live", "sync.mode: complete"));
    }

    @Test
    void sensorsThatSendNothingAreNamedOnceWithTheirTopics() {
        for (int i = 0; i < 60; i++) {
            look();
        }
        assertThat(told).hasSize(1);
        assertThat(told.get(0))
                .contains("no frame has come")
                .contains(config.sensors().stream().map(RigConfig.Sensor::topic).toList());
    }

    @Test
    void framesWithoutAnyMaskAreToldOfOnce() {
        pass(10, Fate.SURPLUS, 9);
        assertThat(told).isEmpty();
        pass(60, Fate.SURPLUS, 10);
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).contains("no mask was made", "doctor");
    }
}
