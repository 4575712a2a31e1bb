package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.signal.RandomSignals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signals at random moments of a training (R14); {@code mvn verify -Pcampaign} runs them. */
@Tag("campaign")
class TrainerSignalsTest {
    /** Libtorch is loaded in the first seconds; on a busy machine, a first step takes 15 s. */
    private static final int LONGEST_MILLIS = 30_000;

    @TempDir
    Path here;

    private Path config() throws IOException {
        return Files.writeString(
                here.resolve("config.yaml"),
                """
                name: signals
                network: {size: nano, modalities: [rgb, depth], trainEncoder: true}
                data:
                  {source: street, height: 64, width: 64, evaluationHeight: 64, evaluationWidth: 64, seed: 500000}
                fit: {steps: 60000, batch: 2, validations: 1, validationSamples: 2, loaderThreads: 1}
                """);
    }

    @Test
    void aTrainingEndsInGoodOrderAtAnyMomentAndTheNextGoesOnFromItsCheckpoint() throws Exception {
        Path run = here.resolve("run");
        List<String> fit = List.of("trainer", "fit", "--config", config().toString(), "--out", run.toString());
        RandomSignals signals = new RandomSignals(here, LONGEST_MILLIS);
        for (int i = 0; i < RandomSignals.SIGNALS; i++) {
            signals.assertEnds(fit, List.of(RandomSignals.SIGTERM));
        }
        try (Stream<Path> files = Files.list(run)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("at least one signal came after the first step")
                    .anyMatch(name -> name.startsWith("last-"))
                    .noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void aBenchOfStepsEndsInGoodOrderAtAnyMoment() throws Exception {
        List<String> bench = List.of("trainer", "fit", "--config", config().toString(), "--bench-steps", "1000000");
        RandomSignals signals = new RandomSignals(here, LONGEST_MILLIS);
        for (int i = 0; i < RandomSignals.SIGNALS; i++) {
            signals.assertEnds(bench, List.of(RandomSignals.SIGTERM));
        }
    }
}
