package io.lynceus.campaign;

import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.bus.TailSink;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.FrameSink;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Player;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Utils;

/** The broker, the rigs and the files of a campaign. One thread. */
final class CampaignStage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SENSORS =
            """
            sensors:
              - {name: rgb, modality: rgb, topic: camera.front.image, rate: %1$s}
              - {name: depth, modality: depth, topic: camera.front.depth, rate: %1$s}
              - {name: lidar, modality: lidar, topic: lidar.top.points, rate: %1$s, frame: lidar_top}
              - {name: event, modality: event, topic: event.front.packets, rate: %1$s}
            """;

    private final CampaignOptions options;
    private final String settings;
    private final TemporaryFolder folder = TemporaryFolder.create("campaign");
    private final Path logs;
    private final int port = freePort();
    private final List<String> rigs;
    private final Map<String, RigConfig> configs = new HashMap<>();
    private LynceusProcess broker;

    /** @param settings lines that the rig files have as well; may be empty */
    CampaignStage(CampaignOptions options, String settings) throws InterruptedException {
        this.options = options;
        this.settings = settings;
        this.logs = options.logs().orElse(folder.path());
        createFolder(logs);
        this.rigs = rigs(options.nodes());
        this.broker = startBroker();
        awaitBroker();
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " for logs cannot be created", e);
        }
    }

    /** Returns names of rigs whose records go to partitions of their own. */
    private static List<String> rigs(int partitions) {
        List<String> names = new ArrayList<>();
        for (int i = 0; names.size() < partitions; i++) {
            String name = "vehicle-" + i;
            int partition = Utils.toPositive(Utils.murmur2(name.getBytes(StandardCharsets.UTF_8))) % partitions;
            if (partition == names.size()) {
                names.add(name);
            }
        }
        return names;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no TCP port is free on the loopback address", e);
        }
    }

    /** Returns the street that all rigs drive through, at the model's size. */
    StreetRecording street(Duration duration) {
        StreetOptions street = StreetOptions.defaults()
                .withSeed(options.seed())
                .withRates(StreetOptions.Rates.all(options.rate()))
                .withDuration(duration);
        Path model = ShippedModels.locate(options.model());
        try (OnnxSegmenter segmenter =
                OnnxSegmenter.open(model, RigConfig.DEFAULTS.accelerator().providers(), 1)) {
            return new StreetRecording(
                    street.withSize(segmenter.card().width(), segmenter.card().height()));
        }
    }

    private LynceusProcess startBroker() {
        return LynceusProcess.start(
                log("broker"),
                List.of(
                        "broker",
                        "--port",
                        Integer.toString(port),
                        "--data",
                        file("broker").toString()));
    }

    /** Waits until the broker answers. */
    private void awaitBroker() throws InterruptedException {
        long last = System.nanoTime() + PATIENCE.toNanos();
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", bootstrap(), "default.api.timeout.ms", "3000", "request.timeout.ms", "2000");
        while (true) {
            broker.requireAlive();
            try (Admin admin = Admin.create(properties)) {
                admin.describeCluster().nodes().get();
                return;
            } catch (ExecutionException e) {
                if (System.nanoTime() > last) {
                    throw new IllegalStateException(
                            "the broker has not answered for " + PATIENCE.toSeconds() + " s: " + e.getMessage(), e);
                }
            }
        }
    }

    void killBroker(long downMillis) throws InterruptedException {
        broker.kill();
        Thread.sleep(downMillis);
        broker = startBroker();
        awaitBroker();
    }

    void pauseBroker(long millis) throws InterruptedException {
        broker.pause(millis);
        awaitBroker();
    }

    private static String group(String run) {
        return "campaign-" + run;
    }

    private String bootstrap() {
        return "127.0.0.1:" + port;
    }

    private Path file(String name) {
        return folder.path().resolve(name);
    }

    private Path log(String name) {
        return logs.resolve(name + ".log");
    }

    /** Writes the rig file of a run, whose results have topics of their own. */
    private Path rigFile(String run) {
        String rate = String.format(Locale.ROOT, "%s", options.rate());
        String yaml = "rigs: [" + String.join(", ", rigs) + "]\nmodel: " + options.model()
                + "\nsync: {mode: " + options.mode().name().toLowerCase(Locale.ROOT) + "}\n" + SENSORS.formatted(rate)
                + "output: {masks: " + run + ".masks, health: " + run + ".health, deadLetters: " + run
                + ".dead-letters}\nkafka: {bootstrap.servers: '" + bootstrap() + "'}\n" + settings;
        try {
            return Files.writeString(file(run + ".yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("the rig file of run '" + run + "' could not be written", e);
        }
    }

    /** Returns a run's rig; its file is written once, because a node may be reading it. */
    RigConfig config(String run) {
        return configs.computeIfAbsent(run, name -> RigConfig.read(rigFile(name)));
    }

    CampaignTopics topics(String run) {
        return new CampaignTopics(config(run), group(run), rigs.size());
    }

    LynceusProcess startNode(String run, int number) {
        String name = run + "-" + number;
        return LynceusProcess.start(
                log(name),
                List.of(
                        "node",
                        "--rig",
                        file(run + ".yaml").toString(),
                        "--application",
                        group(run),
                        "--state",
                        file(name).toString(),
                        "--port",
                        "0"));
    }

    MaskLog masks(String run) {
        RigConfig config = config(run);
        return new MaskLog(
                new KafkaSettings(config, Map.of()).consumer(), config.output().masks(), rigs.size());
    }

    List<String> rigs() {
        return rigs;
    }

    /**
     * Opens a sink that sends each frame for every rig; the caller closes it.
     *
     * @param arrivals takes note of when each frame came to the broker
     */
    RigsSink sink(String run, Arrivals arrivals) {
        Map<String, Object> properties = new KafkaSettings(config(run), Map.of()).producer();
        return new RigsSink(rigs.stream()
                .map(rig -> new KafkaFrameSink(
                        rig, properties, stamp -> arrivals.add(rig, stamp, Stamp.ofMillis(System.currentTimeMillis()))))
                .toList());
    }

    /**
     * Sends the street to the sensors' topics of all rigs at once, and a tail that lets the last sets leave.
     *
     * @param run any; the runs of a stage share these topics
     */
    void sendAtOnce(String run, Duration length) throws InterruptedException {
        try (StreetRecording street = street(length);
                RigsSink sink = sink(run, new Arrivals())) {
            TailSink tail = new TailSink(sink);
            new Player(
                            street,
                            tail,
                            FrameFilter.NONE,
                            PlayOptions.atRate(PlayOptions.AS_FAST_AS_POSSIBLE),
                            PlayClock.system())
                    .play(at -> {});
            tail.sendTail(Math.round(1e9 / options.rate()));
        }
    }

    record RigsSink(List<KafkaFrameSink> sinks) implements FrameSink, AutoCloseable {
        @Override
        public void latch(Latched message) {
            sinks.forEach(sink -> sink.latch(message));
        }

        @Override
        public void send(RecordedFrame frame) {
            sinks.forEach(sink -> sink.send(frame));
        }

        @Override
        public void close() {
            sinks.forEach(KafkaFrameSink::close);
        }
    }

    @Override
    public void close() throws InterruptedException {
        broker.close();
        folder.close();
    }
}
