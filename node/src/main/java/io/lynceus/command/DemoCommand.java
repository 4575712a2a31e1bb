package io.lynceus.command;

import io.lynceus.broker.EmbeddedBroker;
import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.monitor.Monitor;
import io.lynceus.play.Kill;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Played;
import io.lynceus.play.Player;
import io.lynceus.play.ProgressBar;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.KafkaSettings;
import io.lynceus.stream.Node;
import io.lynceus.stream.RigConfig;
import io.lynceus.stream.Tally;
import io.lynceus.stream.TopicPlan;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import io.lynceus.wire.Stamp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus demo}: broker, street, node and a reader of its masks, in one process. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Drives through the simulated street and segments it; needs neither Docker nor GPU nor network.",
            "",
            "Example: ./lynceus demo --duration 20s --kill rgb@5s..12s"
        })
final class DemoCommand implements Callable<Integer> {
    private static final String RIG = "street";
    private static final int FREE_PORT = 0;
    /** The last sets wait for their deadline and are then segmented. */
    private static final Duration LAST_SETS = Duration.ofSeconds(3);

    /** Everything shares one machine here, and the first sets meet code that is not compiled yet. */
    private static final RigConfig.Sync PATIENT = new RigConfig.Sync(
            RigConfig.Mode.LIVE,
            RigConfig.DEFAULTS.sync().tolerance(),
            Duration.ofMillis(250),
            Duration.ofSeconds(3),
            RigConfig.DEFAULTS.sync().futureLimit());

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final StreetFlags street = new StreetFlags();

    @Option(
            names = "--kill",
            paramLabel = "SENSOR@FROM..TO",
            description =
                    "Silences a sensor (rgb, depth, lidar or event) for a while, such as rgb@5s..12s. Repeatable.")
    private final List<String> kills = new ArrayList<>();

    @Option(
            names = "--model",
            defaultValue = ShippedModels.STREET_NANO,
            description = "A shipped model or an .onnx file. Default: ${DEFAULT-VALUE}.")
    private String model = ShippedModels.STREET_NANO;

    @Option(
            names = "--broker-port",
            defaultValue = "0",
            description = "Of the embedded broker, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int brokerPort;

    @Mixin
    private final MonitorFlags monitoring = new MonitorFlags();

    @Option(names = "--json", description = "End with one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        List<Kill> silenced = kills.stream().map(Kill::parse).toList();
        RigConfig.Accelerator accelerator = RigConfig.DEFAULTS.accelerator();
        OnnxSegmenter segmenter =
                OnnxSegmenter.open(ShippedModels.locate(model), accelerator.providers(), accelerator.threads());
        StreetOptions options = street.options()
                .withSize(segmenter.card().width(), segmenter.card().height());
        Batcher batcher = new Batcher(segmenter, accelerator.maxSets(), System::nanoTime);
        try (StreetRecording recording = new StreetRecording(options);
                EmbeddedBroker broker = EmbeddedBroker.start(brokerPort, Optional.empty())) {
            RigConfig config = StreetRig.of(RIG, recording, broker.bootstrap()).with(PATIENT);
            KafkaSettings kafka = new KafkaSettings(config, Map.of());
            try (Admin admin = Admin.create(kafka.admin())) {
                new TopicPlan(config).create(admin, 1);
            }
            Path state = Files.createTempDirectory("lynceus-state");
            try (Monitor monitor = monitoring.start(FREE_PORT);
                    Node node = Node.start(
                            config,
                            kafka,
                            batcher,
                            new Node.Options("lynceus-demo", 1, state.toString()),
                            Clock.systemUTC())) {
                monitor.attach(node);
                Report report = drive(recording, config, kafka, node, silenced);
                spec.commandLine().getOut().print(json ? report.json() + System.lineSeparator() : report.text());
                spec.commandLine().getOut().flush();
            }
        }
        return 0;
    }

    private Report drive(
            StreetRecording recording, RigConfig config, KafkaSettings kafka, Node node, List<Kill> silenced)
            throws InterruptedException {
        PlayClock clock = PlayClock.system();
        try (KafkaFrameSink sink = new KafkaFrameSink(RIG, kafka.producer())) {
            Player player =
                    new Player(recording, sink, Kill.filter(silenced, recording.channels()), PlayOptions.live(), clock);
            MaskReader reader = new MaskReader(
                    kafka.consumer(),
                    config.output().masks(),
                    config.output().health(),
                    stamp -> label(recording, player, stamp),
                    ClassList.DELIVER.size(),
                    Clock.systemUTC());
            long start = System.nanoTime();
            Played played;
            try (ProgressBar bar = ProgressBar.ofTerminal(clock)) {
                played = player.play(bar);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            awaitLastMasks(played.sent(), node, reader);
            reader.close();
            return new Report(played.sent(), node.tally(), reader, seconds, 1 / street.rate());
        }
    }

    private static Optional<LabelRaster> label(StreetRecording recording, Player player, Stamp stamp) {
        return recording.labels().flatMap(labels -> labels.at(player.timeline().recorded(stamp)));
    }

    /** Waits, within bounds, until what was sent has come in, has ended, and its masks have been read. */
    private static void awaitLastMasks(Map<String, Long> sent, Node node, MaskReader reader)
            throws InterruptedException {
        long end = System.nanoTime() + LAST_SETS.toNanos();
        while (System.nanoTime() < end
                && (isBusy(sent, node.tally())
                        || reader.messages()
                                < node.tally().maskCount() + node.tally().unusableSetCount())) {
            Thread.sleep(20);
        }
    }

    private static boolean isBusy(Map<String, Long> sent, Tally tally) {
        for (String sensor : tally.sensors()) {
            if (tally.pending(sensor) > 0 || tally.receivedCount(sensor) < sent.getOrDefault(sensor, 0L)) {
                return true;
            }
        }
        return false;
    }
}
