package io.lynceus.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.broker.EmbeddedBroker;
import io.lynceus.dataset.Frame;
import io.lynceus.dataset.Recording;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.RigConfig;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus bench}: what the node's streaming costs beyond decoding and the network. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the node with a bare loop (decode, network) on the same frames, in sets a second.",
            "Frames of the simulated street are rendered before; embedded broker; same model, same threads.",
            "",
            "Example: ./lynceus bench --sets 200 --json"
        })
final class BenchCommand implements Callable<Integer> {
    private static final int WARM = 20;
    /** In complete mode sets wait until others are this far ahead; more would have to come. */
    private static final int TAIL = 40;

    private static final double HERTZ = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--sets", defaultValue = "200", description = "Sets that are timed. Default: ${DEFAULT-VALUE}.")
    private int sets;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "Of a call of the network, and of the decode pool. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--model",
            defaultValue = ShippedModels.STREET_NANO,
            description = "A shipped model or an .onnx file. Default: ${DEFAULT-VALUE}.")
    private String model = "";

    @Option(names = "--seed", defaultValue = "1", description = "Of the street. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", description = "End with one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (sets < 1) {
            throw new IllegalArgumentException("--sets is " + sets + ", allowed is 1 or more");
        }
        try (OnnxSegmenter bare = open();
                StreetRecording street = new StreetRecording(options(bare));
                BareLoop loop = new BareLoop(street, bare, threads);
                EmbeddedBroker broker = EmbeddedBroker.start(0, Optional.empty())) {
            List<Frame> frames = new ArrayList<>();
            street.frames(street.start()).forEachRemaining(frames::add);
            List<List<Frame>> bySet = inSets(frames);
            loop.run(bySet.subList(0, WARM));
            long bareNanos = loop.run(bySet.subList(WARM, WARM + sets));
            NodeRun.Result node = new NodeRun(config(street, broker.bootstrap()), street)
                    .run(frames, new Batcher(open(), 1, System::nanoTime), WARM, sets);
            print(sets * 1e9 / node.nanos(), sets * 1e9 / bareNanos, node.stageMillis());
        }
        return 0;
    }

    private OnnxSegmenter open() {
        return OnnxSegmenter.open(
                ShippedModels.locate(model), RigConfig.DEFAULTS.accelerator().providers(), threads);
    }

    private StreetOptions options(OnnxSegmenter segmenter) {
        return StreetOptions.defaults()
                .withSeed(seed)
                .withSize(segmenter.card().width(), segmenter.card().height())
                .withDuration(Duration.ofNanos(Math.round((WARM + sets + TAIL) / HERTZ * 1e9)));
    }

    private RigConfig config(Recording recording, String bootstrap) {
        RigConfig live = StreetRig.of("bench", recording, bootstrap);
        RigConfig.Sync sync = live.sync();
        return live.with(new RigConfig.Sync(
                        RigConfig.Mode.COMPLETE, sync.tolerance(), sync.deadline(), sync.maxAge(), sync.futureLimit()))
                .with(new RigConfig.Accelerator(live.accelerator().providers(), threads, 1, threads));
    }

    /** The street's sensors count in step: frames of one number make a set. */
    private static List<List<Frame>> inSets(List<Frame> frames) {
        Map<Long, List<Frame>> bySequence = new TreeMap<>();
        frames.forEach(frame -> bySequence
                .computeIfAbsent(frame.sequence(), number -> new ArrayList<>())
                .add(frame));
        return List.copyOf(bySequence.values());
    }

    private void print(double setsPerSecond, double bareSetsPerSecond, Map<String, Double> stages) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        double ratio = setsPerSecond / bareSetsPerSecond;
        if (json) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("sets", sets);
            values.put("threads", threads);
            values.put("setsPerSecond", setsPerSecond);
            values.put("bareSetsPerSecond", bareSetsPerSecond);
            values.put("ratio", ratio);
            values.put("stageMedianMs", stages);
            out.println(new ObjectMapper().writeValueAsString(values));
        } else {
            out.printf(Locale.ROOT, "node       %8.1f sets a second, %d threads%n", setsPerSecond, threads);
            out.printf(Locale.ROOT, "bare loop  %8.1f sets a second%n", bareSetsPerSecond);
            out.printf(Locale.ROOT, "ratio      %8.2f%n", ratio);
            stages.forEach((stage, millis) -> out.printf(Locale.ROOT, "%-10s %8.2f ms, median%n", stage, millis));
        }
        out.flush();
    }
}
