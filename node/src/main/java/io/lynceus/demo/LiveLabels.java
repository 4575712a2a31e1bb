package io.lynceus.demo;

import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Labels;
import io.lynceus.play.Player;
import io.lynceus.wire.Stamp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a recording that plays live, by the stamps of sets. The last ones are kept, because several readers ask for the
 * same.
 *
 * <p>Thread safety: any thread.
 */
public final class LiveLabels {
    private static final int KEPT = 8;

    private final Optional<Labels> labels;
    private final Map<Stamp, Optional<LabelRaster>> last = new LinkedHashMap<>();
    private @Nullable Player player;

    LiveLabels(Optional<Labels> labels) {
        this.labels = labels;
    }

    /** Takes the player, whose timeline leads from live stamps to recorded ones. */
    synchronized void follow(Player playing) {
        player = playing;
        last.clear();
    }

    /** Returns the label of the moment that a set shows; empty before the recording plays. */
    public synchronized Optional<LabelRaster> at(Stamp set) {
        Player playing = player;
        if (playing == null || labels.isEmpty()) {
            return Optional.empty();
        }
        Optional<LabelRaster> kept = last.get(set);
        if (kept == null) {
            kept = labels.orElseThrow().at(playing.timeline().recorded(set));
            last.put(set, kept);
            if (last.size() > KEPT) {
                last.remove(last.keySet().iterator().next());
            }
        }
        return kept;
    }
}
