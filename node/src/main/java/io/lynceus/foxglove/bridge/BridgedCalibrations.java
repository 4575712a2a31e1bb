package io.lynceus.foxglove.bridge;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.proto.foxglove.FrameTransforms;
import io.lynceus.raster.message.MalformedException;
import io.lynceus.raster.message.Ros2Calibrations;
import io.lynceus.wire.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a robot's calibrations into those of a node. Vehicles publish a tree of coordinate frames; a node wants each sensor's place
 * in the camera, so each frame is given in the reference camera's. Only what has changed is passed on.
 *
 * <p>Thread safety: one thread.
 */
final class BridgedCalibrations {
    /** A value of one of the two compacted topics. */
    record Latched(String topic, String frame, Message message) {}

    private final FrameTree tree = new FrameTree();
    private final Map<String, Message> sentCameras = new HashMap<>();
    private final Map<String, FrameTransform> sentTransforms = new HashMap<>();
    private Optional<String> reference;
    private int rank;

    /** @param reference the camera's frame, if the user gave it */
    BridgedCalibrations(Optional<String> reference) {
        this.reference = reference;
        this.rank = reference.isPresent() ? -1 : Integer.MAX_VALUE;
    }

    /** Returns true if messages of that type tell about calibrations. */
    static boolean isOne(Source source) {
        return switch (source.channel().schemaName()) {
            case Ros2Calibrations.CAMERA_INFO,
                    Ros2Calibrations.TRANSFORMS,
                    "foxglove.CameraCalibration",
                    "foxglove.FrameTransform",
                    "foxglove.FrameTransforms" -> true;
            default -> false;
        };
    }

    /** Takes a message, and returns what is new for a node. */
    List<Latched> take(Source source, byte[] payload) throws MalformedException, InvalidProtocolBufferException {
        List<Latched> fresh = new ArrayList<>();
        switch (source.channel().schemaName()) {
            case Ros2Calibrations.CAMERA_INFO -> camera(Ros2Calibrations.camera(payload), source.rank(), fresh);
            case "foxglove.CameraCalibration" -> camera(CameraCalibration.parseFrom(payload), source.rank(), fresh);
            case Ros2Calibrations.TRANSFORMS ->
                Ros2Calibrations.transforms(payload).forEach(this::put);
            case "foxglove.FrameTransform" -> put(FrameTransform.parseFrom(payload));
            default -> FrameTransforms.parseFrom(payload).getTransformsList().forEach(this::put);
        }
        reference
                .map(tree::in)
                .ifPresent(all -> all.forEach((frame, transform) -> {
                    if (!transform.equals(sentTransforms.put(frame, transform))) {
                        fresh.add(new Latched(Topics.TRANSFORMS, frame, transform));
                    }
                }));
        return fresh;
    }

    private void camera(CameraCalibration told, int wish, List<Latched> fresh) {
        CameraCalibration camera =
                told.toBuilder().setFrameId(bare(told.getFrameId())).build();
        // Cameras repeat their calibration with each image.
        Message timeless = camera.toBuilder().clearTimestamp().build();
        if (!timeless.equals(sentCameras.put(camera.getFrameId(), timeless))) {
            fresh.add(new Latched(Topics.CALIBRATION, camera.getFrameId(), camera));
        }
        if (wish < rank) {
            rank = wish;
            reference = Optional.of(camera.getFrameId());
        }
    }

    private void put(FrameTransform transform) {
        tree.put(transform.toBuilder()
                .setParentFrameId(bare(transform.getParentFrameId()))
                .setChildFrameId(bare(transform.getChildFrameId()))
                .build());
    }

    /** Returns the name without the slash that some old drivers put before it. */
    private static String bare(String frame) {
        return frame.startsWith("/") ? frame.substring(1) : frame;
    }
}
