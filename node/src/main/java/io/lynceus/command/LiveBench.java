package io.lynceus.command;

import io.lynceus.bench.LiveRun;
import io.lynceus.bus.RecordingRig;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.segment.Segmenter;
import io.lynceus.stream.RigConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds, for each number of rigs, the highest rate that a live node takes without shedding. */
final class LiveBench {
    /** Shares of the bare loop's rate, in the order in which they are offered. */
    private static final double[] SHARES = {0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0};

    private static final int WARM_SETS = 20;
    private static final double RECORDED_HERTZ = 10;

    private final Recording recording;
    private final Segmenter segmenter;
    private final String bootstrap;
    private final int threads;

    LiveBench(Recording recording, Segmenter segmenter, String bootstrap, int threads) {
        this.recording = recording;
        this.segmenter = segmenter;
        this.bootstrap = bootstrap;
        this.threads = threads;
    }

    /** Returns how many of the recording's sets a run of so many rigs takes. */
    static int setsOf(int setsPerStep) {
        return WARM_SETS + SHARES.length * setsPerStep;
    }

    /**
     * Offers rising rates to a node of so many rigs, until it sheds.
     *
     * @param bare sets a second of the bare loop
     * @return all steps; the last one shed, unless even the bare loop's rate was taken
     */
    List<LiveRun.Step> run(int rigs, List<List<RecordedFrame>> sets, int setsPerStep, double bare) throws Exception {
        List<LiveRun.Step> steps = new ArrayList<>();
        int perRig = Math.max(1, setsPerStep / rigs);
        try (LiveRun run = new LiveRun(config(rigs, bare), recording, segmenter)) {
            run.run(sets.subList(0, WARM_SETS), bare / 4);
            int from = WARM_SETS;
            for (double share : SHARES) {
                LiveRun.Step step = run.run(sets.subList(from, from + perRig), share * bare);
                from += perRig;
                steps.add(step);
                if (step.shed() > 0) {
                    return steps;
                }
            }
        }
        return steps;
    }

    private RigConfig config(int rigs, double bare) {
        RigConfig one = RecordingRig.of("bench", recording, bootstrap);
        List<String> names = IntStream.range(0, rigs).mapToObj(i -> "live" + i).toList();
        return new RigConfig(
                names,
                one.model(),
                LiveRun.patientFor(one.sync(), bare / rigs / RECORDED_HERTZ),
                one.sensors(),
                one.health(),
                one.policy(),
                new RigConfig.Accelerator(
                        one.accelerator().providers(),
                        threads,
                        one.accelerator().maxSets(),
                        threads),
                one.output(),
                one.maxFrameBytes(),
                one.kafka());
    }

    /** Returns the highest rate that was taken without shedding. */
    static Optional<LiveRun.Step> highest(List<LiveRun.Step> steps) {
        return steps.stream().filter(step -> step.shed() == 0).reduce((lower, higher) -> higher);
    }

    /** Returns a step for machines to read. */
    static Map<String, Object> json(LiveRun.Step step, double bare) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("setsPerSecond", step.offered());
        values.put("shareOfBare", step.offered() / bare);
        values.put("masks", step.masks());
        values.put("shed", step.shed());
        values.put("setsPerCall", step.setsPerCall());
        values.put("ageMs", Map.of("p50", step.ageP50(), "p99", step.ageP99()));
        return values;
    }
}
