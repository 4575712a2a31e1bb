package io.lynceus.foxglove.bridge;

import io.lynceus.proto.foxglove.FrameTransform;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The coordinate frames of a vehicle: each has at most one parent, as in tf2.
 *
 * <p>Thread safety: one thread.
 */
final class FrameTree {
    /** No vehicle has more; beyond it, new ones are left out. */
    private static final int MOST = 10_000;

    private final Map<String, FrameTransform> toParent = new HashMap<>();

    /** Takes a transform; a later one of the same child replaces it. */
    void put(FrameTransform transform) {
        if (toParent.containsKey(transform.getChildFrameId()) || toParent.size() < MOST) {
            toParent.put(transform.getChildFrameId(), transform);
        }
    }

    /** Returns the transforms of all frames that hang together with a reference, in that frame. */
    Map<String, FrameTransform> in(String reference) {
        Map<String, FrameTransform> all = new LinkedHashMap<>();
        Optional<Rooted> ours = rooted(reference);
        for (String frame : frames()) {
            FrameTransform direct = toParent.get(frame);
            if (direct != null && direct.getParentFrameId().equals(reference)) {
                all.put(frame, direct); // as it came, without rounding
            } else if (!frame.equals(reference) && ours.isPresent()) {
                Rooted from = ours.orElseThrow();
                rooted(frame)
                        .filter(other -> other.root().equals(from.root()))
                        .ifPresent(other -> all.put(
                                frame, from.pose().inverse().then(other.pose()).transform(reference, frame)));
            }
        }
        return all;
    }

    private TreeSet<String> frames() {
        TreeSet<String> frames = new TreeSet<>(toParent.keySet());
        toParent.values().forEach(transform -> frames.add(transform.getParentFrameId()));
        return frames;
    }

    /** @param pose of a frame in the root of its tree */
    private record Rooted(String root, FramePose pose) {}

    /** Climbs to the root; empty if the frames form a circle. */
    private Optional<Rooted> rooted(String frame) {
        String at = frame;
        FramePose pose = FramePose.IDENTITY;
        for (int steps = 0; steps <= toParent.size(); steps++) {
            FrameTransform up = toParent.get(at);
            if (up == null) {
                return Optional.of(new Rooted(at, pose));
            }
            pose = FramePose.of(up).then(pose);
            at = up.getParentFrameId();
        }
        return Optional.empty();
    }
}
