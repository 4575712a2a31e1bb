package io.lynceus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.dataset.deliver.Deliver;
import io.lynceus.dataset.layout.MiniDeliver;
import io.lynceus.dataset.layout.MiniMCubeS;
import io.lynceus.dataset.layout.MiniMuses;
import io.lynceus.dataset.mcubes.MCubeS;
import io.lynceus.dataset.muses.Muses;
import io.lynceus.dataset.muses.MusesOptions;
import io.lynceus.raster.Decoding.Rastered;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RecordedRasters;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.rig.RigConfig;
import io.lynceus.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reads a recording without a broker sees what the node's own decoder sees. */
class RecordedRastersTest {
    private static final RasterSize SIZE = new RasterSize(48, 96);
    private static final String RIG = "rig";

    @TempDir
    private Path folder;

    @Test
    void everyFrameOfEveryDatasetBecomesTheRasterThatTheNodesDecoderMakes() throws Exception {
        assertThat(compared(Deliver.open(MiniDeliver.write(folder).root(), SampleFilter.ALL, 10)))
                .containsExactlyInAnyOrder("rgb", "depth", "event", "lidar");
        assertThat(compared(Muses.open(MiniMuses.write(folder).root(), MusesOptions.defaults())))
                .containsExactlyInAnyOrder("rgb", "lidar", "event", "radar");
        assertThat(compared(MCubeS.open(MiniMCubeS.write(folder).root(), "test", 10)))
                .containsExactlyInAnyOrder("rgb", "aolp", "dolp", "nir");
    }

    /** The sensors whose frames were compared. */
    private static Set<String> compared(Recording recording) {
        Calibrations calibrations = new Calibrations();
        for (Latched latched : recording.latched()) {
            String key = Topics.latchedKey(RIG, latched.frameId());
            if (latched.topic().equals(Topics.CALIBRATION)) {
                calibrations.camera(key, latched.value());
            } else {
                calibrations.transform(key, latched.value());
            }
        }
        FrameDecoder node = new FrameDecoder(Runnable::run, calibrations, SIZE);
        RecordedRasters rasters = new RecordedRasters(recording);
        Set<String> sensors = new HashSet<>();
        for (Iterator<RecordedFrame> frames = recording.frames(recording.start()); frames.hasNext(); ) {
            RecordedFrame frame = frames.next();
            if (frame.channel().sensor().equals("gnss")) {
                continue;
            }
            FrameDecoder.Decoded decoded =
                    node.decode(RIG, sensor(frame.channel()), frame.value()).join();
            assertThat(decoded.decoding()).as(frame.toString()).isInstanceOf(Rastered.class);
            ByteBuffer own = ByteBuffer.allocateDirect(SIZE.bytes());
            rasters.of(frame.channel(), SIZE).decode(frame.value(), own);
            assertThat(own).as(frame.toString()).isEqualTo(decoded.raster());
            sensors.add(frame.channel().sensor());
        }
        return sensors;
    }

    /** As {@code score} and {@code replay} have it in their rigs. */
    private static RigConfig.Sensor sensor(Channel channel) {
        boolean points = channel.schema().equals("foxglove.PointCloud");
        return new RigConfig.Sensor(
                channel.sensor(),
                channel.modality().name(),
                channel.topic(),
                PayloadFormat.FOXGLOVE.label(),
                channel.rateHz(),
                null,
                false,
                points ? channel.frameId() : null,
                null);
    }
}
