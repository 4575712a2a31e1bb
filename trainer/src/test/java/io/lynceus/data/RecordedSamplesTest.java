package io.lynceus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.dataset.deliver.Deliver;
import io.lynceus.dataset.folders.LabelledFolders;
import io.lynceus.dataset.layout.MiniDeliver;
import io.lynceus.dataset.layout.MiniFolders;
import io.lynceus.dataset.layout.MiniMCubeS;
import io.lynceus.dataset.layout.MiniMuses;
import io.lynceus.dataset.mcubes.MCubeS;
import io.lynceus.dataset.muses.Muses;
import io.lynceus.dataset.muses.MusesOptions;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.FrameSink;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Player;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RasterSpec;
import io.lynceus.raster.Rasterizer;
import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.geometry.CameraModel;
import io.lynceus.raster.geometry.RigidTransform;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Modality;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training sees what the node would see of what the player sends. */
class RecordedSamplesTest {
    private static final int THREADS = 8;

    @TempDir
    private static Path folder;

    private static MiniDeliver deliver;
    private static final Map<Recording, List<Modality>> RECORDINGS = new LinkedHashMap<>();

    @BeforeAll
    static void write() throws Exception {
        deliver = MiniDeliver.write(folder);
        RECORDINGS.put(
                Deliver.open(deliver.root(), SampleFilter.ALL, 10), modalities("rgb", "depth", "event", "lidar"));
        RECORDINGS.put(
                Muses.open(MiniMuses.write(folder).root(), MusesOptions.defaults()),
                modalities("rgb", "event", "lidar", "radar"));
        RECORDINGS.put(
                MCubeS.open(MiniMCubeS.write(folder).root(), "test", 10), modalities("rgb", "aolp", "dolp", "nir"));
        MiniFolders folders = MiniFolders.write(folder.resolve("folders"));
        RECORDINGS.put(
                LabelledFolders.open(folders.yaml(), folders.root()).recording("train", 10), modalities("nir", "rgb"));
    }

    private static List<Modality> modalities(String... names) {
        return Stream.of(names).map(Modality::new).toList();
    }

    /** What a player sends, rasterized as it arrives. */
    private static final class Vehicle implements FrameSink {
        private final Map<String, CameraModel> cameras = new HashMap<>();
        private final Map<String, FrameTransform> transforms = new HashMap<>();
        private final List<RecordedFrame> frames = new ArrayList<>();

        static Vehicle of(Recording recording) throws InterruptedException {
            Vehicle vehicle = new Vehicle();
            PlayOptions options = PlayOptions.atRate(PlayOptions.AS_FAST_AS_POSSIBLE);
            new Player(recording, vehicle, FrameFilter.NONE, options, PlayClock.system()).play(progress -> {});
            return vehicle;
        }

