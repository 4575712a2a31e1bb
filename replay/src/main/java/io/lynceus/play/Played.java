package io.lynceus.play;

import java.time.Duration;
import java.util.Map;

/**
 * What a player has done.
 *
 * @param sent frames by sensor that the sink got
 * @param withheld frames by sensor that the filter kept back
 * @param played recorded time, to the last frame
 */
public record Played(Map<String, Long> sent, Map<String, Long> withheld, Duration played) {
    public Played {
        sent = Map.copyOf(sent);
        withheld = Map.copyOf(withheld);
    }

    public long totalSent() {
        return sent.values().stream().mapToLong(Long::longValue).sum();
    }
}
