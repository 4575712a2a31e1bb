package io.lynceus.stream.kafka;

import io.lynceus.rig.RigConfig;
import io.lynceus.stream.RigSnapshot;
import io.lynceus.wire.Stamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the store keeps of a rig beside its waiting frames, in one entry, so that a kill finds all of it or nothing.
 *
 * @param stamp of the last set whose frames are forgotten
 * @param lastFrames stamp of each sensor's last frame that was in a set
 * @param seen stamps of each sensor's last frames that have ended
 * @param snapshot of the rig after it; empty in stores of earlier versions, and where it cannot be read
 * @param forgotten keys and stamps of the frames that are forgotten with this entry: a kill may have left some of them in the store
 * @param unreadable why all but the stamp cannot be read; empty if it can be, or is not there
 */
record LastSet(
        Stamp stamp,
        Map<String, Stamp> lastFrames,
        Map<String, List<Stamp>> seen,
        Optional<RigSnapshot> snapshot,
        Map<String, Stamp> forgotten,
        String unreadable) {
    LastSet(
            Stamp stamp,
            Map<String, Stamp> lastFrames,
            Map<String, List<Stamp>> seen,
            RigSnapshot snapshot,
            Map<String, Stamp> forgotten) {
        this(stamp, Map.copyOf(lastFrames), Map.copyOf(seen), Optional.of(snapshot), Map.copyOf(forgotten), "");
    }

    /** A last set of which no more is known. */
    static LastSet only(Stamp stamp, String unreadable) {
        return new LastSet(stamp, Map.of(), Map.of(), Optional.empty(), Map.of(), unreadable);
    }

    /** Leaves out sensors that the rig file no longer has. */
    LastSet of(RigConfig config) {
        Map<String, Stamp> frames = new HashMap<>(lastFrames);
        frames.keySet().removeIf(sensor -> !config.hasSensor(sensor));
        Map<String, List<Stamp>> stamps = new HashMap<>(seen);
        stamps.keySet().removeIf(sensor -> !config.hasSensor(sensor));
        return new LastSet(stamp, Map.copyOf(frames), Map.copyOf(stamps), snapshot, forgotten, unreadable);
    }

    /** As the store of an earlier version has it. */
    LastSet withLastFrames(Map<String, Stamp> frames) {
        return new LastSet(stamp, Map.copyOf(frames), seen, snapshot, forgotten, unreadable);
    }
}
