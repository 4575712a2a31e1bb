package io.lynceus.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.geometry.CameraModel;
import io.lynceus.raster.geometry.RigidTransform;
import io.lynceus.wire.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest camera calibration and transforms of every rig. They are in memory, so that decoding never waits for Kafka: the
 * owner reads the compacted topics to their end before the first frame and passes on what comes later.
 *
 * <p>The reference camera of a rig is the one whose frame is the parent of the sensors' transforms.
 *
 * <p>Thread safety: any thread.
 */
public final class Calibrations {
    private static final Logger LOG = LoggerFactory.getLogger(Calibrations.class);

    private final Map<String, CameraModel> cameras = new ConcurrentHashMap<>();
    private final Map<String, FrameTransform> transforms = new ConcurrentHashMap<>();

    /** Takes a record of {@link Topics#CALIBRATION}; a null value forgets the camera. */
    public void camera(String key, byte @Nullable [] value) {
        if (value == null) {
            cameras.remove(key);
        } else {
            try {
                cameras.put(key, CameraModel.of(CameraCalibration.parseFrom(value)));
            } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
                LOG.warn("Calibration {} on {} is not used: {}", key, Topics.CALIBRATION, e.getMessage());
            }
        }
    }

    /** Takes a record of {@link Topics#TRANSFORMS}; a null value forgets the transform. */
    public void transform(String key, byte @Nullable [] value) {
        if (value == null) {
            transforms.remove(key);
        } else {
            try {
                transforms.put(key, FrameTransform.parseFrom(value));
            } catch (InvalidProtocolBufferException e) {
                LOG.warn("Transform {} on {} is not used: {}", key, Topics.TRANSFORMS, e.getMessage());
            }
        }
    }

    /** Returns where a sensor's points fall in its rig's reference camera; empty while it is not known. */
    Optional<Calibration> of(String rig, String frameId) {
        FrameTransform transform = transforms.get(Topics.latchedKey(rig, frameId));
        if (transform == null) {
            return Optional.empty();
        }
        CameraModel camera = cameras.get(Topics.latchedKey(rig, transform.getParentFrameId()));
        return Optional.ofNullable(camera)
                .map(reference -> Calibration.ofPoints(reference, RigidTransform.of(transform)));
    }
}
