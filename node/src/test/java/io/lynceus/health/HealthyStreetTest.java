package io.lynceus.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.dataset.Channel;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.raster.Decoding;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RasterSpec;
import io.lynceus.raster.Rasterizer;
import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.geometry.CameraModel;
import io.lynceus.raster.geometry.RigidTransform;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import io.lynceus.street.scene.Weather;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sensors that work are never shut out, whatever the weather. */
class HealthyStreetTest {
    private static final RasterSize SIZE = new RasterSize(256, 256);
    private static final Duration PERIOD = Duration.ofMillis(100);

    @ParameterizedTest
    @EnumSource(Weather.class)
    void noSensorOfAHealthyStreetIsShutOut(Weather weather) throws InvalidProtocolBufferException {
        StreetOptions options = StreetOptions.defaults().withWeather(weather).withDuration(Duration.ofMillis(1200));
        List<Transition> transitions = new ArrayList<>();
        try (StreetRecording street = new StreetRecording(options)) {
            Map<String, Rasterizer> rasterizers = rasterizers(street);
            HealthMonitor monitor = new HealthMonitor(
                    street.channels().stream()
                            .map(c -> new HealthMonitor.Watched(c.sensor(), c.modality(), PERIOD))
                            .toList(),
                    HealthConfig.DEFAULTS);
            ByteBuffer target = ByteBuffer.allocateDirect(SIZE.bytes());
            for (Iterator<RecordedFrame> frames = street.frames(street.start()); frames.hasNext(); ) {
                RecordedFrame frame = frames.next();
                String sensor = frame.channel().sensor();
                transitions.addAll(monitor.advance(frame.stamp()));
                monitor.alive(sensor, frame.stamp());
                Rasterizer rasterizer = Objects.requireNonNull(rasterizers.get(sensor));
                Decoding decoding = rasterizer.decode(frame.value(), target);
                assertThat(decoding).isInstanceOf(Decoding.Rastered.class);
                Decoding.Rastered rastered = (Decoding.Rastered) decoding;
                assertThat(rastered.stamp()).contains(frame.stamp());
                transitions.addAll(monitor.observed(sensor, frame.stamp(), rastered.statistics()));
            }
        }
        assertThat(transitions)
                .allMatch(t -> t.sensor().equals("rgb") && t.to() == SensorState.DEGRADED)
                .hasSizeLessThan(2);
    }

    private static Map<String, Rasterizer> rasterizers(StreetRecording street) throws InvalidProtocolBufferException {
        CameraModel camera = CameraModel.of(CameraCalibration.parseFrom(latched(street, Topics.CALIBRATION)));
        RigidTransform lidar = RigidTransform.of(FrameTransform.parseFrom(latched(street, Topics.TRANSFORMS)));
        Calibration calibration = Calibration.ofPoints(camera, lidar);
        return street.channels().stream()
                .collect(Collectors.toMap(Channel::sensor, channel -> rasterizer(channel, calibration)));
    }

    private static byte[] latched(StreetRecording street, String topic) {
        return street.latched().stream()
                .filter(message -> message.topic().equals(topic))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static Rasterizer rasterizer(Channel channel, Calibration calibration) {
        boolean isLidar = channel.modality().equals(Modality.LIDAR);
        return new Rasterizer(new RasterSpec(
                channel.modality(),
                PayloadFormat.FOXGLOVE,
                SIZE,
                isLidar ? Optional.of(calibration) : Optional.empty()));
    }
}
