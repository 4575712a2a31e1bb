package io.lynceus.foxglove.feed;

import io.lynceus.rig.RigNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which rigs send at present. A rig that the rig file names by its id is always present; one that a pattern names is so from its
 * first frame or mask on, until none has come for as long as a node waits for it.
 *
 * <p>Thread safety: one thread.
 */
final class PresentRigs {
    private record Source(String rig, String topic) {}

    private final List<String> named;
    private final LongSupplier nanoClock;
    /** Monotonic time of the last record, of rigs that are named by a pattern. */
    private final Map<Source, Long> heard = new HashMap<>();

    /**
     * @param named ids and patterns of the rig file
     * @param nanoClock monotonic nanoseconds
     */
    PresentRigs(List<String> named, LongSupplier nanoClock) {
        this.named = named;
        this.nanoClock = nanoClock;
    }

    /** Takes note of a frame or mask; returns true if the rig was absent before. */
    boolean heard(String rig, String topic) {
        if (isNamed(rig)) {
            return false;
        }
        boolean wasAbsent = !sends(rig);
        heard.put(new Source(rig, topic), nanoClock.getAsLong());
        return wasAbsent;
    }

    /** Returns true if the rig is present. */
    boolean includes(String rig) {
        return isNamed(rig) || sends(rig);
    }

    /** Returns true if the rig is present, and, if a pattern names it, has sent something on that topic not too long ago. */
    boolean includes(String rig, String topic) {
        return isNamed(rig) || heard.containsKey(new Source(rig, topic));
    }

    /** Forgets what has been silent for too long. */
    void forgetGone() {
        long now = nanoClock.getAsLong();
        heard.values().removeIf(last -> now - last > RigNames.GONE.toNanos());
    }

    /** Channels that are of no rig, or of a model, have no id or the first name of the rig file. */
    private boolean isNamed(String rig) {
        return rig.isEmpty() || named.contains(rig);
    }

    private boolean sends(String rig) {
        return heard.keySet().stream().anyMatch(source -> source.rig().equals(rig));
    }
}
