package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.fit.FitLoop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FitCommandTest {
    private static final Path BEST = Path.of("runs", "best.safetensors");

    @Test
    void theLastLineNamesTheBestWeightsOnlyWhereThereAreSome() {
        assertThat(FitCommand.summary(new FitLoop.Result(133, Double.NaN, true, BEST), 2500))
                .isEqualTo("interrupted after 133 of 2500 steps; no validation yet");
        assertThat(FitCommand.summary(new FitLoop.Result(2500, 0.81234, false, BEST), 2500))
                .isEqualTo("done after 2500 of 2500 steps; best validation mIoU 0.8123 in " + BEST);
    }
}
