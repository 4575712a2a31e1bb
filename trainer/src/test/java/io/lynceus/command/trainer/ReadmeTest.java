package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.broker.EmbeddedBroker;
import io.lynceus.command.Lynceus;
import io.lynceus.command.trainer.run.RunConfig;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.wire.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * The commands of the README and of its pages are run as they stand there; only paths, sizes, rates and how long they go on are changed, so that a busy
 * machine can follow.
 */
class ReadmeTest {
    private static final Path ROOT = Path.of(System.getProperty("lynceus.root", ".."));
    private static final Path SHARED = Path.of(System.getProperty("lynceus.shared", "../../shared"));
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    /** Commands of the README under that heading, without the launcher; under all of them if it is empty. */
    private static List<String> commands(String heading) throws IOException {
        return commands("README.md", heading);
    }

    private static List<String> commands(String page, String heading) throws IOException {
        String section = "";
        List<String> commands = new ArrayList<>();
        String text = Files.readString(ROOT.resolve(page)).replaceAll("\\\\\n\\s*", " "); // commands of several lines
        for (String line : text.split("\n")) {
            section = line.startsWith("## ") ? line.substring(3) : section;
            String command = line.strip().replaceAll("\\s+#.*", "");
            if (command.startsWith("./lynceus ") && (heading.isEmpty() || section.equals(heading))) {
                commands.add(command.substring("./lynceus ".length()));
            }
        }
        return commands;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/attach.md",
                "docs/recordings.md",
                "docs/watch.md",
                "docs/foxglove.md",
                "docs/train.md",
                "docs/models.md"
            })
    void everyCommandOfThePageParses(String page) throws IOException {
        List<String> commands = commands(page, "");
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            CommandLine.ParseResult parsed = Lynceus.commandLine().parseArgs(command.split("\\s+"));
            assertThat(parsed.hasSubcommand()).as(command).isTrue();
            Arrays.stream(command.split("[\\s,]+"))
                    .filter(word -> word.startsWith("configs/"))
                    .forEach(file -> assertThat(ROOT.resolve(file)).exists());
        }
    }

    @Test
    void everyRunInTheRepositoryCanBeRead() {
        for (String run : List.of(
                "quick",
                "street-nano",
                "street-nano-2",
                "street-nano-experts",
                "street-nano-pretrain",
                "cwfid",
                "deliver-tiny",
                "muses-tiny",
                "mcubes-tiny")) {
            assertThat(RunConfig.read(ROOT.resolve("configs/" + run + ".yaml")).name())
                    .isEqualTo(run);
        }
    }

    /** A run of two steps on small pictures through the whole section. */
    @Test
    void theTrainSectionLeadsFromAConfigurationToAModel() throws IOException {
        String small = Files.readString(ROOT.resolve("configs/quick.yaml"))
                .replaceAll("([hH]eight|[wW]idth): 128", "$1: 64")
                .replaceAll("steps: \\d+", "steps: 2")
                .replaceAll("validations: \\d+, validationSamples: \\d+", "validations: 1, validationSamples: 1");
        Path config = Files.writeString(folder.resolve("small.yaml"), small);
        Map<String, String> words = Map.of(
                "configs/quick.yaml", config.toString(),
                "runs/quick/best.safetensors",
                        folder.resolve("run/best.safetensors").toString(),
                "my.onnx", folder.resolve("my.onnx").toString(),
                "rgb.onnx", folder.resolve("rgb.onnx").toString(),
                "100", "1",
                "20", "1");
        Map<String, List<String>> more = Map.of(
                "fit", List.of("--out", folder.resolve("run").toString()),
                "export", List.of("--evaluate", "0"),
                "verify", List.of("--sets", "1"));
        // A dataset that users have is fitted, in small, by DatasetRunTest.
        List<String> all = commands("docs/train.md", "All commands");
        assertThat(all).containsAll(commands("Train"));
        List<String> commands = all.stream()
                .filter(command -> !command.contains("/data/"))
                // CompareCommandTest compares systems, for a smaller budget.
                .filter(command -> !command.contains("trainer compare"))
                .toList();
        assertThat(commands).hasSizeGreaterThan(5);
        for (String command : commands) {
            String[] given = command.split("\\s+");
            List<String> arguments = new ArrayList<>(Arrays.stream(given)
                    .map(word -> words.getOrDefault(word, word))
                    .toList());
            arguments.addAll(more.getOrDefault(given[1], List.of()));
            assertThat(run(arguments)).as(command).isNotBlank();
        }
        assertThat(modalities("my.onnx")).containsExactly("rgb", "depth", "event", "lidar");
        assertThat(modalities("rgb.onnx")).containsExactly("rgb");
    }

    /** Those that an exported file says it serves. */
    private List<String> modalities(String file) throws IOException {
        String card = run(List.of("model", "inspect", folder.resolve(file).toString(), "--json"));
        return new ObjectMapper().readTree(card).path("modalities").findValuesAsText("name");
    }

    /** What a command prints; it must succeed. */
    private static String run(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Lynceus.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        assertThat(code).as("%s: %s", arguments, err).isZero();
        return out.toString();
    }

    @Test
    void theAttachAndReplaySectionsGiveMasksOnTheirTopic() throws Exception {
        List<String> attach = commands("Attach");
        List<String> replay = commands("Replay");
        assertThat(attach).hasSize(4);
        assertThat(attach.get(1)).isEqualTo(replay.get(0)).startsWith("replay street --live");
        String rig = "configs/street.rig.yaml";
        String patient = Files.readString(ROOT.resolve(rig)).replace("rate: 10", "rate: 2") + "sync: {maxAge: 60s}\n";
        Path copy = Files.writeString(folder.resolve("rig.yaml"), patient);
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Child street = Child.start(broker, replay.get(0) + " --rate 2")) {
            awaitTopics(broker, street);
            String start = attach.get(3).replace(rig, copy.toString());
            try (Child node = Child.start(broker, start + " --port 0 --state " + folder)) {
                assertThat(masks(broker, 3, node)).allSatisfy(mask -> assertThat(mask.getContributionsList())
                        .hasSize(4));
                try (Child doctor = Child.start(broker, attach.get(2).replace(rig, copy.toString()))) {
                    assertThat(doctor.await()).as(doctor.said()).isZero();
                }
                node.process.destroy();
                assertThat(node.await()).as(node.said()).isZero();
            }
        }
    }

    @Test
    void theBrokerOfTheAttachSectionServesUntilASignalEndsIt() throws Exception {
        String command = commands("Attach").get(0) + " --port 0 --data " + folder.resolve("kept");
        try (EmbeddedBroker unused = EmbeddedBroker.start();
                Child broker = Child.start(unused, command)) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!broker.said().contains("broker on 127.0.0.1:")) {
                assertThat(broker.process.isAlive()).as(broker.said()).isTrue();
                assertThat(System.nanoTime()).as(broker.said()).isLessThan(end);
                Thread.sleep(200);
            }
            broker.process.destroy();
            assertThat(broker.await()).as(broker.said()).isEqualTo(143);
            assertThat(folder.resolve("kept/meta.properties")).exists();
        }
    }

    @Test
    void theReplaySectionPlaysADriveOfKitti() throws Exception {
        Path drives = SHARED.resolve("data/kitti_raw");
        assumeTrue(Files.isDirectory(drives), drives + " is not here");
        String command = commands("Replay").get(1).replace("/data/kitti_raw", drives.toString());
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            List<String> arguments = new ArrayList<>(List.of(command.split("\\s+")));
            arguments.addAll(List.of("--bootstrap", broker.bootstrap()));
            assertThat(run(arguments)).contains("rgb", "12");
        }
    }

    private static void awaitTopics(EmbeddedBroker broker, Child street) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!hasTopics(broker)) {
            assertThat(street.process.isAlive()).as(street.said()).isTrue();
            assertThat(System.nanoTime()).as(street.said()).isLessThan(end);
            Thread.sleep(200);
        }
    }

    private static boolean hasTopics(EmbeddedBroker broker) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(broker)) {
            return consumer.listTopics().containsKey(Topics.MASKS);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(EmbeddedBroker broker) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<Segmentation> masks(EmbeddedBroker broker, int count, Child node) throws IOException {
        List<Segmentation> masks = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(broker)) {
            List<TopicPartition> partitions = List.of(new TopicPartition(Topics.MASKS, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (masks.size() < count) {
                assertThat(node.process.isAlive()).as(node.said()).isTrue();
                assertThat(System.nanoTime()).as(node.said()).isLessThan(end);
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    masks.add(Segmentation.parseFrom(record.value()));
                }
            }
        }
        return masks;
    }

    /** A command in a JVM of its own, at the repository's root, with that broker for its address. */
    private record Child(Process process, Path log) implements AutoCloseable {
        static Child start(EmbeddedBroker broker, String command) throws IOException {
            Path log = Files.createTempFile("lynceus-readme", ".log");
            List<String> words = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                    "-Xmx1g",
                    "io.lynceus.command.Lynceus"));
            words.addAll(List.of(command.split("\\s+")));
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(ROOT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "CLASSPATH", System.getProperty("java.class.path"),
                            "LYNCEUS_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrap()));
            return new Child(builder.start(), log);
        }

        int await() throws InterruptedException {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(said())
                    .isTrue();
            return process.exitValue();
        }

        String said() {
            try (Stream<String> lines = Files.lines(log)) {
                return lines.toList().toString();
            } catch (IOException e) {
                return "its output cannot be read: " + e.getMessage();
            }
        }

        @Override
        public void close() throws IOException, InterruptedException {
            process.destroyForcibly().waitFor();
            Files.deleteIfExists(log);
        }
    }
}
