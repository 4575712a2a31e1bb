package io.lynceus.play;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The result of playing.
 *
 * @param sent frames by sensor that the sink got
 * @param withheld frames by sensor that the filter kept back
 * @param played recorded time, to the last frame
 * @param rest time of the first frame that was not played, from the recording's start, if the player was stopped before its end:
 *     playing from there on misses no frame, and repeats only frames of that same time
 * @param leftOut recorded time whose frames a live player left out, because it was behind
 */
public record Played(
        Map<String, Long> sent,
        Map<String, Long> withheld,
        Duration played,
        Optional<Duration> rest,
        Duration leftOut) {
    public Played {
        sent = Map.copyOf(sent);
        withheld = Map.copyOf(withheld);
    }

    public long totalSent() {
        return sent.values().stream().mapToLong(Long::longValue).sum();
    }
}
