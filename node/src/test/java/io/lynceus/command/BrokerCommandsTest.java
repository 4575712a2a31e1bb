package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.broker.TestBroker;
import io.lynceus.segment.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Commands that talk to a broker, with a model of their own. */
class BrokerCommandsTest {
    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @TempDir
    private static Path folder;

    private static Path model;

    @BeforeAll
    static void start() {
        model = TinyModel.write(folder);
    }

    /** The rig of the street, on that broker. */
    private static Path rig(String model, String bootstrap) throws Exception {
        return Files.writeString(
                folder.resolve("rig.yaml"),
                """
                rigs: [demo]
                model: %s
                sensors:
                  - {name: rgb, modality: rgb, topic: camera.front.image, rate: 10}
                  - {name: lidar, modality: lidar, topic: lidar.top.points, rate: 10, frame: lidar_top}
                accelerator: {providers: [cpu]}
                kafka: {bootstrap.servers: "%s", default.api.timeout.ms: "2000", request.timeout.ms: "1000"}
                """
                        .formatted(model, bootstrap));
    }

    @Test
    void theDoctorSaysWhatIsWellAndWhatToDoAboutTheRest() throws Exception {
        CommandRun sick = CommandRun.of(
                "doctor", "--rig", rig("absent.onnx", "127.0.0.1:1").toString());
        assertThat(sick.code()).isEqualTo(1);
        assertThat(sick.out())
                .containsPattern("ok +rig file")
                .containsPattern("FAIL +model +model absent.onnx does not exist -> give an .onnx file")
                .containsPattern("FAIL +broker .* -> start the broker");

        String rig = rig(model.toString(), BROKER.bootstrap()).toString();
        CommandRun bare = CommandRun.of("doctor", "--rig", rig);
        assertThat(bare.code()).isEqualTo(1);
        assertThat(bare.out())
                .containsPattern("ok +model +tiny keeps the contract")
                .containsPattern("ok +broker")
                .containsPattern("FAIL +topics .*does not exist -> create it");

        CommandRun played = CommandRun.of(
                "replay", "street", "--bootstrap", BROKER.bootstrap(), "--duration", "1s", "--live", "--create-topics");
        assertThat(played.code()).as(played.err()).isZero();
        CommandRun well = CommandRun.of("doctor", "--rig", rig);
        assertThat(well.out())
                .containsPattern("ok +topics")
                .containsPattern("ok +keys +rgb: newest key is 'demo'")
                .containsPattern("(ok|note) +stamps +lidar: newest frame is [0-9]+ ms old")
                .doesNotContain("FAIL");
        assertThat(well.code()).isZero();
    }

    @Test
    void whatTheDemoPrintsOfEachSensorAddsUpToWhatWasSent() throws Exception {
        CommandRun run = CommandRun.of("demo", "--duration", "2s", "--model", model.toString(), "--no-browser");
        assertThat(run.code()).as(run.err()).isZero();
        List<String> lines = run.out().lines().toList();
        int head = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("frames"))
                .findFirst()
                .orElseThrow());
        List<String> columns = List.of(lines.get(head).strip().split(" +"));
        assertThat(columns).as(run.out()).startsWith("frames", "sent", "matched");
        List<String> rows = lines.subList(head + 1, head + 5);
        assertThat(rows).allSatisfy(row -> {
            String[] cells = row.strip().split(" +");
            assertThat(cells).hasSameSizeAs(columns);
            long sent = Long.parseLong(cells[1]);
            long ended = 0;
            for (int i = 2; i < cells.length; i++) {
                ended += Long.parseLong(cells[i]);
            }
            assertThat(sent).isPositive();
            assertThat(ended).isEqualTo(sent);
        });
        assertThat(columns).as("every frame has ended").doesNotContain("unfinished");
    }

    @Test
    void theDemoEndsWithItsBooksAsJson() throws Exception {
        CommandRun run = CommandRun.of("demo", "--duration", "2s", "--model", model.toString(), "--json");
        assertThat(run.code()).as(run.err()).isZero();
        String[] lines = run.out().strip().split("\n");
        JsonNode report = new ObjectMapper().readTree(lines[lines.length - 1]);
        assertThat(report.at("/sets/sent").asInt()).isBetween(18, 21);
        assertThat(report.at("/masks").asInt()).isPositive();
        JsonNode sets = report.at("/sets");
        int left = sets.path("complete").asInt() + sets.path("partial").asInt();
        assertThat(left - sets.path("shed").asInt() - sets.path("unusable").asInt())
                .isEqualTo(report.at("/masks").asInt());
        int most = 0;
        int all = 0;
        for (JsonNode frames : report.at("/frames")) {
            most = Math.max(most, frames.path("matched").asInt());
            all += frames.path("matched").asInt();
        }
        assertThat(left)
                .as("a set has one frame of a sensor at most, and one at least")
                .isBetween(most, all);
        for (JsonNode frames : report.at("/frames")) {
            int ended = 0;
            for (String fate :
                    new String[] {"matched", "surplus", "late", "expired", "duplicate", "malformed", "shed"}) {
                ended += frames.path(fate).asInt();
            }
            assertThat(ended).isEqualTo(frames.path("sent").asInt());
            assertThat(frames.path("pending").asInt()).isZero();
            assertThat(frames.path("malformed").asInt()).isZero();
            assertThat(keys(frames))
                    .containsExactly(
                            "sent",
                            "matched",
                            "surplus",
                            "late",
                            "expired",
                            "duplicate",
                            "malformed",
                            "shed",
                            "pending");
        }
        assertThat(keys(report))
                .containsExactly(
                        "sets",
                        "frames",
                        "masks",
                        "latencyMs",
                        "setsPerSecond",
                        "maxMaskGapPeriods",
                        "miou",
                        "transitions");
        assertThat(keys(report.path("sets")))
                .containsExactly("sent", "complete", "partial", "expired", "shed", "unusable");
        assertThat(keys(report.path("frames"))).containsExactly("rgb", "depth", "lidar", "event");
        assertThat(keys(report.path("latencyMs"))).containsExactlyInAnyOrder("p50", "p99");
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void theBenchComparesTheNodeWithTheBareLoopRoundByRound() throws Exception {
        CommandRun run = CommandRun.of(
                "bench",
                "--warm-up",
                "5",
                "--sets",
                "4",
                "--rounds",
                "3",
                "--threads",
                "1",
                "--model",
                model.toString(),
                "--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(run.out());
        List<Double> ratios = new ArrayList<>();
        result.path("ratios").forEach(ratio -> ratios.add(ratio.asDouble()));
        assertThat(ratios).hasSize(3).allMatch(ratio -> ratio > 0);
        assertThat(result.path("ratio").asDouble())
                .isEqualTo(ratios.stream().sorted().toList().get(1));
        assertThat(result.at("/stageMedianMs/decode").asDouble()).isPositive();
    }

    @Test
    void theSoakTellsHowFastMemoryGrows() throws Exception {
        CommandRun run = CommandRun.of(
                "soak",
                "--duration",
                "4s",
                "--warm-up",
                "1s",
                "--every",
                "500ms",
                "--model",
                model.toString(),
                "--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(run.out());
        assertThat(result.path("samples")).hasSizeGreaterThan(1);
        assertThat(keys(result.path("megabytesPerHour"))).containsExactly("resident", "heap", "code", "rest", "direct");
        JsonNode sample = result.path("samples").get(0);
        assertThat(sample.path("resident").asDouble())
                .isGreaterThan(sample.path("heap").asDouble());
    }
}
