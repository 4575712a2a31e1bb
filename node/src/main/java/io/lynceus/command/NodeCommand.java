package io.lynceus.command;

import io.lynceus.monitor.Monitor;
import io.lynceus.monitor.StartUp;
import io.lynceus.process.Ending;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.Regime;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.Node;
import io.lynceus.stream.kafka.TopicPlan;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus node}: attaches to the topics of a rig file and runs until a signal. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = {
            "Attaches to sensor topics and publishes masks, until SIGTERM or Ctrl-C.",
            "",
            "Environment variables LYNCEUS_KAFKA_* set Kafka client properties over the rig file's,",
            "such as LYNCEUS_KAFKA_BOOTSTRAP_SERVERS or LYNCEUS_KAFKA_SECURITY_PROTOCOL.",
            "",
            "Example: ./lynceus node --rig configs/street.rig.yaml"
        })
final class NodeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeCommand.class);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--rig", required = true, paramLabel = "FILE", description = "The rig file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path rigFile;

    @Option(
            names = "--application",
            defaultValue = "lynceus",
            description = "Consumer group; nodes of one group share the rigs. Default: ${DEFAULT-VALUE}.")
    private String application = "lynceus";

    @Option(names = "--threads", defaultValue = "1", description = "Stream threads. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "State folder of Kafka Streams. Default: lynceus-state in the folder for temporary files.")
    private String state = TemporaryFolder.parent().resolve("lynceus-state").toString();

    @Option(names = "--create-topics", description = "Create the topics that are missing.")
    private boolean createTopics;

    @Option(
            names = "--partitions",
            defaultValue = "1",
            description = "Partitions of topics that are created. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Mixin
    private final MonitorFlags monitoring = new MonitorFlags();

    @Override
    public Integer call() throws Exception {
        new OptionPairs(spec).only("--partitions", "--create-topics");
        Checks.atLeast("--threads", threads, 1);
        Checks.atLeast("--partitions", partitions, 1);
        RigConfig config = RigConfig.read(rigFile);
        KafkaSettings kafka = new KafkaSettings(config, System.getenv());
        try (Monitor monitor = monitoring.start();
                Node node = start(config, kafka, monitor.startUp())) {
            monitor.attach(node);
            monitor.show(config, kafka, node.batcher().card());
            spec.commandLine()
                    .getErr()
                    .printf(
                            "Ready: %s   Ctrl-C ends it. If no mask comes, './lynceus doctor --rig %s' says why.%n",
                            monitor.address(), rigFile);
            // A signal ends the process with 0 once everything in flight is done, as supervisors expect.
            Ending.signalIsUsual();
            serve(node);
            LOG.info("Stopping: finishing what is in flight");
        }
        LOG.info("Stopped");
        return 0;
    }

    /** Loads the model first, because that needs nobody else. */
    private Node start(RigConfig config, KafkaSettings kafka, StartUp steps) throws Exception {
        steps.begin("model", config.model() + " is loaded and warmed up");
        steps.begin("broker", "topics are checked at " + kafka.admin().get("bootstrap.servers"));
        Batcher batcher = new Batcher(
                OnnxSegmenter.open(
                        ShippedModels.locate(config.model()),
                        config.accelerator().providers(),
                        config.accelerator().settings()),
                Regime.of(config.sync()).setsPerCall(config.accelerator().maxSets()),
                System::nanoTime);
        steps.done("model", batcher.card().name() + " on " + batcher.provider());
        if (createTopics) {
            try (Admin admin = Admin.create(kafka.admin())) {
                new TopicPlan(config).create(admin, partitions);
            }
        }
        Node node =
                Node.start(config, kafka, batcher, new Node.Options(application, threads, state), Clock.systemUTC());
        steps.done("broker", "topics are there, and the node reads them");
        return node;
    }

    /** Returns after a signal has come. A node that fails ends the process. */
    static void serve(Node node) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        CompletableFuture<Void> unused = node.death().thenRun(stopped::countDown);
        try (Ending.Registration registration = Ending.onSignal(stopped::countDown)) {
            stopped.await();
        }
        if (node.death().isDone()) {
            Throwable fault = node.death().join();
            LOG.error("The node stopped: {}", Node.explain(fault), fault);
            // A CUDA context that failed may hang in clean-up: leave at once.
            Runtime.getRuntime().halt(Node.isFatalAccelerator(fault) ? Lynceus.FATAL_ACCELERATOR : Lynceus.FAILURE);
        }
    }
}
