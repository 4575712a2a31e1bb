package io.lynceus.command.trainer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.command.trainer.ShellRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    private static final Path CONFIGS =
            Path.of(System.getProperty("lynceus.root", "..")).resolve("configs");

    @TempDir
    private Path folder;

    private String small(String name) throws Exception {
        String text = Files.readString(CONFIGS.resolve(name + ".yaml"))
                .replaceAll("([hH]eight|[wW]idth): 256", "$1: 64")
                .replace("batch: 4", "batch: 1")
                .replaceAll("validationSamples: \\d+", "validationSamples: 1");
        return Files.writeString(folder.resolve(name + ".yaml"), text).toString();
    }

    private ShellRun compare(String configs, String budget) {
        return ShellRun.of(
                "trainer",
                "compare",
                "--configs",
                configs,
                "--budget",
                budget,
                "--samples",
                "1",
                "--fault-samples",
                "1",
                "--out",
                folder.resolve("out").toString());
    }

    @Test
    void everySystemTrainsForTheStepsOfItsBudgetOnceAndHasARow() throws Exception {
        String configs = small("equiseg-nano") + "," + small("keep-the-balance-nano");
        ShellRun first = compare(configs, "500ms");
        assertThat(first.code()).as(first.err()).isZero();
        Path table = folder.resolve("out/table.md");
        assertThat(Files.readAllLines(table).stream()
                        .takeWhile(line -> !line.startsWith("| sensors |")) // specialists have a table of their own
                        .filter(line -> line.startsWith("| ")))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("| equiseg-nano | equiseg | rgb+depth+event+lidar |"))
                .anyMatch(line -> line.startsWith("| keep-the-balance-nano | keep-the-balance | rgb+depth |"));

        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("out/table.json").toFile());
        for (JsonNode system : report.get("systems")) {
            String name = system.get("name").asText();
            JsonNode budget = new ObjectMapper()
                    .readTree(folder.resolve("out/" + name + "/budget.json").toFile());
            long steps =
                    Math.max(1, Math.round(0.5 / budget.get("secondsPerStep").asDouble()));
            assertThat(system.get("steps").asLong()).isEqualTo(steps);
            assertThat(Files.readString(folder.resolve("out/" + name + "/log.csv")))
                    .contains("\n" + steps + ",");
            assertThat(system.get("cpuSeconds").asDouble()).isPositive();
            int modalities = system.get("modalities").size();
            assertThat(system.get("subsets")).hasSize((1 << modalities) - 1);
            assertThat(system.at("/emm/byPresent")).hasSize((1 << modalities) - 1);
            double mean = 0;
            for (JsonNode miou : system.get("subsets")) {
                mean += miou.asDouble() / system.get("subsets").size();
            }
            assertThat(system.get("subsetsMean").asDouble()).isCloseTo(mean, within(1e-9));
        }

        FileTime trained = Files.getLastModifiedTime(folder.resolve("out/equiseg-nano/best.safetensors"));
        String before = Files.readString(table);
        assertThat(compare(configs, "500ms").code()).isZero();
        assertThat(Files.readString(table)).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(folder.resolve("out/equiseg-nano/best.safetensors")))
                .isEqualTo(trained);

        ShellRun other = compare(configs, "700ms");
        assertThat(other.code()).isNotZero();
        assertThat(other.err()).contains("budget of 0.5 s").contains("0.7 s");
    }
}
