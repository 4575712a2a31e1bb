package io.lynceus.monitor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the start of a command waits for, as the page lists it until the first mask has come.
 *
 * <p>Thread safety: any thread.
 */
public final class StartUp {
    /**
     * @param name such as broker
     * @param words what is waited for, or what has come of it
     * @param done whether it is over
     */
    record Step(String name, String words, boolean done) {}

    private final Map<String, Step> steps = new LinkedHashMap<>();

    /** Adds a step that is waited for. */
    public synchronized void begin(String name, String words) {
        steps.put(name, new Step(name, words, false));
    }

    /** Says what has come of a step. */
    public synchronized void done(String name, String words) {
        steps.put(name, new Step(name, words, true));
    }

    /** Returns the steps in the order in which they began. */
    synchronized List<Step> steps() {
        return new ArrayList<>(steps.values());
    }
}
