package io.lynceus.demo;

import io.lynceus.fault.LiveFaults;
import java.util.List;

/**
 * Tells the {@link Story}: breaks and mends sensors and changes the weather when a scene begins.
 *
 * <p>Thread safety: one thread.
 */
final class StoryTeller {
    private static final int SILENT = -1;

    private final LiveFaults faults;
    private final PlayerControl.Skies skies;
    private final List<String> sensors;
    private long began;
    private int scene = SILENT;
    private boolean isTelling;

    /** @param sensors that the recording has */
    StoryTeller(LiveFaults faults, PlayerControl.Skies skies, List<String> sensors) {
        this.faults = faults;
        this.skies = skies;
        this.sensors = List.copyOf(sensors);
    }

    /** Begins from the first scene. */
    void start(long nanos) {
        began = nanos;
        scene = SILENT;
        isTelling = true;
    }

    /** Ends; sensors and weather stay as they are. */
    void stop() {
        isTelling = false;
    }

    /** Goes on to the scene of that time; returns true if something changed. */
    boolean tell(long nanos) {
        if (!isTelling) {
            return false;
        }
        if (nanos - began >= Story.LENGTH.toNanos()) {
            stop();
            return true;
        }
        boolean changed = false;
        while (scene + 1 < Story.SCENES.size()
                && nanos - began >= Story.SCENES.get(scene + 1).at().toNanos()) {
            scene++;
            changed = true;
        }
        if (changed) {
            set(Story.SCENES.get(scene));
        }
        return changed;
    }

    /** Returns where the story is, for the page; empty if none is told. */
    String scene() {
        return isTelling && scene != SILENT
                ? scene + 1 + "/" + Story.SCENES.size() + ": "
                        + Story.SCENES.get(scene).caption()
                : "";
    }

    private void set(Story.Scene next) {
        for (String sensor : sensors) {
            faults.set(sensor, next.faults().getOrDefault(sensor, ""));
        }
        if (!skies.now().equals(next.weather())) {
            skies.change(next.weather());
        }
    }
}
