package io.lynceus.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.health.HealthConfig;
import io.lynceus.health.HealthMonitor;
import io.lynceus.proto.v1.PixelMapping;
import io.lynceus.proto.v1.RasterView;
import io.lynceus.proto.v1.ReasonCode;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.raster.ContentStatistics;
import io.lynceus.raster.Decoding;
import io.lynceus.rig.MaskPolicy;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.Mask;
import io.lynceus.segment.MiouEstimate;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import io.lynceus.stream.FrameDecoder.Decoded;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.FrameSet;
import io.lynceus.sync.RecordAddress;
import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a matched set to its message. */
class SetSegmentationTest {
    private static final Stamp STAMP = Stamp.ofMillis(1_700_000_000_000L);
    private static final RigConfig CONFIG = Rigs.of(RigConfig.Mode.COMPLETE, "t", "none:1");

    private static final Comparisons COMPARISONS =
            new Comparisons(CONFIG, new Tally(List.of()), System::nanoTime, Runnable::run);

    private final HealthMonitor health = new HealthMonitor(
            CONFIG.sensors().stream()
                    .map(s -> new HealthMonitor.Watched(s.name(), s.measures(), s.period()))
                    .toList(),
            HealthConfig.DEFAULTS);
    private Batcher batcher = new Batcher(new FixedSegmenter(), 1, System::nanoTime);

    @AfterEach
    void close() {
        batcher.close();
    }

    private SetSegmentation.Context context() {
        return new SetSegmentation.Context(CONFIG, "a", batcher, health, COMPARISONS);
    }

    private static FrameSet set(String... sensors) {
        TreeMap<String, FrameSet.Member> members = new TreeMap<>();
        for (String sensor : sensors) {
            FrameRef frame = new FrameRef("a", sensor, STAMP, new RecordAddress(sensor, 0, 1));
            members.put(sensor, new FrameSet.Member(frame, 3));
        }
        Set<String> missing = new TreeSet<>(List.of("rgb", "depth", "lidar", "event"));
        missing.removeAll(members.keySet());
        return new FrameSet(STAMP, members, missing);
    }

    private static Map<String, Decoded> rasters(String... sensors) {
        Map<String, Decoded> rasters = new HashMap<>();
        for (String sensor : sensors) {
            ByteBuffer raster = ByteBuffer.allocateDirect(FixedSegmenter.SIDE * FixedSegmenter.SIDE * 3);
            rasters.put(sensor, new Decoded(new Decoding.Malformed("not looked at", 0), raster, 7, true));
        }
        return rasters;
    }

    @Test
    void onlyFramesThatCouldBeDecodedGoToTheNetworkAndEverySensorIsInTheMessage() {
        Segmentation message = SetSegmentation.begin(
                        context(), set("rgb", "depth", "event"), "s1", rasters("rgb", "event"), STAMP.plusNanos(50))
                .finish();
        assertThat(MaskMessages.unpack(message.getClasses())).containsOnly(2);
        assertThat(message.getSampleId()).isEqualTo("s1");
        assertThat(message.getComplete()).isFalse();
        assertThat(message.getNoMaskReason()).isEmpty();
        assertThat(message.getLatency().getWaitNanos()).isEqualTo(50);
        assertThat(message.getLatency().getDecodeNanos()).isEqualTo(7);
        assertThat(message.getContributionsList())
                .extracting(c -> c.getSensor() + " " + c.getMatched() + " " + c.getUsed() + " " + c.getSkewNanos())
                .containsExactly("rgb true true 3", "depth true false 3", "lidar false false 0", "event true true 3");
    }

    private static RigConfig.Sensor watched(RigConfig.Sensor s) {
        return new RigConfig.Sensor(
                s.name(), "sonar", s.topic(), s.format(), s.rate(), s.offset(), false, s.frame(), RigConfig.Use.WATCH);
    }

