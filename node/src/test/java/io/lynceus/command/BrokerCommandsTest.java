package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.broker.EmbeddedBroker;
import io.lynceus.segment.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that talk to a broker, with a model of their own. */
class BrokerCommandsTest {
    private static EmbeddedBroker broker;

    @TempDir
    private static Path folder;

    private static Path model;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
        model = TinyModel.write(folder);
    }

    @AfterAll
    static void stop() {
        broker.close();
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

        String rig = rig(model.toString(), broker.bootstrap()).toString();
        CommandRun bare = CommandRun.of("doctor", "--rig", rig);
        assertThat(bare.code()).isEqualTo(1);
        assertThat(bare.out())
                .containsPattern("ok +model +tiny keeps the contract")
                .containsPattern("ok +broker")
                .containsPattern("FAIL +topics .*does not exist -> create it");

        CommandRun played = CommandRun.of(
                "replay", "street", "--bootstrap", broker.bootstrap(), "--duration", "1s", "--live", "--create-topics");
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
    void theDemoEndsWithItsBooksAsJson() throws Exception {
        CommandRun run = CommandRun.of("demo", "--duration", "2s", "--model", model.toString(), "--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.at("/sets/sent").asInt()).isBetween(18, 21);
        assertThat(report.at("/masks").asInt()).isPositive();
        for (JsonNode frames : report.at("/frames")) {
            int ended = 0;
            for (String fate :
                    new String[] {"matched", "surplus", "late", "expired", "duplicate", "malformed", "shed"}) {
                ended += frames.path(fate).asInt();
            }
            assertThat(ended + frames.path("pending").asInt())
                    .isEqualTo(frames.path("sent").asInt());
        }
    }

    @Test
    void theBenchComparesTheNodeWithTheBareLoop() throws Exception {
        CommandRun run =
                CommandRun.of("bench", "--sets", "10", "--threads", "1", "--model", model.toString(), "--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(run.out());
        double ratio = result.path("setsPerSecond").asDouble()
                / result.path("bareSetsPerSecond").asDouble();
        assertThat(result.path("ratio").asDouble())
                .isCloseTo(ratio, org.assertj.core.data.Percentage.withPercentage(0.1));
        assertThat(result.at("/stageMedianMs/decode").asDouble()).isPositive();
    }
}
