package io.lynceus.raster;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.dataset.Channel;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.geometry.CameraModel;
import io.lynceus.raster.geometry.RigidTransform;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Topics;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Draws a recording's frames without a broker, with the rasterizers that a node has after it has read the recording's calibrations
 * and transforms. Immutable.
 */
public final class RecordedRasters {
    private final Map<String, Calibration> calibrations = new HashMap<>();

    /**
     * Reads the recording's latched messages.
     *
     * @throws IllegalStateException if one of them cannot be read
     */
    public RecordedRasters(Recording recording) {
        Map<String, CameraModel> cameras = new HashMap<>();
        try {
            for (Latched latched : recording.latched()) {
                if (latched.topic().equals(Topics.CALIBRATION)) {
                    cameras.put(latched.frameId(), CameraModel.of(CameraCalibration.parseFrom(latched.value())));
                }
            }
            for (Latched latched : recording.latched()) {
                if (latched.topic().equals(Topics.TRANSFORMS)) {
                    FrameTransform transform = FrameTransform.parseFrom(latched.value());
                    CameraModel reference = cameras.get(transform.getParentFrameId());
                    if (reference != null) {
                        calibrations.put(
                                latched.frameId(), Calibration.ofPoints(reference, RigidTransform.of(transform)));
                    }
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(recording.name() + " has an unusable calibration: " + e.getMessage(), e);
        }
    }

    /**
     * Draws a frame of the recording as the network sees it.
     *
     * @return direct, uint8 [H, W, 3], position 0
     * @throws IllegalStateException if the frame cannot be decoded
     */
    public ByteBuffer draw(RecordedFrame frame, RasterSize size) {
        ByteBuffer raster = ByteBuffer.allocateDirect(size.bytes());
        if (of(frame.channel(), size).decode(frame.value(), raster) instanceof Decoding.Malformed malformed) {
            throw new IllegalStateException(
                    frame + " cannot be decoded: " + malformed.reason() + " at byte " + malformed.byteOffset());
        }
        return raster;
    }

    /** Returns the rasterizer of a channel at that size. */
    public Rasterizer of(Channel channel, RasterSize size) {
        Optional<Calibration> calibration = channel.projectedFrame().map(calibrations::get);
        return new Rasterizer(new RasterSpec(channel.modality(), PayloadFormat.FOXGLOVE, size, calibration));
    }
}
