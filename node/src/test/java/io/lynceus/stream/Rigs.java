package io.lynceus.stream;

import io.lynceus.rig.MaskPolicy;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.SetInput;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rigs "a" and "b" with the four sensors of the street, on topics of their own. */
public final class Rigs {
    private Rigs() {}

    /** @param prefix of every topic but the latched ones */
    public static RigConfig of(RigConfig.Mode mode, String prefix, String bootstrap) {
        RigConfig defaults = RigConfig.DEFAULTS;
        return new RigConfig(
                List.of("a", "b"),
                "fixed",
                defaults.sync().in(mode),
                List.of(
                        sensor(prefix, "rgb", null),
                        sensor(prefix, "depth", null),
                        sensor(prefix, "lidar", "lidar_top"),
                        sensor(prefix, "event", null)),
                defaults.health(),
                MaskPolicy.NONE,
                defaults.accelerator(),
                new RigConfig.Output(
                        prefix + ".masks",
                        prefix + ".health",
                        prefix + ".dead-letters",
                        RigConfig.MaskEncoding.DEFLATE,
                        null,
                        null),
                defaults.maxFrameBytes(),
                Map.of("bootstrap.servers", bootstrap));
    }

    public static StreetRecording street(long seed, Duration duration) {
        return new StreetRecording(StreetOptions.defaults()
                .withSeed(seed)
                .withSize(FixedSegmenter.SIDE, FixedSegmenter.SIDE)
                .withDuration(duration));
    }

    /** A black RGB frame of {@link FixedSegmenter}'s size. */
    public static SetInput oneFrame() {
        ByteBuffer raster = ByteBuffer.allocateDirect(FixedSegmenter.SIDE * FixedSegmenter.SIDE * 3);
        return new SetInput(List.of(new SetInput.InputFrame(0, raster)));
    }

    private static RigConfig.Sensor sensor(String prefix, String name, @Nullable String frame) {
        return new RigConfig.Sensor(name, name, prefix + "." + name, null, 10, null, false, frame, null);
    }
}
