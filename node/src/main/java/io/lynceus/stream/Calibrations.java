package io.lynceus.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.geometry.CameraModel;
import io.lynceus.raster.geometry.RigidTransform;
import io.lynceus.wire.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest camera calibration and transforms of every rig, as read from the compacted topics.
 *
 * <p>The reference camera of a rig is the one whose frame is the parent of the sensors' transforms.
 *
 * <p>Thread safety: any thread. The global stream thread writes; one that misses a calibration reads the topics itself.
 */
final class Calibrations {
    private static final Logger LOG = LoggerFactory.getLogger(Calibrations.class);

    /** Reads what has been published up to now. */
    interface Present {
        void readInto(Calibrations calibrations);
    }

    /** A rig without calibrations must not have them looked for with every frame. */
    private static final long AGAIN_NANOS = 200_000_000L;

    private final Present present;
    private final LongSupplier nanoClock;
    private final Map<String, Long> looked = new HashMap<>();
    private final Map<String, CameraModel> cameras = new ConcurrentHashMap<>();
    private final Map<String, FrameTransform> transforms = new ConcurrentHashMap<>();

    /** @param nanoClock monotonic nanoseconds */
    Calibrations(Present present, LongSupplier nanoClock) {
        this.present = present;
        this.nanoClock = nanoClock;
    }

    /** Takes a record of {@link Topics#CALIBRATION}; a null value forgets the camera. */
    void camera(String key, byte @org.jspecify.annotations.Nullable [] value) {
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
    void transform(String key, byte @org.jspecify.annotations.Nullable [] value) {
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

    /**
     * Where a sensor's points fall in its rig's reference camera; empty if it was not published. What was published before
     * the frame that asks is found, whether the global stream thread has come to it or not.
     */
    Optional<Calibration> of(String rig, String frameId) {
        Optional<Calibration> known = known(rig, frameId);
        return known.isPresent() ? known : lookedFor(rig, frameId);
    }

    private synchronized Optional<Calibration> lookedFor(String rig, String frameId) {
        Optional<Calibration> known = known(rig, frameId);
        String key = Topics.latchedKey(rig, frameId);
        Long before = looked.get(key);
        if (known.isPresent() || (before != null && nanoClock.getAsLong() - before < AGAIN_NANOS)) {
            return known;
        }
        present.readInto(this);
        looked.put(key, nanoClock.getAsLong());
        return known(rig, frameId);
    }

    private Optional<Calibration> known(String rig, String frameId) {
        FrameTransform transform = transforms.get(Topics.latchedKey(rig, frameId));
        if (transform == null) {
            return Optional.empty();
        }
        CameraModel camera = cameras.get(Topics.latchedKey(rig, transform.getParentFrameId()));
        return Optional.ofNullable(camera)
                .map(reference -> Calibration.ofPoints(reference, RigidTransform.of(transform)));
    }
}
