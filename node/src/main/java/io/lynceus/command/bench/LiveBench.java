package io.lynceus.command.bench;

import io.lynceus.bench.LiveRun;
import io.lynceus.bus.RecordingRig;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Segmenter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds, for each number of rigs, the highest rate that a live node takes without shedding. */
final class LiveBench {
    /** Shares of the bare loop's rate, in the order in which they are offered. */
    private static final double[] SHARES = {0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0};

    /** Other work on the machine makes a node shed too, so a step may be tried again; so often in all. */
    private static final int SECOND_TRIES = 3;

    /** Sets of each rig after a step, at half of the bare loop's rate. */
    private static final int EASY_SETS = 6;

    private static final int FEWEST_SETS = 8;
    private static final double RECORDED_HERTZ = 10;

    private final Recording recording;
    private final Segmenter segmenter;
    private final String bootstrap;
    private final int threads;
    private final int warmUp;

    /** @param warmUp sets of all rigs before the first step: while Java compiles, a node takes less than half of the bare loop's rate */
    LiveBench(Recording recording, Segmenter segmenter, String bootstrap, int threads, int warmUp) {
        this.recording = recording;
        this.segmenter = segmenter;
        this.bootstrap = bootstrap;
        this.threads = threads;
        this.warmUp = warmUp;
    }

    /** Returns how many of the recording's sets a run takes. */
    static int setsOf(int setsPerStep, int warmUp) {
        return Math.max(FEWEST_SETS, warmUp)
                + EASY_SETS
                + (SHARES.length + SECOND_TRIES) * (Math.max(FEWEST_SETS, setsPerStep) + EASY_SETS);
    }

    /**
     * Offers rising rates to a node of so many rigs, until it sheds, or leaves sensors out.
     *
     * @param bare sets a second of the bare loop
     * @return all steps; the last one was not taken, unless even the bare loop's rate was
     */
    List<LiveRun.Step> run(int rigs, List<List<RecordedFrame>> sets, int setsPerStep, double bare) throws Exception {
        List<LiveRun.Step> steps = new ArrayList<>();
        int perRig = Math.max(FEWEST_SETS, setsPerStep / rigs);
        int tries = SECOND_TRIES;
        try (LiveRun run = new LiveRun(config(rigs, bare), recording, segmenter)) {
            Iterator<List<RecordedFrame>> next = sets.iterator();
            run.run(take(next, Math.max(FEWEST_SETS, warmUp / rigs)), take(next, EASY_SETS), bare / 2, bare / 2);
            for (double share : SHARES) {
                LiveRun.Step step = run.run(take(next, perRig), take(next, EASY_SETS), share * bare, bare / 2);
                while (!step.isTaken() && tries > 0) {
                    tries--;
                    step = run.run(take(next, perRig), take(next, EASY_SETS), share * bare, bare / 2);
                }
                steps.add(step);
                if (!step.isTaken()) {
                    return steps;
                }
            }
        }
        return steps;
    }

    private static List<List<RecordedFrame>> take(Iterator<List<RecordedFrame>> sets, int count) {
        List<List<RecordedFrame>> taken = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            taken.add(sets.next());
        }
        return taken;
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
                        threads,
                        one.accelerator().gpu()),
                one.output(),
                one.maxFrameBytes(),
                one.kafka());
    }

    /** Returns the highest rate that was taken without shedding. */
    static Optional<LiveRun.Step> highest(List<LiveRun.Step> steps) {
        return steps.stream().filter(LiveRun.Step::isTaken).reduce((lower, higher) -> higher);
    }

    /** Returns a step for machines to read. */
    static Map<String, Object> json(LiveRun.Step step, double bare) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("setsPerSecond", step.offered());
        values.put("shareOfBare", step.offered() / bare);
        values.put("sets", step.sets());
        values.put("setsPerCall", step.setsPerCall());
        values.put("ageMs", Map.of("p50", step.ageP50(), "p99", step.ageP99()));
        values.put("coresBusy", step.use());
        return values;
    }
}
