package io.lynceus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.health.SensorState;
import io.lynceus.health.Transition;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig.Mode;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.SetKind;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;

/** What a pipeline says of what it did: masks, counts and states of sensors. */
class RigPipelineResultsTest {
    private static final List<String> SENSORS = List.of("rgb", "depth", "lidar", "event");
    private static final byte[] GARBAGE = {1, 2, 3};

    private static PipelineRig rig(Mode mode) {
        return new PipelineRig(Rigs.of(mode, "t", "none:1"));
    }

    private static Stamp at(long millis) {
        return PipelineRig.START.plusNanos(millis * 1_000_000);
    }

    private static void send(PipelineRig rig, List<String> sensors, long millis) {
        sensors.forEach(sensor -> rig.arrive(sensor, at(millis), at(millis + 5)));
        rig.advance(at(millis + 6));
    }

    /** Lets time pass as a node does, which looks every few milliseconds. */
    private static void look(PipelineRig rig, long from, long until) {
        for (long millis = from; millis <= until; millis += 10) {
            rig.advance(at(millis));
        }
    }

    private static List<SensorState> statesOf(PipelineRig rig, String sensor) {
        return rig.transitions.stream()
                .filter(transition -> transition.sensor().equals(sensor))
                .map(Transition::to)
                .toList();
    }

    @Example
    void everyMaskIsCountedAndHandedToReadersWithTheSampleOfItsFrames() {
        try (PipelineRig rig = rig(Mode.LIVE)) {
            List<Segmentation> read = new ArrayList<>();
            rig.accounts().onPublished(read::add);
            for (int set = 0; set < 3; set++) {
                send(rig, SENSORS, 100L * set);
            }
            rig.advance(at(400));
            assertThat(rig.masks).hasSize(3).allSatisfy(mask -> {
                assertThat(mask.hasClasses()).isTrue();
                assertThat(mask.getSampleId()).isEqualTo("sample");
            });
            assertThat(read).isEqualTo(rig.masks);
            assertThat(rig.accounts().maskCount()).isEqualTo(3);
            assertThat(rig.accounts().count(SetKind.COMPLETE)).isEqualTo(3);
            assertThat(rig.accounts().unusableSetCount()).isZero();
        }
    }

    @Example
    void aSetWithoutAnyFrameThatCanBeDecodedIsCountedAsUnusableAndNotAsAMask() {
        try (PipelineRig rig = rig(Mode.LIVE)) {
            SENSORS.forEach(sensor -> rig.arrive(sensor, at(0), GARBAGE, at(5)));
            rig.advance(at(6));
            assertThat(rig.masks).singleElement().satisfies(mask -> assertThat(mask.hasClasses())
                    .isFalse());
            assertThat(rig.accounts().maskCount()).isZero();
            assertThat(rig.accounts().unusableSetCount()).isEqualTo(1);
            assertThat(rig.letters).hasSize(4);
        }
    }

    @Example
    void afterARestartAFrameOfAMomentThatHasItsMaskMakesNoSecondOne() {
        try (PipelineRig rig = rig(Mode.LIVE)) {
            send(rig, List.of("rgb", "lidar", "event"), 0);
            look(rig, 10, 300);
            assertThat(rig.masks).as("the partial set at its deadline").hasSize(1);
            rig.kill(at(310));
            rig.arrive("depth", at(0), at(320));
            look(rig, 330, 700);
            assertThat(rig.masks).hasSize(1);
            assertThat(rig.accounts().count("depth", Fate.LATE)).isEqualTo(1);
        }
    }

    @Example
    void onAVehicleASensorWithoutFramesIsCalledSilentByTheClock() {
        try (PipelineRig rig = rig(Mode.LIVE)) {
            for (int set = 0; set < 60; set++) {
                send(rig, SENSORS, 100L * set);
            }
            for (int set = 60; set < 66; set++) {
                send(rig, List.of("rgb", "lidar", "event"), 100L * set);
            }
            assertThat(statesOf(rig, "depth")).endsWith(SensorState.SILENT);
            assertThat(statesOf(rig, "rgb")).doesNotContain(SensorState.SILENT);
        }
    }

    @Example
    void inARecordingASensorWithoutFramesIsCalledSilentByTheSets() {
        try (PipelineRig rig = rig(Mode.COMPLETE)) {
            for (int set = 0; set < 10; set++) {
                send(rig, set < 3 ? SENSORS : List.of("rgb", "lidar", "event"), 100L * set);
            }
            assertThat(statesOf(rig, "depth")).isEmpty();
            send(rig, SENSORS, 3_000);
            send(rig, SENSORS, 3_100);
            assertThat(statesOf(rig, "depth")).startsWith(SensorState.SILENT);
        }
    }

    @Example
    void framesWithTheSameContentAndFramesThatCannotBeDecodedAreToldAsFailed() {
        try (PipelineRig rig = rig(Mode.LIVE)) {
            for (int set = 0; set < 6; set++) {
                rig.arrive("event", at(100L * set), GARBAGE, at(100L * set + 5));
                send(rig, List.of("rgb", "depth"), 100L * set);
                rig.advance(at(100L * set + 90));
            }
            rig.advance(at(1_000));
            assertThat(statesOf(rig, "rgb")).as("the same frame six times").containsExactly(SensorState.FAILED);
            assertThat(statesOf(rig, "event")).containsExactly(SensorState.FAILED);
        }
    }
}