    @Test
    void aWatchedSensorIsMatchedAndJudgedAndStaysOutOfTheNetworkWhichDoesNotKnowIt() {
        SetSegmentation.Context context = new SetSegmentation.Context(
                CONFIG.withSensors(CONFIG.sensors().stream()
                        .map(s -> s.name().equals("event") ? watched(s) : s)
                        .toList()),
                "a",
                batcher,
                health,
                COMPARISONS);
        Segmentation message = SetSegmentation.begin(context, set("rgb", "event"), "", rasters("rgb", "event"), STAMP)
                .finish();
        assertThat(MaskMessages.unpack(message.getClasses())).as("of one frame").containsOnly(1);
        assertThat(message.getContributionsList())
                .filteredOn(contribution -> contribution.getSensor().equals("event"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getMatched()).isTrue();
                    assertThat(event.getUsed()).isFalse();
                    assertThat(event.getState()).isEqualTo(SensorState.SENSOR_STATE_OK);
                });
        Segmentation alone = SetSegmentation.begin(context, set("event"), "", rasters("event"), STAMP)
                .finish();
        assertThat(alone.hasClasses()).isFalse();
        assertThat(alone.getNoMaskReason()).contains("only watched sensors");
    }

    @Test
    void aMaskBelowThePolicySaysWhyItIsUnfit() {
        MaskPolicy policy = new MaskPolicy(List.of(List.of("rgb", "lidar"), List.of("depth", "lidar")), 0);
        SetSegmentation.Context context =
                new SetSegmentation.Context(CONFIG.with(policy), "a", batcher, health, COMPARISONS);
        assertThat(SetSegmentation.begin(context, set("depth", "lidar"), "", rasters("depth", "lidar"), STAMP)
                        .finish()
                        .getUnfitReason())
                .isEmpty();
        Segmentation unfit = SetSegmentation.begin(context, set("rgb", "depth"), "", rasters("rgb", "depth"), STAMP)
                .finish();
        assertThat(unfit.hasClasses()).as("it is published all the same").isTrue();
        assertThat(unfit.getUnfitReason()).contains("[rgb, depth]", "[rgb, lidar] or [depth, lidar]");
    }

    @Test
    void aMaskWithAWorseEstimateThanTheFloorIsUnfitAlthoughItsSensorsAreAllThere() {
        batcher.close();
        batcher = new Batcher(new FixedSegmenter(new MiouEstimate(-0.1, 1, 0)), 1, System::nanoTime);
        SetSegmentation.Context context = new SetSegmentation.Context(
                CONFIG.with(new MaskPolicy(List.of(), 0.7)), "a", batcher, health, COMPARISONS);
        String[] all = {"rgb", "depth", "event", "lidar"};
        Segmentation message = SetSegmentation.begin(context, set(all), "", rasters(all), STAMP)
                .finish();
        assertThat(message.getFullMiou()).isEqualTo(0.75f);
        assertThat(message.getExpectedMiou()).isEqualTo(0.65f);
        assertThat(message.getUnfitReason()).contains("0.65", "0.7");
    }

    @Test
    void aFailedSensorIsLeftOutAndTheMessageSaysWhy() {
        for (int i = 0; i < HealthConfig.DEFAULTS.badFrames(); i++) {
            Stamp stamp = STAMP.plusNanos(i * 100_000_000L);
            health.alive("depth", stamp);
            health.malformed("depth", stamp, "torn");
        }
        Segmentation message = SetSegmentation.begin(context(), set("rgb", "depth"), "", rasters("rgb", "depth"), STAMP)
                .finish();
        assertThat(message.getContributions(1).getUsed()).isFalse();
        assertThat(message.getContributions(1).getState()).isEqualTo(SensorState.SENSOR_STATE_FAILED);
        assertThat(message.getContributions(1).getReason()).contains("torn");
        assertThat(message.getExpectedMiou()).isEqualTo(0.25f);
    }

    @Test
    void aMaskSaysWhichImageItLiesOver() {
        Map<String, Decoded> rasters = rasters("rgb", "depth");
        assertThat(SetSegmentation.begin(context(), set("rgb", "depth"), "", rasters, STAMP)
                        .finish()
                        .hasView())
                .as("no image could be decoded")
                .isFalse();
        for (String sensor : List.of("rgb", "depth")) {
            Decoding image = new Decoding.Rastered(
                    Optional.empty(),
                    new ContentStatistics.ImageStatistics(100, 50, 0, 0, 500, 1),
                    Optional.empty(),
                    Optional.of(new Decoding.SourceImage(sensor + "_optical", 1920, 1080)));
            rasters.put(sensor, new Decoded(image, rasters.get(sensor).raster(), 7, true));
        }
        RasterView view = SetSegmentation.begin(context(), set("rgb", "depth"), "", rasters, STAMP)
                .finish()
                .getView();
        assertThat(view.getSensor()).as("the first of the rig file").isEqualTo("rgb");
        assertThat(view.getFrameId()).isEqualTo("rgb_optical");
        assertThat(view.getWidth()).isEqualTo(1920);
        assertThat(view.getHeight()).isEqualTo(1080);
        assertThat(view.getMapping()).isEqualTo(PixelMapping.PIXEL_MAPPING_STRETCH);
    }

    @Test
    void aSingleBlackFrameIsLeftOutOfItsSetAlthoughItsSensorIsOk() {
        Map<String, Decoded> rasters = rasters("rgb", "depth");
        Decoding black = new Decoding.Rastered(
                Optional.empty(),
                new ContentStatistics.ImageStatistics(0, 0, 1, 0, 0, 1),
                Optional.empty(),
                Optional.empty());
        rasters.put("depth", new Decoded(black, rasters.get("depth").raster(), 7, true));
        Segmentation message = SetSegmentation.begin(context(), set("rgb", "depth"), "", rasters, STAMP)
                .finish();
        assertThat(MaskMessages.unpack(message.getClasses())).containsOnly(1);
        assertThat(message.getContributions(0).getUsed()).isTrue();
        assertThat(message.getContributions(1).getUsed()).isFalse();
        assertThat(message.getContributions(1).getState()).isEqualTo(SensorState.SENSOR_STATE_OK);
        assertThat(message.getContributions(1).getReason()).contains("this frame shows nothing", "empty");
        assertThat(message.getContributions(1).getCause().getCode()).isEqualTo(ReasonCode.REASON_CODE_EMPTY);
        assertThat(message.getContributions(1).getCause().getSeen()).isEqualTo(1);
        assertThat(message.getContributions(1).getCause().getLimit())
                .isEqualTo(HealthConfig.DEFAULTS.depth().emptyShare());
        assertThat(message.getContributions(0).hasCause()).isFalse();
        assertThat(message.getExpectedMiou()).isEqualTo(0.25f);
    }

    @Test
    void aSetWithoutAnyDecodedFrameGivesAMessageWithoutRasters() {
        SetSegmentation begun = SetSegmentation.begin(context(), set("rgb"), "", Map.of(), STAMP);
        assertThat(begun.isDone()).isTrue();
        Segmentation message = begun.finish();
        assertThat(message.hasClasses()).isFalse();
        assertThat(message.getNoMaskReason()).contains("no frame of the set could be decoded");
        assertThat(message.getContributions(0).getRoutingList()).containsExactly(0f, 0f, 0f);
    }

    @Test
    void whatTheNetworkThrowsComesOut() {
        batcher.close();
        batcher = new Batcher(new Failing(), 1, System::nanoTime);
        SetSegmentation begun = SetSegmentation.begin(context(), set("rgb"), "", rasters("rgb"), STAMP);
        assertThatThrownBy(begun::finish).hasMessage("out of memory");
    }

    private static final class Failing implements Segmenter {
        @Override
        public ModelCard card() {
            return new FixedSegmenter().card();
        }

        @Override
        public String provider() {
            return "test";
        }

        @Override
        public List<Mask> segment(List<SetInput> sets) {
            throw new IllegalStateException("out of memory");
        }

        @Override
        public void close() {}
    }
}
