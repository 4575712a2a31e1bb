package io.lynceus.command.doctor;

import io.lynceus.rig.RigConfig;
import io.lynceus.rig.RigNames;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.ModelException;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.Regime;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.Remedies;
import io.lynceus.stream.kafka.StateTopic;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.wire.Stamp;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus doctor}: checks whether a set-up will work. Each line says ok, or what to do. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Checks broker, topics, size limits, rights, partitions, frames, stamps, model and accelerator libraries of a rig.",
            "",
            "--plan computes what a fleet takes, from bytes and times that are measured on this machine; it needs no rig file.",
            "",
            "Example: ./lynceus doctor --rig configs/street.rig.yaml",
            "         ./lynceus doctor --plan '1000 vehicles, 10 Hz, 1024x1024'"
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final int UNHEALTHY = 1;
    private static final Duration SANE_SKEW = Duration.ofSeconds(5);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** What is asked for: the one or the other. */
    static final class Question {
        @Option(names = "--rig", required = true, paramLabel = "FILE", description = "The rig file.")
        private @Nullable Path rigFile;

        @Option(
                names = "--plan",
                required = true,
                paramLabel = "FLEET",
                description = {
                    "Brokers, partitions and nodes for a fleet, such as '1000 vehicles, 10 Hz, 1024x1024': the size is that of the",
                    "sensors' images, the model is street-nano on two threads."
                })
        private @Nullable String fleet;
    }

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Question question;

    @Option(
            names = "--application",
            defaultValue = "lynceus",
            description = "Consumer group of the nodes. Default: ${DEFAULT-VALUE}.")
    private String application = "lynceus";

    @Option(
            names = "--repair",
            description = {
                "Give the group's state topic as many partitions as the sensors' topics have. Stop the nodes before.",
                "What waits is kept."
            })
    private boolean repair;

    @Override
    public Integer call() throws InterruptedException {
        if (question.fleet != null) {
            plan(Fleet.parse(question.fleet));
            return 0;
        }
        RigConfig config = RigConfig.read(Objects.requireNonNull(question.rigFile));
        Findings findings = new Findings(spec.commandLine().getOut());
        checkRigFile(config, findings);
        checkModel(config, findings);
        checkBroker(config, new KafkaSettings(config, System.getenv()), findings);
        return findings.healthy() ? 0 : UNHEALTHY;
    }

    private void plan(Fleet fleet) {
        RigConfig.Accelerator accelerator = RigConfig.DEFAULTS.accelerator();
        PrintWriter out = spec.commandLine().getOut();
        try (OnnxSegmenter model = OnnxSegmenter.open(
                ShippedModels.locate(ShippedModels.STREET_NANO), accelerator.providers(), accelerator.settings())) {
            new FleetPlan(fleet, MeasuredSet.of(fleet, model, accelerator.threads())).print(out);
        }
        out.flush();
    }

    private static void checkRigFile(RigConfig config, Findings findings) {
        String found = config.sensors().size() + " sensors of rigs " + config.rigs();
        if (config.sensors().isEmpty() || config.rigs().isEmpty()) {
            findings.fail("rig file", found, "name at least one rig and one sensor");
        } else {
            findings.ok("rig file", found);
        }
    }

    private static void checkModel(RigConfig config, Findings findings) {
        Path file = ShippedModels.locate(config.model());
        try (OnnxSegmenter segmenter = OnnxSegmenter.open(
                file, config.accelerator().providers(), config.accelerator().settings())) {
            findings.ok("model", segmenter.card().name() + " keeps the contract");
            checkAccelerator(segmenter.provider(), config.accelerator().providers(), findings);
            checkModalities(config, segmenter.card(), findings);
        } catch (ModelException e) {
            findings.fail("model", String.valueOf(e.getMessage()));
        }
    }

    private static void checkAccelerator(String runsOn, List<ExecutionProvider> wanted, Findings findings) {
        if (runsOn.equals(wanted.get(0).name())) {
            findings.ok("accelerator", "runs on " + runsOn);
        } else {
            findings.note(
                    "accelerator",
                    "runs on " + runsOn + ", wanted " + wanted,
                    "for CUDA build with -Pgpu and install CUDA 12 and cuDNN 9; on the CPU the node works, slower");
        }
    }

    private static void checkModalities(RigConfig config, ModelCard card, Findings findings) {
        String unknown = config.sensors().stream()
                .filter(sensor -> sensor.isSegmented() && card.indexOf(sensor.measures()) < 0)
                .map(RigConfig.Sensor::name)
                .collect(Collectors.joining(", "));
        if (unknown.isEmpty()) {
            findings.ok("modalities", "the model knows every sensor that is segmented");
        } else {
            findings.fail(
                    "modalities",
                    "the model does not know " + unknown,
                    "take these sensors out, give them use: watch, or name another model");
        }
    }

    private void checkBroker(RigConfig config, KafkaSettings kafka, Findings findings) throws InterruptedException {
        try (Admin admin = Admin.create(kafka.admin())) {
            if (!new RightsCheck(config, application, findings).check(admin)) {
                return; // without them, nothing else is seen as it is
            }
            List<String> problems = new ArrayList<>(new TopicPlan(config).problems(admin));
            if (problems.isEmpty()) {
                checkState(new StateTopic(config, application), admin, kafka, findings)
                        .ifPresent(problems::add);
            }
            findings.ok("broker", kafka.bootstrap() + " answers");
            problems.forEach(problem -> findings.fail("topics", problem));
            if (problems.isEmpty()) {
                findings.ok("topics", "all there, partitions and sizes agree");
                new PartitionCheck(findings).check(RigNames.of(config.rigs()).ids(), partitions(config, admin));
                checkFrames(config, kafka, findings);
            }
        } catch (IllegalStateException | KafkaException e) {
            findings.fail(
                    "broker",
                    kafka.bootstrap() + ": " + Remedies.of(e),
                    "start the broker, or correct kafka.bootstrap.servers in the rig file");
        }
    }

    private Optional<String> checkState(StateTopic state, Admin admin, KafkaSettings kafka, Findings findings)
            throws InterruptedException {
        if (repair) {
            findings.ok("state", state.repair(admin, kafka));
        }
        return state.problem(admin);
    }

    /** Returns how many partitions the sensors' topics have; all have the same number. */
    private static int partitions(RigConfig config, Admin admin) throws InterruptedException {
        String topic = config.sensors().get(0).topic();
        try {
            return Objects.requireNonNull(admin.describeTopics(List.of(topic))
                            .topicNameValues()
                            .get(topic))
                    .get()
                    .partitions()
                    .size();
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not describe topic " + topic + ": " + e.getMessage(), e);
        }
    }

    private static void checkFrames(RigConfig config, KafkaSettings kafka, Findings findings) {
        List<SensorLog> logs = config.sensors().stream()
                .map(sensor -> SensorLog.read(sensor, kafka))
                .toList();
        logs.forEach(log -> log.newest()
                .ifPresentOrElse(
                        record -> checkNewest(config, log.sensor(), record, findings),
                        () -> findings.note(
                                "stamps",
                                log.sensor().name() + ": no frame on "
                                        + log.sensor().topic(),
                                "start the sensor, or correct its topic")));
        rigs(config, logs).forEach(rig -> new StampCheck(findings).check(rig, logs));
    }

    /** Returns the rigs that are named by their ids, and those of the newest frames that are named by a pattern. */
    private static Set<String> rigs(RigConfig config, List<SensorLog> logs) {
        RigNames names = RigNames.of(config.rigs());
        Set<String> rigs = new LinkedHashSet<>(names.ids());
        logs.stream()
                .flatMap(log -> log.newest().stream())
                .map(record -> String.valueOf(record.key()))
                .filter(names::include)
                .forEach(rigs::add);
        return rigs;
    }

    /** Checks key, content and clock of a sensor's newest frame. */
    private static void checkNewest(
            RigConfig config, RigConfig.Sensor sensor, ConsumerRecord<String, byte[]> record, Findings findings) {
        checkKey(config, sensor, record, findings);
        if (record.value() == null) {
            findings.note("content", sensor.name() + ": newest record has no value", "let producers send frames only");
            return;
        }
        new ContentCheck(findings).check(sensor, record.value());
        if (Regime.of(config.sync()).stampsFollowTheClock()) {
            checkStamp(sensor, record, findings);
        }
    }

    private static void checkKey(
            RigConfig config, RigConfig.Sensor sensor, ConsumerRecord<String, byte[]> record, Findings findings) {
        String found = sensor.name() + ": newest key is '" + record.key() + "'";
        if (RigNames.of(config.rigs()).include(String.valueOf(record.key()))) {
            findings.ok("keys", found);
        } else {
            findings.fail("keys", found, "add it to rigs, or correct the producer");
        }
    }

    private static void checkStamp(RigConfig.Sensor sensor, ConsumerRecord<String, byte[]> record, Findings findings) {
        Stamp stamp = sensor.payloadFormat().stamp(record.value()).orElseGet(() -> Stamp.ofMillis(record.timestamp()));
        Duration age = Duration.ofNanos(Stamp.of(Clock.systemUTC().instant()).nanosSince(stamp));
        String found = sensor.name() + ": newest frame is " + age.toMillis() + " ms old";
        if (age.abs().compareTo(SANE_SKEW) < 0) {
            findings.ok("stamps", found);
        } else {
            findings.note(
                    "stamps",
                    found,
                    "synchronise the sensor's clock (PTP, chrony), or set sync.mode to complete for a recording");
        }
    }
}
