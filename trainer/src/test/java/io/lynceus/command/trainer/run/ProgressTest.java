package io.lynceus.command.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final AtomicLong seconds = new AtomicLong();
    private final StringWriter lines = new StringWriter();
    private final Progress progress =
            new Progress(new PrintWriter(lines), false, () -> TimeUnit.SECONDS.toNanos(seconds.get()));

    private String lineAfter(int wait, long done) {
        seconds.addAndGet(wait);
        lines.getBuffer().setLength(0);
        progress.step(done, 1000, 2, 0.5);
        return lines.toString().strip();
    }

    @Test
    void aRunThatGoesOnExpectsTheTimeThatItsOwnStepsTake() {
        assertThat(lineAfter(30, 610)).isEqualTo("step 610/1000   61 %  loss 2.0000  0.50 samples/s  ETA -");
        assertThat(lineAfter(20, 620)).endsWith("ETA 0:12:40");
        assertThat(lineAfter(40, 640)).endsWith("ETA 0:12:00");
    }

    @Test
    void linesComeEveryFifteenSecondsAndAtTheEndWhereThereIsNoTerminal() {
        assertThat(lineAfter(0, 10)).isNotEmpty();
        assertThat(lineAfter(14, 20)).isEmpty();
        assertThat(lineAfter(1, 30)).isNotEmpty();
        assertThat(lineAfter(1, 1000)).endsWith("ETA 0:00:00");
    }
}
