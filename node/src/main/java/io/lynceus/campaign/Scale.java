package io.lynceus.campaign;

import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.rig.RigConfig;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Lets one node, and then two, segment the same frames of two rigs on one machine, each with one thread. One thread. */
public final class Scale {
    private static final String ONE = "one";
    private static final String TWO = "two";
    /** A node calculates with one thread, because two nodes with as many threads as cores would take them from each other. */
    private static final String ONE_THREAD = "accelerator: {threads: 1, decodeThreads: 1}\n";

    private static final int NODES = 2;
    /** Part of the masks before the clock starts: nodes start one after the other, and warm up. */
    private static final int WARM_PART = 5;

    /**
     * What was found.
     *
     * @param one sets a second of one node
     * @param two sets a second of two nodes together
     * @param masks of the one node
     * @param lost sets of which only the one node made a mask
     * @param different sets whose masks differ
     * @param shares of the masks that each of the two nodes made, largest first
     */
    public record Result(double one, double two, int masks, int lost, long different, List<Double> shares) {
        /** Returns how many times as fast two nodes are. */
        public double ratio() {
            return two / one;
        }
    }

    private final CampaignOptions options;
    private final int sets;

    /**
     * @param sets of each of the two rigs
     * @param model a shipped model or an .onnx file
     */
    public Scale(int sets, long seed, String model) {
        this.sets = sets;
        this.options = new CampaignOptions(
                RigConfig.Mode.COMPLETE,
                seed,
                Map.of(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                NODES,
                10,
                model,
                Optional.empty());
    }

    /** Runs both, one after the other. */
    public Result run(Consumer<String> progress) throws InterruptedException {
        try (CampaignStage stage = new CampaignStage(options, ONE_THREAD)) {
            stage.topics(ONE).create();
            stage.topics(TWO).create();
            stage.sendAtOnce(ONE, Duration.ofMillis(Math.round(sets * 1000 / options.rate())));
            try (MaskLog alone = serve(stage, ONE, 1);
                    MaskLog together = serve(stage, TWO, NODES)) {
                progress.accept("both runs are through: " + alone.digests().size() + " and "
                        + together.digests().size() + " masks");
                MaskComparison comparison = MaskComparison.of(alone.digests(), together.digests());
                return new Result(
                        rate(alone.entries()),
                        rate(together.entries()),
                        alone.digests().size(),
                        comparison.lost().size(),
                        comparison.different(),
                        shares(stage, together.entries().get(0).arrivalMillis()));
            }
        }
    }

    private MaskLog serve(CampaignStage stage, String run, int nodes) throws InterruptedException {
        MaskLog masks = stage.masks(run);
        try (CampaignNodes working =
                new CampaignNodes(options.withNodes(nodes), stage, run, new Random(options.seed()))) {
            new MaskWaiting(masks, working).awaitQuiet();
        }
        return masks;
    }

    /** Returns masks a second after the first fifth of them. */
    static double rate(List<MaskLog.Entry> entries) {
        long[] times = entries.stream()
                .mapToLong(MaskLog.Entry::arrivalMillis)
                .sorted()
                .toArray();
        int warm = times.length / WARM_PART;
        return (times.length - 1 - warm) * 1000.0 / Math.max(1, times[times.length - 1] - times[warm]);
    }

    /** Returns the nodes' shares by their own last account since then. */
    private static List<Double> shares(CampaignStage stage, long fromMillis) {
        Map<String, Long> masks = new TreeMap<>();
        for (NodeStatus status : stage.topics(TWO).statuses()) {
            if (Stamp.of(status.getTimestamp()).nanos() / 1_000_000 >= fromMillis) {
                masks.put(status.getNode(), status.getMasks());
            }
        }
        double[] sorted =
                masks.values().stream().mapToDouble(Long::doubleValue).sorted().toArray();
        double all = Arrays.stream(sorted).sum();
        return Arrays.stream(sorted)
                .boxed()
                .map(own -> own / all)
                .sorted(Comparator.reverseOrder())
                .toList();
    }
}
