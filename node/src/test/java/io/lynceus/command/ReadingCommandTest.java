package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.dataset.layout.MiniDeliver;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingCommandTest {
    @TempDir
    private Path folder;

    private CommandRun run(String... flags) {
        String root = MiniDeliver.write(folder).root().toString();
        String[] words = {
            "bench", "reading", "--dataset", "deliver", root, "--rounds", "2", flags[0], flags[1], "--json"
        };
        return CommandRun.of(words);
    }

    @Test
    void imagesOfAllSizesAndChannelsAreReadBothWays() throws Exception {
        CommandRun run = run("--images", "99");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.path("images").asInt()).isEqualTo(16); // four samples of val, one of them with small events
        assertThat(report.path("ratios")).hasSize(2).allSatisfy(ratio -> assertThat(ratio.asDouble())
                .isPositive());
        assertThat(report.path("imagesPerSecond").asDouble()).isPositive();
    }

    @Test
    void aCountOfNoneIsRefused() {
        CommandRun run = run("--images", "0");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--images is 0, allowed is 1 or more");
    }
}
