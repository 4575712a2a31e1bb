package io.lynceus.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.command.Lynceus;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.stream.RigConfig;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Signals at random moments, with a network whose calls take most of the time (R14); {@code mvn verify -Pcampaign} runs them. */
@Tag("campaign")
class SignalsTest {
    private static final int SIGNALS = 20;
    private static final int SIGTERM = 143;
    private static final int LONGEST_MILLIS = 9_000;
    /** Five are promised; a busy machine gets three times that. */
    private static final long MOST_SECONDS = 15;

    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @TempDir
    Path here;

    private final Random random = new Random(14);

    @Test
    void theDemoEndsInGoodOrderAtAnyMoment() throws Exception {
        for (int i = 0; i < SIGNALS; i++) {
            assertEnds(List.of("demo", "--duration", "60s", "--port", "0", "--no-browser"), List.of(SIGTERM));
        }
    }

    @Test
    void theBenchEndsInGoodOrderAtAnyMoment() throws Exception {
        for (int i = 0; i < SIGNALS; i++) {
            assertEnds(List.of("bench", "--rounds", "50"), List.of(SIGTERM));
        }
    }

    @Test
    void aNodeEndsInGoodOrderAtAnyMoment() throws Exception {
        Path file = rigFile();
        send(RigConfig.read(file));
        for (int i = 0; i < SIGNALS; i++) {
            String name = "signals-" + i;
            List<String> node = List.of(
                    "node",
                    "--rig",
                    file.toString(),
                    "--application",
                    name,
                    "--state",
                    here.resolve(name).toString(),
                    "--port",
                    "0");
            // Before it runs, a signal is no usual end.
            assertEnds(node, List.of(0, SIGTERM));
        }
    }

    private Path rigFile() throws IOException {
        return Files.writeString(
                here.resolve("rig.yaml"),
                """
                rigs: [a]
                sync: {mode: complete}
                sensors:
                  - {name: rgb, modality: rgb, topic: camera.front.image, rate: 10}
                  - {name: depth, modality: depth, topic: camera.front.depth, rate: 10}
                kafka: {bootstrap.servers: "%s"}
                """
                        .formatted(BROKER.bootstrap()));
    }

    private static void send(RigConfig config) throws Exception {
        KafkaSettings kafka = new KafkaSettings(config, Map.of());
        try (Admin admin = Admin.create(kafka.admin())) {
            new TopicPlan(config).create(admin, 1);
        }
        StreetOptions options = StreetOptions.defaults().withSize(256, 256).withDuration(Duration.ofSeconds(30));
        try (Recording street = new StreetRecording(options);
                KafkaFrameSink sink = new KafkaFrameSink("a", kafka.producer())) {
            for (var frames = street.frames(street.start()); frames.hasNext(); ) {
                RecordedFrame frame = frames.next();
                if (config.hasSensor(frame.channel().sensor())) {
                    sink.send(frame);
                }
            }
        }
    }

    private void assertEnds(List<String> arguments, List<Integer> codes) throws Exception {
        Path temporary = Files.createDirectories(here.resolve("tmp"));
        Path work = Files.createDirectories(here.resolve("work"));
        Path log = Files.createTempFile(here, "signal", ".log");
        Process process = start(arguments, temporary, work, log);
        int moment = random.nextInt(LONGEST_MILLIS);
        try {
            assertThat(process.waitFor(moment, TimeUnit.MILLISECONDS))
                    .as(() -> "it ended by itself:\n" + read(log))
                    .isFalse();
            process.destroy(); // SIGTERM
            assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS))
                    .as(() -> "signal after " + moment + " ms:\n" + read(log))
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue())
                .as(() -> "signal after " + moment + " ms:\n" + read(log))
                .isIn(codes);
        assertThat(files(temporary)).as("signal after %d ms", moment).isEmpty();
        assertThat(files(work)).as("signal after %d ms", moment).noneMatch(name -> name.startsWith("hs_err"));
    }

    private static Process start(List<String> arguments, Path temporary, Path work, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-Dorg.bytedeco")
                        || flag.startsWith("-Donnxruntime")
                        || flag.startsWith("-Dlynceus"))
                .forEach(command::add);
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add(Lynceus.class.getName());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
