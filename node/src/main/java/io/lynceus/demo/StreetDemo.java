package io.lynceus.demo;

import io.lynceus.broker.EmbeddedBroker;
import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.bus.RecordingRig;
import io.lynceus.dataset.Channel;
import io.lynceus.play.Delivery;
import io.lynceus.play.FrameFilter;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.ModelException;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.Node;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import io.lynceus.wire.Modality;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.kafka.clients.admin.Admin;

/** Broker, simulated street and node in one process. */
public final class StreetDemo implements AutoCloseable {
    public static final String RIG = "street";

    /**
     * Longer limits than usual, because broker, street and node share one machine, which compiles their code in the first seconds:
     * sets may wait two seconds then, and none is shed.
     */
    private static final RigConfig.Sync PATIENT = new RigConfig.Sync(
            RigConfig.Mode.LIVE,
            RigConfig.DEFAULTS.sync().tolerance(),
            Duration.ofMillis(250),
            Duration.ofSeconds(8),
            RigConfig.DEFAULTS.sync().futureLimit());

    private final List<Modality> modalities;
    private final Pace pace;
    private final StreetRecording street;
    private final LiveLabels labels;
    private final EmbeddedBroker broker;
    private final OnnxSegmenter segmenter;
    private final TemporaryFolder state = TemporaryFolder.create("state");
    /** The node closes the segmenter; without a node the stage does. */
    private boolean isSegmenterTaken;

    private StreetDemo(StageParts parts, List<Modality> modalities, Pace pace, StreetRecording street) {
        this.modalities = modalities;
        this.pace = pace;
        this.street = street;
        this.labels = new LiveLabels(street.labels());
        this.broker = parts.broker();
        this.segmenter = parts.segmenter();
    }

    /** Opens like {@link #open(StageSetting, FilterOf)}, at the rates of the options. */
    public static StreetDemo open(String model, StreetOptions options, FilterOf filter, int brokerPort)
            throws InterruptedException {
        OptionalDouble rate = OptionalDouble.of(options.rates().rgb());
        return open(new StageSetting(model, options, rate, brokerPort, (step, words) -> {}), filter);
    }

    /**
     * Starts the broker and loads the model.
     *
     * @param filter checked against the street's sensors before anything starts
     */
    public static StreetDemo open(StageSetting setting, FilterOf filter) throws InterruptedException {
        try (StreetRecording any = new StreetRecording(setting.options())) {
            filter.apply(any);
        }
        StageParts parts = StageParts.start(setting);
        try {
            ModelCard card = parts.segmenter().card();
            List<Modality> modalities = card.modalities().stream()
                    .map(known -> new Modality(known.name()))
                    .toList();
            Pace pace = setting.rate().isPresent()
                    ? Pace.given(setting.rate().getAsDouble())
                    : parts.pace(Runtime.getRuntime().availableProcessors());
            StreetOptions sized = setting.options().withSize(card.width(), card.height());
            StreetRecording street = new StreetRecording(
                    setting.rate().isPresent() ? sized : sized.withRates(StreetOptions.Rates.all(pace.hertz())));
            requireCommonSensor(setting.model(), modalities, street);
            return new StreetDemo(parts, modalities, pace, street);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static void requireCommonSensor(String model, List<Modality> modalities, StreetRecording street) {
        if (street.channels().stream().noneMatch(channel -> modalities.contains(channel.modality()))) {
            throw new ModelException("model " + model + " knows "
                    + modalities.stream().map(Modality::name).toList() + ", the street has "
                    + street.channels().stream().map(Channel::sensor).toList() + "; choose a model of these");
        }
    }

    /** Chooses which frames of a street are kept back. */
    public interface FilterOf {
        FrameFilter apply(StreetRecording street);
    }

    public StreetRecording street() {
        return street;
    }

    /** Returns the labels of the street while it plays. */
    public LiveLabels labels() {
        return labels;
    }

    /** Returns the rate of the sets. */
    public Pace pace() {
        return pace;
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

    /** Starts the node of this rig; the caller closes it. */
    public Node startNode() throws InterruptedException {
        RigConfig config = config();
        KafkaSettings kafka = kafka();
        try (Admin admin = Admin.create(kafka.admin())) {
            new TopicPlan(config).create(admin, 1);
        }
        // A node reads calibrations to their end before its first frame; those that come later are read beside the
        // frames.
        try (KafkaFrameSink sink = new KafkaFrameSink(RIG, kafka.producer())) {
            street.latched().forEach(sink::latch);
        }
        isSegmenterTaken = true;
        Batcher batcher = new Batcher(segmenter, config.accelerator().maxSets(), System::nanoTime);
        return Node.start(
                config,
                kafka,
                batcher,
                new Node.Options("lynceus-" + RIG, 1, state.path().toString()),
                Clock.systemUTC());
    }

    @Override
    public void close() {
        if (!isSegmenterTaken) {
            segmenter.close();
        }
        broker.close();
        street.close();
        state.close();
    }
}
