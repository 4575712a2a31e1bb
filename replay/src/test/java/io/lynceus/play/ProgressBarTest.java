package io.lynceus.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private static final PlayProgress HALF =
            new PlayProgress(Duration.ofSeconds(10), Optional.of(Duration.ofSeconds(20)), 400);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void halfWayThroughAsMuchTimeIsLeftAsHasPassed() {
        assertThat(ProgressBar.line(HALF, 3_000_000_000L))
                .isEqualTo("[############............]  50 %  10.0 of 20.0 s  400 frames  3 s left ");
    }

    @Test
    void withoutAnEndItShowsTimeAndFrames() {
        PlayProgress endless = new PlayProgress(Duration.ofMillis(1500), Optional.empty(), 60);
        assertThat(ProgressBar.line(endless, 1)).isEqualTo("    1.5 s  60 frames ");
    }

    @Test
    void whatAnEarlierRunDidDoesNotMakeTheRestLookShorter() {
        assertThat(ProgressBar.steps(50, 75, 100, "samples", 3_000_000_000L))
                .isEqualTo("[##################......]  75 %  75 of 100 samples  3 s left ");
        assertThat(ProgressBar.steps(50, 50, 100, "samples", 3_000_000_000L)).endsWith("50 of 100 samples   ");
    }

    @Test
    void whereThereIsNoTerminalNothingIsPrinted() {
        try (ProgressBar bar = new ProgressBar(out, false, PlayClock.system())) {
            bar.accept(HALF);
        }
        assertThat(bytes.size()).isZero();
    }

    @Test
    void onATerminalTheLineIsRedrawnInPlaceAndEnded() {
        try (ProgressBar bar = new ProgressBar(out, true, PlayClock.system())) {
            bar.accept(HALF);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).startsWith("\r[####").endsWith(System.lineSeparator());
    }
}
