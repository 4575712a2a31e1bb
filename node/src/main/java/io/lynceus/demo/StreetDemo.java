package io.lynceus.demo;

import io.lynceus.broker.EmbeddedBroker;
import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.bus.MaskReader;
import io.lynceus.bus.RecordingRig;
import io.lynceus.dataset.Channel;
import io.lynceus.play.Delivery;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Player;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.ModelException;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.RigConfig;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.Node;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import io.lynceus.wire.Modality;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** Broker, simulated street and node in one process. */
public final class StreetDemo implements AutoCloseable {
    public static final String RIG = "street";

    private static final String REHEARSAL = "rehearsal";
    private static final Duration REHEARSED = Duration.ofSeconds(2);

    /** Longer limits than usual, because broker, street and node share one machine, which may be busy. */
    private static final RigConfig.Sync PATIENT = new RigConfig.Sync(
            RigConfig.Mode.LIVE,
            RigConfig.DEFAULTS.sync().tolerance(),
            Duration.ofMillis(250),
            Duration.ofSeconds(3),
            RigConfig.DEFAULTS.sync().futureLimit());

    private final Path model;
    private final List<Modality> modalities;
    private final StreetOptions options;
    private final StreetRecording street;
    private final EmbeddedBroker broker;
    private final TemporaryFolder state = TemporaryFolder.create("state");

    private StreetDemo(
            Path model,
            List<Modality> modalities,
            StreetOptions options,
            StreetRecording street,
            EmbeddedBroker broker) {
        this.model = model;
        this.modalities = modalities;
        this.options = options;
        this.street = street;
        this.broker = broker;
    }

    /**
     * Starts the broker.
     *
     * @param model a shipped model or an .onnx file; the street has its size
     * @param filter checked against the street's sensors before anything starts
     * @param brokerPort 0 for a free one
     */
    public static StreetDemo open(String model, StreetOptions options, FilterOf filter, int brokerPort) {
        Path file = ShippedModels.locate(model);
        StreetOptions sized;
        List<Modality> modalities;
        try (OnnxSegmenter segmenter = segmenter(file)) {
            modalities = segmenter.card().modalities().stream()
                    .map(known -> new Modality(known.name()))
                    .toList();
            sized = options.withSize(segmenter.card().width(), segmenter.card().height());
        }
        StreetRecording street = new StreetRecording(sized);
        filter.apply(street);
        if (street.channels().stream().noneMatch(channel -> modalities.contains(channel.modality()))) {
            throw new ModelException("model " + model + " knows "
                    + modalities.stream().map(Modality::name).toList() + ", the street has "
                    + street.channels().stream().map(Channel::sensor).toList() + "; choose a model of these");
        }
        return new StreetDemo(file, modalities, sized, street, EmbeddedBroker.start(brokerPort, Optional.empty()));
    }

    /** Chooses which frames of a street are kept back. */
    public interface FilterOf {
        FrameFilter apply(StreetRecording street);
    }

    public StreetRecording street() {
        return street;
    }

    /** Returns the rig of the sensors that the model knows. */
    public RigConfig config() {
        return RecordingRig.of(
                        RIG, street.channels().stream().filter(this::isKnown).toList(), broker.bootstrap())
                .with(PATIENT);
    }

    /** Keeps back the frames of sensors that the model does not know. */
    public FrameFilter known() {
        return (frame, played) -> Optional.of(Delivery.onTime(frame)).filter(delivery -> isKnown(frame.channel()));
    }

    private boolean isKnown(Channel channel) {
        return modalities.contains(channel.modality());
    }

    public KafkaSettings kafka() {
        return new KafkaSettings(config(), Map.of());
    }

    /** Starts a node of this rig; the caller closes it. */
    public Node startNode() throws InterruptedException {
        return startNode(config());
    }

    private Node startNode(RigConfig config) throws InterruptedException {
        KafkaSettings kafka = new KafkaSettings(config, Map.of());
        try (Admin admin = Admin.create(kafka.admin())) {
            new TopicPlan(config).create(admin, 1);
        }
        // A node reads calibrations to their end before its first frame; those that come later are read beside the
        // frames.
        try (KafkaFrameSink sink = new KafkaFrameSink(config.rigs().get(0), kafka.producer())) {
            street.latched().forEach(sink::latch);
        }
        String application = "lynceus-" + config.rigs().get(0);
        Batcher batcher = new Batcher(segmenter(model), config.accelerator().maxSets(), System::nanoTime);
        return Node.start(
                config,
                kafka,
                batcher,
                new Node.Options(application, 1, state.path().toString()),
                Clock.systemUTC());
    }

    /**
     * Plays two seconds to a node and a reader of another rig, so that clients, broker, street, decoders, matching and model have
     * run before the first frames that count.
     */
    public void rehearse() throws InterruptedException {
        RigConfig config = config().as(REHEARSAL);
        KafkaSettings kafka = new KafkaSettings(config, Map.of());
        try (StreetRecording part = new StreetRecording(options.withDuration(REHEARSED));
                Node node = startNode(config);
                KafkaFrameSink sink = new KafkaFrameSink(REHEARSAL, kafka.producer());
                MaskReader reader = MaskReader.of(config, kafka, stamp -> Optional.empty())) {
            new Player(part, sink, known(), PlayOptions.live(), PlayClock.system()).play(progress -> {});
        }
    }

    @Override
    public void close() {
        broker.close();
        street.close();
        state.close();
    }

    private static OnnxSegmenter segmenter(Path model) {
        RigConfig.Accelerator accelerator = RigConfig.DEFAULTS.accelerator();
        return OnnxSegmenter.open(model, accelerator.providers(), accelerator.threads());
    }
}
