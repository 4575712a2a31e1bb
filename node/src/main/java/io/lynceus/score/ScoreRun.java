package io.lynceus.score;

import io.lynceus.broker.EmbeddedBroker;
import io.lynceus.bus.DriveReport;
import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.bus.MaskReader;
import io.lynceus.bus.RecordingRig;
import io.lynceus.bus.TailSink;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.health.HealthConfig;
import io.lynceus.play.Delivery;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Played;
import io.lynceus.play.Player;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.rig.MaskPolicy;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.Node;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * Sends samples through a broker and a node of their own, in complete mode, and judges each mask against its sample's label.
 *
 * <p>The health gate is held open: samples are single moments, often of different places, so that no sensor can be judged by
 * its last frames, and a sample's mask must not depend on which samples came before.
 */
public final class ScoreRun {
    private static final String RIG = "score";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration NAP = Duration.ofMillis(50);
    /** Samples per second; the figures do not depend on it. */
    public static final double RATE = 10;

    private static final long PERIOD_NANOS = Math.round(1e9 / RATE);

    private final Path model;
    private final Recording recording;
    private final List<String> sensors;
    private final Labels labels;
    private final ScoreRules rules;
    private final ScoreFile file;
    private final FilterOf faults;

    /** Makes the filter that applies a run's faults to frames. */
    public interface FilterOf {
        FrameFilter of(Variant variant);
    }

    /**
     * @param sensors of the recording that the model knows
     * @param faults of a variant
     */
    public ScoreRun(
            Path model,
            Recording recording,
            List<String> sensors,
            Labels labels,
            ScoreRules rules,
            ScoreFile file,
            FilterOf faults) {
        this.model = model;
        this.recording = recording;
        this.sensors = sensors;
        this.labels = labels;
        this.rules = rules;
        this.file = file;
        this.faults = faults;
    }

    /**
     * Judges the samples that are not in the file yet. Afterwards the file has all of them.
     *
     * @param progress gets how many have been judged so far
     * @return an account of what was played; empty if nothing was left to do
     * @throws IllegalStateException if samples came back without a mask, or the node stopped
     */
    public Optional<DriveReport> run(Variant variant, IntConsumer progress) throws IOException, InterruptedException {
        Map<String, ?> done = file.of(variant.name());
        List<RecordedSample> left = recording.samples().stream()
                .filter(sample -> !done.containsKey(sample.id()))
                .toList();
        if (left.isEmpty()) {
            return Optional.empty();
        }
        try (TemporaryFolder state = TemporaryFolder.create("score");
                EmbeddedBroker broker = EmbeddedBroker.start(0, Optional.empty())) {
            RigConfig config = config(variant, broker.bootstrap());
            KafkaSettings kafka = new KafkaSettings(config, Map.of());
            try (Admin admin = Admin.create(kafka.admin())) {
                new TopicPlan(config).create(admin, 1);
            }
            Set<String> ids =
                    left.stream().map(RecordedSample::id).collect(Collectors.toCollection(LinkedHashSet::new));
            MaskJudge judge = new MaskJudge(variant.name(), ids, labels, rules, file, progress);
            Batcher batcher = new Batcher(segmenter(model), 1, System::nanoTime);
            try (Node node = Node.start(
                    config,
                    kafka,
                    batcher,
                    new Node.Options(RIG, 1, state.path().toString()),
                    Clock.systemUTC())) {
                return Optional.of(play(variant, left.get(0).stamp(), config, kafka, node, judge));
            }
        }
    }

    public static OnnxSegmenter segmenter(Path model) {
        RigConfig.Accelerator accelerator = RigConfig.DEFAULTS.accelerator();
        return OnnxSegmenter.open(model, accelerator.providers(), accelerator.settings());
    }

    private DriveReport play(
            Variant variant, Stamp first, RigConfig config, KafkaSettings kafka, Node node, MaskJudge judge)
            throws InterruptedException {
        long start = System.nanoTime();
        MaskReader reader = MaskReader.telling(config, kafka, judge::take);
        Played played;
        try (reader) {
            try (KafkaFrameSink sink = new KafkaFrameSink(RIG, kafka.producer())) {
                TailSink tail = new TailSink(sink);
                PlayOptions options = PlayOptions.atRate(PlayOptions.AS_FAST_AS_POSSIBLE)
                        .withFrom(Duration.ofNanos(
                                first.nanosSince(recording.samples().get(0).stamp())));
                played = new Player(recording, tail, filter(variant, judge), options, PlayClock.system())
                        .play(ignored -> {});
                tail.sendTail(PERIOD_NANOS);
            }
            await(judge, reader, node);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new DriveReport(played.sent(), node.tally(), reader, first, Optional.empty(), seconds, 1 / RATE);
    }

    /** Passes the samples that are left to judge, without the absent sensors and with the faults. */
    private FrameFilter filter(Variant variant, MaskJudge judge) {
        FrameFilter some = (frame, played) -> Optional.of(Delivery.onTime(frame))
                .filter(delivery -> judge.wants(frame.sampleId().orElse(""))
                        && takesPart(frame.channel().sensor(), variant));
        return some.then(faults.of(variant));
    }

    private boolean takesPart(String sensor, Variant variant) {
        return sensors.contains(sensor) && !variant.absent().contains(sensor);
    }

    private RigConfig config(Variant variant, String bootstrap) {
        RigConfig rig = RecordingRig.of(RIG, recording, bootstrap);
        HealthConfig health = rig.health();
        return new RigConfig(
                rig.rigs(),
                rig.model(),
                rig.sync().in(RigConfig.Mode.COMPLETE),
                rig.sensors().stream()
                        .filter(sensor -> takesPart(sensor.name(), variant))
                        .toList(),
                new HealthConfig(
                        1e9,
                        Integer.MAX_VALUE,
                        1,
                        Duration.ZERO,
                        false,
                        health.image(),
                        health.depth(),
                        health.points(),
                        health.events(),
                        HealthConfig.Quality.OFF),
                MaskPolicy.NONE,
                rig.accelerator(),
                rig.output(),
                rig.maxFrameBytes(),
                rig.kafka());
    }

    private static void await(MaskJudge judge, MaskReader reader, Node node) throws InterruptedException {
        int seen = judge.seen();
        long since = System.nanoTime();
        while (!judge.isDone()) {
            if (reader.failure().isPresent()) {
                return; // closing the reader throws the fault
            }
            if (node.death().isDone()) {
                throw new IllegalStateException(
                        "the node stopped: " + node.death().join().getMessage()
                                + "; run the same command again to go on",
                        node.death().join());
            }
            if (judge.seen() > seen) {
                seen = judge.seen();
                since = System.nanoTime();
            }
            if (System.nanoTime() - since > PATIENCE.toNanos()) {
                throw judge.incomplete("the node sent nothing for " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(NAP.toMillis());
        }
        if (judge.hasUnmasked()) {
            throw judge.incomplete("the node found no usable sensor in them");
        }
    }
}
