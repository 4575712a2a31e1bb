package io.lynceus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.score.gate.SensorFault;
import io.lynceus.wire.Modality;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Faults in the frames that a network learns from. */
class FaultyFramesTest {
    private static final int SIDE = 64;
    private static final List<Modality> MODALITIES =
            List.of(Modality.RGB, Modality.DEPTH, Modality.EVENT, Modality.LIDAR);
    private static final Sample SAMPLE = new StreetSamples(SIDE, SIDE, 5, MODALITIES).sample(0);

    @Property(tries = 60)
    void aFaultyFrameHasLessQualityAndTheSameSeedGivesTheSameFrame(@ForAll @LongRange(max = 1 << 20) long seed) {
        FaultyFrames faults = new FaultyFrames(FaultConfig.of(0.5, List.of()), MODALITIES);
        Sample first = faults.apply(SAMPLE, new SplittableRandom(seed));
        Sample again = faults.apply(SAMPLE, new SplittableRandom(seed));
        for (int i = 0; i < first.frames().size(); i++) {
            Sample.Frame frame = first.frames().get(i);
            assertThat(frame.raster()).isEqualTo(again.frames().get(i).raster());
            assertThat(frame.quality()).isBetween(0f, 1f);
            if (frame.quality() == 1) {
                assertThat(frame.raster()).isSameAs(SAMPLE.frames().get(i).raster());
            }
        }
    }

    @Example
    void everyKindChangesACameraAndOnlyPhotographsAreBlurredOrExposedWrongly() {
        for (SensorFault kind : SensorFault.values()) {
            FaultyFrames faults = new FaultyFrames(FaultConfig.of(1, List.of(kind.key())), MODALITIES);
            Sample changed = faults.apply(SAMPLE, new SplittableRandom(1));
            assertThat(changed.frames().get(0).raster())
                    .as(kind.key())
                    .isNotEqualTo(SAMPLE.frames().get(0).raster());
            assertThat(changed.frames().get(1).quality() == 1).as(kind.key()).isEqualTo(kind.ofPhotographs());
        }
    }

    @Example
    void aDisplacedFrameIsTheSameFrameElsewhere() {
        byte[] white = new byte[SIDE * SIDE * 3];
        Arrays.fill(white, (byte) 255);
        Sample sample = SAMPLE.withFrames(List.of(new Sample.Frame(1, white)));
        FaultyFrames faults = new FaultyFrames(FaultConfig.of(1, List.of("displace")), MODALITIES);
        byte[] moved =
                faults.apply(sample, new SplittableRandom(3)).frames().get(0).raster();
        int kept = 0;
        for (byte value : moved) {
            kept += value == (byte) 255 ? 1 : 0;
        }
        assertThat(kept).isBetween(white.length / 2, white.length - 1);
    }

    @Example
    void aDisplacedFrameIsNotBelievedAndACoarseOneOnlyIfItsPixelsAreNotTooLarge() {
        assertThat(SensorFault.DISPLACE.quality(0.5)).isZero();
        assertThat(SensorFault.DISPLACE.quality(0.1)).isBetween(0.5f, 0.7f);
        assertThat(SensorFault.LOWRES.quality(0.5)).isBetween(0.3f, 0.5f);
        assertThat(SensorFault.LOWRES.quality(1)).isZero();
        for (SensorFault kind : SensorFault.values()) {
            assertThat(kind.quality(0)).as(kind.key()).isEqualTo(1);
            assertThat(kind.quality(1)).as(kind.key()).isZero();
        }
    }

    @Example
    void aKindIsDrawnAsOftenAsItsWeightSays() {
        FaultConfig config =
                new FaultConfig(0, Map.of("rgb", 1.0), List.of("displace", "saturate"), Map.of("saturate", 3.0), 0.5);
        FaultyFrames faults = new FaultyFrames(config, MODALITIES);
        int saturated = 0;
        int tries = 2000;
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < tries; i++) {
            Sample changed = faults.apply(SAMPLE, random);
            byte[] camera = changed.frames().get(0).raster();
            saturated += camera[0] == -1 && camera[camera.length / 2] == -1 ? 1 : 0;
            assertThat(changed.frames().get(1)).isSameAs(SAMPLE.frames().get(1));
        }
        assertThat((double) saturated / tries).isBetween(0.72, 0.78);
    }

    @Example
    void aModalityThatTheSamplesLackIsRefusedByName() {
        FaultConfig config = new FaultConfig(0, Map.of("radar", 0.5), List.of(), Map.of(), 0);
        assertThatThrownBy(() -> new FaultyFrames(config, MODALITIES))
                .hasMessageContaining("radar")
                .hasMessageContaining("lidar");
    }

    @Example
    void noFaultsLeaveTheSampleAsItIs() {
        assertThat(new FaultyFrames(FaultConfig.NONE, MODALITIES).apply(SAMPLE, new SplittableRandom(1)))
                .isSameAs(SAMPLE);
    }

    @Example
    void anUnknownKindIsRefusedByName() {
        assertThatThrownBy(() -> FaultConfig.of(0.1, List.of("blak")))
                .hasMessageContaining("blak")
                .hasMessageContaining("black");
    }
}
