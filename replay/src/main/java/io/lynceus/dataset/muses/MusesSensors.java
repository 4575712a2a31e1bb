package io.lynceus.dataset.muses;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.message.ImageMessages;
import io.lynceus.dataset.muses.MusesOptions.Projection;
import io.lynceus.dataset.sample.SampleSensor;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The sensors of a MUSES scene, beside its camera. */
final class MusesSensors {
    static final String CAMERA = "frame_camera";
    static final String LIDAR = "lidar";
    static final String RADAR = "radar";
    static final String EVENTS = "event_camera";
    static final String GNSS = "gnss";
    /** The event camera's own frame. */
    static final String EVENT_FRAME = "event_front";
    /** The sensors' keys in {@code meta.json}, where each follows {@code path_to_}. */
    static final List<String> KEYS = List.of(CAMERA, LIDAR, EVENTS, RADAR, GNSS);

    private static final double FARTHEST_RADAR = 150;
    private static final int LIDAR_BOX = 2;
    private static final int RADAR_BOX = 9;
    private static final long EVENT_WINDOW_MICROS = 30_000;
    private static final double[] IDENTITY = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    private static final double MICROS = 1e6;
    private static final double NANOS = 1e9;

    private MusesSensors() {}

    /** What all sensors need. */
    record Setting(MusesOptions options, MusesCalibration calibration) {
        /** Moves points to the middle of the exposure, if the options ask for it; throws if the scene has no GNSS. */
        TimedPoints compensated(MusesScene scene, TimedPoints points, double[] sensorToGnss) throws IOException {
            Optional<Path> line = scene.path(GNSS);
            if (!options.compensateMotion()) {
                return points;
            }
            if (line.isEmpty()) {
                throw new IOException("scene " + scene.id() + " has no GNSS, without which its points cannot be"
                        + " compensated for motion; play it without");
            }
            return MusesGnss.read(line.orElseThrow()).compensate(points, sensorToGnss, scene.exposure() / MICROS);
        }
    }

    private static Path file(MusesScene scene, String key) {
        return scene.path(key).orElseThrow();
    }

    private static OptionalLong fromExposure(MusesScene scene, double seconds) {
        // Differences of doubles near 1.7e9 are exact to 0.24 us.
        return OptionalLong.of(Math.round((seconds - scene.exposure() / MICROS) * NANOS));
    }

    /** Reads LiDAR scans. */
    record Lidar(Channel channel, Setting setting) implements SampleSensor<MusesScene> {
        @Override
        public OptionalLong offset(MusesScene scene) throws IOException {
            Optional<Path> file = scene.path(LIDAR);
            OptionalDouble time = file.isPresent() ? MusesLidar.time(file.orElseThrow()) : OptionalDouble.empty();
            return time.isPresent() ? fromExposure(scene, time.getAsDouble()) : OptionalLong.empty();
        }

        @Override
        public byte[] read(MusesScene scene, Stamp stamp) throws IOException {
            Path file = file(scene, LIDAR);
            MusesCalibration calibration = setting.calibration();
            TimedPoints points = setting.compensated(scene, MusesLidar.read(file), calibration.lidarToGnss());
            if (setting.options().projection() == Projection.SDK) {
                MusesProjection projection = MusesProjection.of(calibration);
                float[] image = projection.points(points, calibration.lidarToRgb(), Double.POSITIVE_INFINITY, false);
                return ImageMessages.file(channel, stamp, projection.png(projection.dilate(image, LIDAR_BOX)));
            }
            return points.cloud(stamp, channel.frameId(), MusesLidar.time(file).orElseThrow());
        }
    }

    /** Reads radar sweeps. */
    record Radar(Channel channel, Setting setting) implements SampleSensor<MusesScene> {
        @Override
        public OptionalLong offset(MusesScene scene) throws IOException {
            Optional<Path> file = scene.path(RADAR);
            return file.isPresent() ? fromExposure(scene, MusesRadar.time(file.orElseThrow())) : OptionalLong.empty();
        }

        @Override
        public byte[] read(MusesScene scene, Stamp stamp) throws IOException {
            Path file = file(scene, RADAR);
            MusesCalibration calibration = setting.calibration();
            TimedPoints echoes = MusesRadar.read(file, setting.options().radarThreshold());
            TimedPoints points = setting.compensated(scene, echoes, calibration.radarToGnss());
            if (setting.options().projection() == Projection.SDK) {
                MusesProjection projection = MusesProjection.of(calibration);
                float[] image = projection.points(points, calibration.radarToRgb(), FARTHEST_RADAR, true);
                return ImageMessages.file(channel, stamp, projection.png(projection.dilate(image, RADAR_BOX)));
            }
            return points.cloud(stamp, channel.frameId(), MusesRadar.time(file));
        }
    }

    /** Reads the events of the last 30 ms. */
    record EventWindow(Channel channel, Setting setting) implements SampleSensor<MusesScene> {
        @Override
        public OptionalLong offset(MusesScene scene) {
            return scene.path(EVENTS).isPresent()
                    ? OptionalLong.of((scene.exposureEnd() - scene.exposure()) * 1000)
                    : OptionalLong.empty();
        }

        @Override
        public byte[] read(MusesScene scene, Stamp stamp) throws IOException {
            EventColumns events = EventColumns.read(file(scene, EVENTS)).last(EVENT_WINDOW_MICROS);
            MusesCalibration calibration = setting.calibration();
            return switch (setting.options().projection()) {
                case SDK ->
                    ImageMessages.file(
                            channel,
                            stamp,
                            MusesProjection.of(calibration).eventPng(events, calibration.eventHomography()));
                case NODE ->
                    events.packet(
                            stamp,
                            channel.frameId(),
                            MusesCalibration.WIDTH,
                            MusesCalibration.HEIGHT,
                            calibration.eventHomography());
                case NONE ->
                    events.packet(
                            stamp, EVENT_FRAME, MusesCalibration.EVENT_WIDTH, MusesCalibration.EVENT_HEIGHT, IDENTITY);
            };
        }
    }

    /** Reads the rig's position. */
    record Gnss(Channel channel) implements SampleSensor<MusesScene> {
        @Override
        public OptionalLong offset(MusesScene scene) {
            return scene.path(GNSS).isPresent() ? OptionalLong.of(0) : OptionalLong.empty();
        }

        @Override
        public byte[] read(MusesScene scene, Stamp stamp) throws IOException {
            return MusesGnss.read(file(scene, GNSS)).message(stamp, channel.frameId());
        }
    }
}