        @Override
        public void latch(Latched message) {
            try {
                if (message.schema().equals("foxglove.CameraCalibration")) {
                    cameras.put(message.frameId(), CameraModel.of(CameraCalibration.parseFrom(message.value())));
                } else {
                    transforms.put(message.frameId(), FrameTransform.parseFrom(message.value()));
                }
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void send(RecordedFrame frame) {
            frames.add(frame);
        }

        /** The rasters of a sample, by modality. */
        Map<Modality, byte[]> rasters(String id, RasterSize size) {
            Map<Modality, byte[]> rasters = new HashMap<>();
            for (RecordedFrame frame : frames) {
                if (frame.sampleId().equals(Optional.of(id))
                        && !frame.channel().sensor().equals("gnss")) {
                    rasters.put(frame.channel().modality(), raster(frame, size));
                }
            }
            return rasters;
        }

        private byte[] raster(RecordedFrame frame, RasterSize size) {
            Optional<Calibration> calibration = Optional.empty();
            if (frame.channel().schema().equals("foxglove.PointCloud")) {
                FrameTransform transform =
                        Objects.requireNonNull(transforms.get(frame.channel().frameId()));
                calibration = Optional.of(Calibration.ofPoints(
                        Objects.requireNonNull(cameras.get(transform.getParentFrameId())),
                        RigidTransform.of(transform)));
            }
            ByteBuffer target = ByteBuffer.allocateDirect(size.bytes());
            new Rasterizer(new RasterSpec(frame.channel().modality(), PayloadFormat.FOXGLOVE, size, calibration))
                    .decode(frame.value(), target);
            byte[] bytes = new byte[size.bytes()];
            target.get(bytes);
            return bytes;
        }
    }

    @Test
    void rastersAreThoseOfTheFramesThatThePlayerSendsByteForByteAtAnySize() throws Exception {
        for (Map.Entry<Recording, List<Modality>> one : RECORDINGS.entrySet()) {
            Recording recording = one.getKey();
            RecordedSamples samples = new RecordedSamples(recording, one.getValue());
            Vehicle vehicle = Vehicle.of(recording);
            assertThat(samples.size()).isEqualTo(recording.samples().size());
            for (int i = 0; i < samples.size(); i++) {
                String id = recording.samples().get(i).id();
                LabelRaster label = recording.labels().orElseThrow().of(id).orElseThrow();
                RasterSize own = new RasterSize(label.height(), label.width());
                RasterSize model = new RasterSize(64, 96);
                Sample toLearnFrom = samples.sample(i);
                Sample toJudgeBy = samples.sample(i, model);
                assertThat(toLearnFrom.id()).isEqualTo(id);
                assertThat(new RasterSize(toLearnFrom.height(), toLearnFrom.width()))
                        .isEqualTo(own);
                assertThat(List.of(toLearnFrom.label(), toJudgeBy.label())).containsExactly(label, label);
                assertSame(toLearnFrom, one.getValue(), vehicle.rasters(id, own));
                assertSame(toJudgeBy, one.getValue(), vehicle.rasters(id, model));
            }
        }
    }

    private static void assertSame(Sample sample, List<Modality> modalities, Map<Modality, byte[]> expected) {
        assertThat(sample.frames()).as(sample.id()).hasSameSizeAs(expected.keySet());
        for (Sample.Frame frame : sample.frames()) {
            Modality modality = modalities.get(frame.modality());
            assertThat(frame.raster()).as(sample.id() + " " + modality).isEqualTo(expected.get(modality));
        }
    }

    @Test
    void theLabelIsWhatWasWrittenIntoTheDataset() {
        Recording recording = RECORDINGS.keySet().iterator().next();
        RecordedSamples samples = new RecordedSamples(recording, modalities("rgb"));
        for (int i = 0; i < samples.size(); i++) {
            byte[] truth = deliver.samples()
                    .get(recording.samples().get(i).id())
                    .label()
                    .clone();
            truth[0] = (byte) 255;
            truth[1] = (byte) 255;
            assertThat(samples.sample(i).label().classIds()).isEqualTo(truth);
        }
    }

    @Test
    void manyThreadsInAnyOrderGetTheSameBytes() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            for (Map.Entry<Recording, List<Modality>> one : RECORDINGS.entrySet()) {
                RecordedSamples samples = new RecordedSamples(one.getKey(), one.getValue());
                int size = (int) samples.size();
                List<Sample> alone = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    alone.add(samples.sample(i));
                }
                int[] order = new Random(1).ints(8L * size, 0, size).toArray();
                List<Callable<Sample>> tasks = new ArrayList<>();
                for (int i : order) {
                    tasks.add(() -> samples.sample(i));
                }
                List<Future<Sample>> together = pool.invokeAll(tasks);
                for (int k = 0; k < order.length; k++) {
                    Sample sample = together.get(k).get();
                    Sample same = alone.get(order[k]);
                    assertThat(sample.label()).isEqualTo(same.label());
                    assertThat(sample.frames()).hasSameSizeAs(same.frames());
                    for (int f = 0; f < same.frames().size(); f++) {
                        assertThat(sample.frames().get(f).raster())
                                .isEqualTo(same.frames().get(f).raster());
                    }
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aSensorThatASampleLacksHasNoFrameThereAndASampleWithoutAnyIsNamed() throws Exception {
        Recording muses = Muses.open(
                folder.resolve("muses"), MusesOptions.defaults().with(SampleFilter.ALL.with("weather", "snow")));
        assertThat(muses.samples()).extracting(RecordedSample::id).containsExactly("REC0002_frame_000020");
        Sample sample = new RecordedSamples(muses, modalities("radar", "rgb")).sample(0);
        assertThat(sample.frames()).extracting(Sample.Frame::modality).containsExactly(1);
        RecordedSamples radarAlone = new RecordedSamples(muses, modalities("radar"));
        assertThatThrownBy(() -> radarAlone.sample(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("REC0002_frame_000020")
                .hasMessageContaining("none of [radar]");
    }

    @Test
    void someSamplesAreSpreadOverTheDataset() {
        Recording recording = RECORDINGS.keySet().iterator().next();
        RecordedSamples samples = new RecordedSamples(recording, modalities("rgb"));
        assertThat(samples.spread(5)).containsExactly(0, 2, 4, 6, 8);
        assertThat(samples.spread(100)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(new StreetSamples(32, 32, 1, modalities("rgb")).spread(3)).containsExactly(0, 1, 2);
    }
}
