package io.lynceus.command;

import io.lynceus.raster.PayloadFormat;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.ModelException;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.KafkaSettings;
import io.lynceus.stream.RigConfig;
import io.lynceus.stream.TopicPlan;
import io.lynceus.wire.Stamp;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus doctor}: will this set-up work? Each line says ok, or what to do. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Checks broker, topics, size limits, partitions, stamps, model and accelerator libraries of a rig.",
            "",
            "Example: ./lynceus doctor --rig configs/street.rig.yaml"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SANE_SKEW = Duration.ofSeconds(5);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--rig", required = true, paramLabel = "FILE", description = "The rig file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path rigFile;

    private boolean healthy = true;

    @Override
    public Integer call() throws InterruptedException {
        RigConfig config = RigConfig.read(rigFile);
        say(
                "rig file",
                config.sensors().size() + " sensors of rigs " + config.rigs(),
                !config.sensors().isEmpty() && !config.rigs().isEmpty(),
                "name at least one rig and one sensor");
        checkModel(config);
        checkBroker(config, new KafkaSettings(config, System.getenv()));
        return healthy ? 0 : Lynceus.FAILURE;
    }

    private void checkModel(RigConfig config) {
        Path file = ShippedModels.locate(config.model());
        try (OnnxSegmenter segmenter =
                OnnxSegmenter.open(file, config.accelerator().providers(), 1)) {
            say("model", segmenter.card().name() + " keeps the contract", true, "");
            say(
                    "accelerator",
                    "runs on " + segmenter.provider() + ", wanted "
                            + config.accelerator().providers(),
                    segmenter
                                    .provider()
                                    .equals(config.accelerator()
                                            .providers()
                                            .get(0)
                                            .name())
                            || config.accelerator().providers().get(0) == ExecutionProvider.CPU,
                    "for CUDA build with -Pgpu and install CUDA 12 and cuDNN 9; on the CPU the node works, slower",
                    false);
            String unknown = config.sensors().stream()
                    .filter(s -> segmenter.card().indexOf(s.measures()) < 0)
                    .map(RigConfig.Sensor::name)
                    .collect(Collectors.joining(", "));
            say(
                    "modalities",
                    unknown.isEmpty() ? "the model knows every sensor" : "the model does not know " + unknown,
                    unknown.isEmpty(),
                    "take these sensors out, or name another model");
        } catch (ModelException e) {
            say("model", String.valueOf(e.getMessage()), false, "see the message");
        }
    }

    private void checkBroker(RigConfig config, KafkaSettings kafka) throws InterruptedException {
        try (Admin admin = Admin.create(kafka.admin())) {
            List<String> problems = new TopicPlan(config).problems(admin);
            say("broker", kafka.bootstrap() + " answers", true, "");
            if (problems.isEmpty()) {
                say("topics", "all there, partitions and sizes agree", true, "");
                config.sensors().forEach(sensor -> checkStamps(config, sensor, kafka));
            }
            problems.forEach(problem -> say(
                    "topics",
                    problem.split(";", 2)[0],
                    false,
                    problem.contains(";") ? problem.split(";", 2)[1].trim() : "see the message"));
        } catch (IllegalStateException e) {
            say(
                    "broker",
                    String.valueOf(e.getMessage()),
                    false,
                    "start the broker, or correct kafka.bootstrap.servers in the rig file");
        }
    }

    /** The newest frame of a sensor: its key and its clock. */
    private void checkStamps(RigConfig config, RigConfig.Sensor sensor, KafkaSettings kafka) {
        Optional<ConsumerRecord<String, byte[]>> newest = newest(sensor.topic(), kafka);
        if (newest.isEmpty()) {
            say(
                    "stamps",
                    sensor.name() + ": no frame on " + sensor.topic(),
                    false,
                    "start the sensor, or correct its topic",
                    false);
            return;
        }
        ConsumerRecord<String, byte[]> record = newest.get();
        PayloadFormat format = sensor.payloadFormat();
        Stamp stamp = format.stamp(record.value()).orElse(Stamp.ofMillis(record.timestamp()));
        say(
                "keys",
                sensor.name() + ": newest key is '" + record.key() + "'",
                config.rigs().contains(String.valueOf(record.key())),
                "add it to rigs, or correct the producer");
        if (config.sync().mode() == RigConfig.Mode.LIVE) {
            Duration age =
                    Duration.ofNanos(Stamp.of(Clock.systemUTC().instant()).nanosSince(stamp));
            say(
                    "stamps",
                    sensor.name() + ": newest frame is " + age.toMillis() + " ms old",
                    age.abs().compareTo(SANE_SKEW) < 0,
                    "synchronise the sensor's clock (PTP, chrony), or set sync.mode to complete for a recording",
                    false);
        }
    }

    private static Optional<ConsumerRecord<String, byte[]>> newest(String topic, KafkaSettings kafka) {
        Map<String, Object> properties = kafka.consumer();
        properties.put("max.poll.records", 1);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            for (Map.Entry<TopicPartition, Long> end :
                    consumer.endOffsets(partitions).entrySet()) {
                if (end.getValue() > begins.getOrDefault(end.getKey(), 0L)) {
                    consumer.assign(List.of(end.getKey()));
                    consumer.seek(end.getKey(), end.getValue() - 1);
                    for (ConsumerRecord<String, byte[]> record : consumer.poll(PATIENCE)) {
                        return Optional.of(record);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private void say(String what, String found, boolean ok, String remedy) {
        say(what, found, ok, remedy, true);
    }

    /** @param decides whether this alone makes the set-up unfit */
    private void say(String what, String found, boolean ok, String remedy, boolean decides) {
        PrintWriter out = spec.commandLine().getOut();
        String mark = ok ? "ok  " : decides ? "FAIL" : "note";
        out.printf("%s  %-12s %s%s%n", mark, what, found, ok ? "" : " -> " + remedy);
        out.flush();
        healthy &= ok || !decides;
    }
}
