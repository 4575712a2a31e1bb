package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Batcher;
import io.lynceus.stream.FixedSegmenter;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.Node;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.wire.Topics;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The example in Python: from a JPEG to a decoded mask. It is skipped where Python lacks the packages. */
class PythonExampleTest {
    private static final Path ROOT = Path.of(System.getProperty("lynceus.root", ".."));
    private static final Path EXAMPLE = ROOT.resolve("examples").resolve("python");
    private static final Path SCRIPT = EXAMPLE.resolve("segment_one.py");

    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @TempDir
    Path folder;

    @Test
    void theScriptIsShortAndUsesTheTopicsOfItsRigFile() throws IOException {
        assertThat(Files.readAllLines(SCRIPT)).hasSizeLessThanOrEqualTo(40);
        RigConfig rig = RigConfig.read(EXAMPLE.resolve("camera.rig.yaml"));
        assertThat(Files.readString(SCRIPT))
                .contains('"' + rig.rigs().get(0) + '"')
                .contains('"' + rig.sensors().get(0).topic() + '"')
                .contains('"' + Topics.MASKS + '"');
    }

    @Test
    void aJpegBecomesAMaskInAnArray() throws Exception {
        require("import confluent_kafka, google.protobuf, numpy, grpc_tools.protoc");
        generate();
        RigConfig config = RigConfig.read(EXAMPLE.resolve("camera.rig.yaml"))
                .withKafka(Map.of("bootstrap.servers", BROKER.bootstrap()));
        KafkaSettings kafka = new KafkaSettings(config, Map.of());
        try (Admin admin = Admin.create(kafka.admin())) {
            new TopicPlan(config).create(admin, 1);
        }
        Batcher batcher = new Batcher(new FixedSegmenter(), 1, System::nanoTime);
        Node.Options options =
                new Node.Options("python", 1, folder.resolve("state").toString());
        try (Node node = Node.start(config, kafka, batcher, options, Clock.systemUTC())) {
            String said = run(List.of("python3", SCRIPT.toString(), jpeg().toString(), BROKER.bootstrap()));
            assertThat(said).contains("(64, 64) {1: 4096} 0.25");
        }
    }

    private static void require(String imports) throws Exception {
        Process python;
        try {
            python = new ProcessBuilder("python3", "-c", imports)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("the Python example was not run: there is no python3 (" + e.getMessage() + ")");
            return;
        }
        String said = new String(python.getInputStream().readAllBytes());
        Assumptions.assumeTrue(python.waitFor() == 0, "the Python example was not run: " + said);
    }

    /** Makes the Python classes of the messages, as the example's README does. */
    private void generate() throws Exception {
        Path protobuf =
                ROOT.resolve(Path.of("proto", "src", "main", "protobuf")).toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                "python3", "-m", "grpc_tools.protoc", "-I", protobuf.toString(), "--python_out", folder.toString()));
        try (Stream<Path> files = Files.walk(protobuf)) {
            files.filter(file -> file.toString().endsWith(".proto"))
                    .map(Path::toString)
                    .forEach(command::add);
        }
        run(command);
    }

    private Path jpeg() throws IOException {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 320 * 240; i++) {
            image.setRGB(i % 320, i / 320, random.nextInt(1 << 24));
        }
        Path file = folder.resolve("front.jpg");
        ImageIO.write(image, "jpg", file.toFile());
        return file;
    }

    private String run(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONPATH", folder.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
