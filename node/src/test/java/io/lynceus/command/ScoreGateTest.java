package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.dataset.deliver.DeliverDataset;
import io.lynceus.dataset.layout.MiniDeliver;
import io.lynceus.segment.SeeingModel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health gate beside an oracle, on a miniature DELIVER and a model of camera and depth. */
class ScoreGateTest {
    @TempDir
    private static Path folder;

    private static Path root;
    private static Path model;

    @BeforeAll
    static void write() {
        root = MiniDeliver.write(folder).root();
        model = SeeingModel.write(folder, DeliverDataset.CLASSES, List.of("rgb", "depth"));
    }

    private static CommandRun run(String... more) {
        return CommandRun.of(Stream.concat(
                        Stream.of(
                                "score",
                                "--json",
                                "--dataset",
                                "deliver",
                                root.toString(),
                                "--condition",
                                "sun",
                                "--model",
                                model.toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static JsonNode json(CommandRun run) throws Exception {
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out().strip());
    }

    @Test
    void droppingASensorGivesWhatTheNodeGivesWithoutItAndAnEmptyFrameIsDroppedByTheGate() throws Exception {
        JsonNode subsets = json(run(
                        "--protocol",
                        "subsets",
                        "--state",
                        folder.resolve("state.jsonl").toString()))
                .get("subsets");
        JsonNode table = json(run("--gate", "--gate-samples", "100"));
        int empty = 0;
        for (JsonNode row : table.get("rows")) {
            String sensor = row.get("sensor").asText();
            assertThat(row.get("dropped").asDouble())
                    .as(row.toString())
                    .isCloseTo(
                            subsets.get(sensor.equals("rgb") ? "depth" : "rgb").asDouble(),
                            within(5.1e-5)); // the protocol rounds
            String fault = row.get("fault").asText();
            if (fault.equals("black") || fault.equals("saturate") && sensor.equals("rgb")) {
                assertThat(row.get("gated")).as(row.toString()).isEqualTo(row.get("dropped"));
                empty++;
            }
            if (fault.equals("saturate") && sensor.equals("rgb")) {
                // The model adds what every frame shows: a white one is not without effect, as a black one is.
                assertThat(row.get("kept")).isNotEqualTo(row.get("dropped"));
            }
        }
        assertThat(empty).isEqualTo(3);
        assertThat(table.get("rows")).hasSize(23 + 14); // of cameras and of other sensors
        assertThat(table.get("meanOracle").asDouble())
                .isGreaterThanOrEqualTo(table.get("meanKept").asDouble());
    }
}
