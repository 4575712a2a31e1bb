package io.lynceus.command;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.dataset.Channel;
import io.lynceus.dataset.Frame;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.Recording;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.raster.Calibration;
import io.lynceus.raster.CameraModel;
import io.lynceus.raster.Decoding;
import io.lynceus.raster.PayloadFormat;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RasterSpec;
import io.lynceus.raster.Rasterizer;
import io.lynceus.raster.RigidTransform;
import io.lynceus.wire.Topics;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rasters that a node would make of a recording's frames, with the recording's own calibrations.
 *
 * <p>Thread safety: any thread, each with a buffer of its own.
 */
final class RecordedRasters {
    private final RasterSize size;
    private final Map<String, Rasterizer> rasterizers = new HashMap<>();

    RecordedRasters(Recording recording, RasterSize size) {
        this.size = size;
        Map<String, Calibration> calibrations = calibrations(recording);
        for (Channel channel : recording.channels()) {
            Optional<Calibration> points = StreetRig.isProjected(channel)
                    ? Optional.ofNullable(calibrations.get(channel.frameId()))
                    : Optional.empty();
            rasterizers.put(
                    channel.sensor(),
                    new Rasterizer(new RasterSpec(channel.modality(), PayloadFormat.FOXGLOVE, size, points)));
        }
    }

    /** Room for one raster. */
    ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(size.bytes());
    }

    /**
     * Draws a frame.
     *
     * @param raster direct, uint8 [H, W, 3]; its position stays
     * @throws IllegalStateException if the frame cannot be decoded
     */
    void draw(Frame frame, ByteBuffer raster) {
        Rasterizer rasterizer = rasterizers.get(frame.channel().sensor());
        if (rasterizer == null) {
            throw new IllegalArgumentException("no channel for " + frame);
        }
        if (rasterizer.decode(frame.value(), raster) instanceof Decoding.Malformed malformed) {
            throw new IllegalStateException(frame + " cannot be decoded: " + malformed.reason());
        }
    }

    /** Of the points of every frame that has a pose in a camera's. */
    private static Map<String, Calibration> calibrations(Recording recording) {
        Map<String, CameraModel> cameras = new HashMap<>();
        Map<String, Calibration> calibrations = new HashMap<>();
        try {
            for (Latched latched : recording.latched()) {
                if (latched.topic().equals(Topics.CALIBRATION)) {
                    cameras.put(latched.frameId(), CameraModel.of(CameraCalibration.parseFrom(latched.value())));
                }
            }
            for (Latched latched : recording.latched()) {
                if (latched.topic().equals(Topics.TRANSFORMS)) {
                    FrameTransform transform = FrameTransform.parseFrom(latched.value());
                    Optional.ofNullable(cameras.get(transform.getParentFrameId()))
                            .ifPresent(camera -> calibrations.put(
                                    latched.frameId(), Calibration.ofPoints(camera, RigidTransform.of(transform))));
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(recording.name() + " has a calibration that is none: " + e.getMessage(), e);
        }
        return calibrations;
    }
}
