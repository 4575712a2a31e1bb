package io.lynceus.command.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lynceus.bench.BareLoop;
import io.lynceus.bench.LiveRun;
import io.lynceus.bench.Median;
import io.lynceus.bench.NodeRun;
import io.lynceus.bench.Rounds;
import io.lynceus.bench.SensorCost;
import io.lynceus.broker.EmbeddedBroker;
import io.lynceus.bus.RecordingRig;
import io.lynceus.command.Checks;
import io.lynceus.command.OptionPairs;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.settings.Json;
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

/** {@code lynceus bench}: measures what the node's streaming costs beyond decoding and the network. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            ReadingCommand.class,
            PagesCommand.class,
            SettingsCommand.class,
            ScaleCommand.class,
            LimitsCommand.class
        },
        description = {
            "Compares the node with a bare loop (decode, network) on the same frames, in sets a second.",
            "The two take turns, round by round. Frames of the simulated street lie on the topics of an embedded broker",
            "before the first round; same model, same threads.",
            "",
            "Example: ./lynceus bench --rounds 9 --json"
        })
public final class BenchCommand implements Callable<Integer> {
    /** Frames after those that count: in complete mode a set waits until the other sensors are ahead of it. */
    private static final int TAIL = 40;

    private static final double HERTZ = 10;
    private static final List<Integer> RIGS = List.of(1, 2, 4, 8);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--sets", defaultValue = "30", description = "Sets of a round. Default: ${DEFAULT-VALUE}.")
    private int sets;

    @Option(
            names = "--rounds",
            defaultValue = "9",
            description = "Rounds of each, in turns; the medians are printed. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "SETS",
            defaultValue = "200",
            description = {
                "Sets of each before the first round, until Java has compiled what they run. Default: ${DEFAULT-VALUE}."
            })
    private int warmUp;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "Threads of a call of the network, and of the decode pool. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--model",
            defaultValue = ShippedModels.STREET_NANO,
            description = "A shipped model or an .onnx file. Default: ${DEFAULT-VALUE}.")
    private String model = "";

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the street. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--live",
            description = {
                "Find the highest rate that a live node takes without shedding, as a share of the bare loop's,",
                "for 1, 2, 4 and 8 rigs that send at the same moments. Player and broker run in the same process and share its",
                "cores, which the bare loop has for itself."
            })
    private boolean live;

    @Option(names = "--json", description = "End with one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        new OptionPairs(spec).without("--live", "--rounds");
        Checks.atLeast("--sets", sets, 1);
        Checks.atLeast("--rounds", rounds, 1);
        Checks.atLeast("--warm-up", warmUp, 1);
        Checks.atLeast("--threads", threads, 1);
        try (OnnxSegmenter segmenter = open();
                StreetRecording street = new StreetRecording(options(segmenter));
                BareLoop bare = new BareLoop(street, segmenter, threads);
                EmbeddedBroker broker = EmbeddedBroker.start(0, Optional.empty())) {
            List<RecordedFrame> frames = new ArrayList<>();
            street.frames(street.start()).forEachRemaining(frames::add);
            if (live) {
                runLive(inSets(frames), bare, new LiveBench(street, segmenter, broker.bootstrap(), threads, warmUp));
                return 0;
            }
            try (NodeRun node = new NodeRun(config(street, broker.bootstrap()), street, frames, segmenter)) {
                List<List<RecordedFrame>> bySet = inSets(frames);
                Rounds rates = interleaved(bySet, bare, node);
                print(
                        rates,
                        node.takeBytesPerSet(),
                        node.stageMillis(),
                        SensorCost.of(segmenter, bare.rasters(bySet.get(0)), rounds));
            }
        }
        return 0;
    }

    private void runLive(List<List<RecordedFrame>> bySet, BareLoop bare, LiveBench bench) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int rigs : RIGS) {
            bare.run(bySet.subList(0, warmUp));
            double rate = sets * 1e9 / bare.run(bySet.subList(warmUp, warmUp + sets));
            List<LiveRun.Step> steps = bench.run(rigs, bySet, sets, rate);
            // Before and after, because other work comes and goes.
            double bareRate = (rate + sets * 1e9 / bare.run(bySet.subList(warmUp, warmUp + sets))) / 2;
            Optional<LiveRun.Step> highest = LiveBench.highest(steps);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("rigs", rigs);
            row.put("bareSetsPerSecond", bareRate);
            highest.ifPresent(step -> row.putAll(LiveBench.json(step, bareRate)));
            rows.add(row);
            if (!json) {
                printLive(rigs, highest, steps.get(steps.size() - 1), bareRate);
            }
        }
        if (json) {
            out.println(Json.text(Map.of("live", rows, "sets", sets, "threads", threads)));
            out.flush();
        }
    }

    private void printLive(int rigs, Optional<LiveRun.Step> highest, LiveRun.Step last, double bareRate) {
        PrintWriter out = spec.commandLine().getOut();
        highest.ifPresentOrElse(
                step -> out.printf(
                        Locale.ROOT,
                        "%d rigs  %7.1f sets a second without shedding, %4.2f of the bare loop's %6.1f;"
                                + " %4.2f sets a call; masks are %5.1f ms old (p99 %5.1f); cores busy: network %.2f,"
                                + " decode %.2f, stream %.2f, player %.2f, broker %.2f%n",
                        rigs,
                        step.offered(),
                        step.offered() / bareRate,
                        bareRate,
                        step.setsPerCall(),
                        step.ageP50(),
                        step.ageP99(),
                        step.use().network(),
                        step.use().decode(),
                        step.use().stream(),
                        step.use().player(),
                        step.use().broker()),
                () -> out.printf(
                        Locale.ROOT,
                        "%d rigs  not even %.1f sets a second without shedding: %d of %d masks had every sensor, %d frames were shed%n",
                        rigs,
                        last.offered(),
                        last.whole(),
                        last.sets(),
                        last.shed()));
        out.flush();
    }

    private Rounds interleaved(List<List<RecordedFrame>> bySet, BareLoop bare, NodeRun node)
            throws InterruptedException {
        bare.run(bySet.subList(0, warmUp));
        node.run(warmUp);
        node.takeBytesPerSet(); // of the start
        return Rounds.inTurns(
                rounds,
                round -> {
                    int from = warmUp + round * sets;
                    return sets * 1e9 / bare.run(bySet.subList(from, from + sets));
                },
                round -> sets * 1e9 / node.run(sets));
    }

    private OnnxSegmenter open() {
        return OnnxSegmenter.open(
                ShippedModels.locate(model), RigConfig.DEFAULTS.accelerator().providers(), threads);
    }

    private StreetOptions options(OnnxSegmenter segmenter) {
        return StreetOptions.defaults()
                .withSeed(seed)
                .withSize(segmenter.card().width(), segmenter.card().height())
                .withDuration(Duration.ofNanos(Math.round(
                        (live ? Math.max(LiveBench.setsOf(sets, warmUp), warmUp + sets) : warmUp + rounds * sets + TAIL)
                                / HERTZ
                                * 1e9)));
    }

    private RigConfig config(Recording recording, String bootstrap) {
        RigConfig live = RecordingRig.of("bench", recording, bootstrap);
        return live.with(live.sync().in(RigConfig.Mode.COMPLETE))
                .with(new RigConfig.Accelerator(
                        live.accelerator().providers(),
                        threads,
                        1,
                        threads,
                        live.accelerator().gpu()));
    }

    /** Groups frames into sets. The street's sensors count in step: frames of one number make a set. */
    private static List<List<RecordedFrame>> inSets(List<RecordedFrame> frames) {
        Map<Long, List<RecordedFrame>> bySequence = new TreeMap<>();
        frames.forEach(frame -> bySequence
                .computeIfAbsent(frame.sequence(), number -> new ArrayList<>())
                .add(frame));
        return List.copyOf(bySequence.values());
    }

    private void print(Rounds rates, double bytesPerSet, Map<String, Double> stages, List<Double> costs)
            throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("sets", sets);
            values.put("rounds", rounds);
            values.put("threads", threads);
            values.put("setsPerSecond", Median.of(rates.rates()));
            values.put("bareSetsPerSecond", Median.of(rates.bare()));
            values.put("ratio", rates.ratio());
            values.put("ratios", rates.ratios());
            values.put("allocatedBytesPerSet", bytesPerSet);
            values.put("stageMedianMs", stages);
            values.put("costBySensors", costs);
            out.println(Json.text(values));
        } else {
            out.printf(Locale.ROOT, "node       %8.1f sets a second, %d threads%n", Median.of(rates.rates()), threads);
            out.printf(Locale.ROOT, "bare loop  %8.1f sets a second%n", Median.of(rates.bare()));
            out.printf(Locale.ROOT, "ratio      %8.2f, median of %d rounds%n", rates.ratio(), rounds);
            out.printf(Locale.ROOT, "allocated  %8.2f MB a set, by the node's threads%n", bytesPerSet / 1e6);
            stages.forEach((stage, millis) -> out.printf(Locale.ROOT, "%-10s %8.2f ms, median%n", stage, millis));
            for (int k = 0; k < costs.size(); k++) {
                out.printf(
                        Locale.ROOT,
                        "%d of %d sensors %4.2f of the network's time with all%n",
                        k + 1,
                        costs.size(),
                        costs.get(k));
            }
        }
        out.flush();
    }
}
