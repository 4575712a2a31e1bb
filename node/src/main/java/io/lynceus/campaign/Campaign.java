package io.lynceus.campaign;

import io.lynceus.bus.TailSink;
import io.lynceus.campaign.MaskLog.SetKey;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.FrameSink;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Player;
import io.lynceus.process.DaemonThreads;
import io.lynceus.stream.RigConfig;
import io.lynceus.street.StreetRecording;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Runs a campaign of faults; see the package. One thread. */
public final class Campaign {
    private static final String REFERENCE = "undisturbed";
    private static final String DISTURBED = "disturbed";
    /** Sets for each disturbance in complete mode, so that there is work left at the last one. */
    private static final int SETS_EACH = 8;

    private static final int SETS_MORE = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** A run is over when no mask has come for this long. */
    private static final Duration QUIET = Duration.ofSeconds(12);

    private static final long TICK_MILLIS = 20;
    private static final int MOST_MASKS_BETWEEN = 6;
    private static final int LONGEST_DOWN_MILLIS = 3_000;
    /** Longer than a consumer's session, so that some paused nodes lose their partitions. */
    private static final int LONGEST_PAUSE_MILLIS = 9_000;

    /** @param from when something happened; @param until stamp of the first mask after it */
    private record Outage(Stamp from, Stamp until) {
        boolean holds(Stamp stamp, long slackNanos) {
            return !stamp.isBefore(from.plusNanos(-slackNanos)) && !stamp.isAfter(until);
        }
    }

    private final CampaignOptions options;
    private final CampaignStage stage;
    private final Random random;
    private final Consumer<String> progress;
    private final Map<Disturbance, List<Long>> recoveries = new EnumMap<>(Disturbance.class);
    private final List<Outage> outages = new ArrayList<>();

    private Campaign(CampaignOptions options, CampaignStage stage, Consumer<String> progress) {
        this.options = options;
        this.stage = stage;
        this.random = new Random(options.seed());
        this.progress = progress;
    }

    /**
     * Runs a campaign.
     *
     * @param progress gets a line for each step
     */
    public static CampaignReport run(CampaignOptions options, Consumer<String> progress) throws InterruptedException {
        try (CampaignStage stage = new CampaignStage(options)) {
            Campaign campaign = new Campaign(options, stage, progress);
            return options.mode() == RigConfig.Mode.COMPLETE ? campaign.complete() : campaign.live();
        }
    }

    private CampaignReport complete() throws InterruptedException {
        int sets = SETS_MORE + SETS_EACH * options.disturbances().size();
        stage.createTopics(REFERENCE);
        stage.createTopics(DISTURBED);
        send(Duration.ofMillis(Math.round(sets * 1000 / options.rate())));
        SortedMap<SetKey, List<String>> undisturbed;
        try (MaskLog masks = stage.masks(REFERENCE);
                LynceusProcess node = stage.startNode(REFERENCE, 1)) {
            awaitQuiet(masks, node);
            undisturbed = masks.digests();
        }
        progress.accept("undisturbed run: " + undisturbed.size() + " masks");
        try (MaskLog masks = stage.masks(DISTURBED)) {
            List<LynceusProcess> nodes = startNodes();
            try {
                disturb(nodes, masks);
                awaitAll(undisturbed.keySet(), masks);
            } finally {
                closeAll(nodes);
            }
            MaskComparison comparison = MaskComparison.of(undisturbed, masks.digests());
            return new CampaignReport(
                    (long) sets * stage.rigs().size(),
                    comparison,
                    comparison.lost().size(),
                    recoveries);
        }
    }

    /** Sends the whole street at once, and a tail that lets the last sets leave. */
    private void send(Duration length) throws InterruptedException {
        try (StreetRecording street = stage.street(length);
                CampaignStage.RigsSink sink = stage.sink(REFERENCE)) {
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

    private CampaignReport live() throws InterruptedException {
        stage.createTopics(DISTURBED);
        ExecutorService thread = Executors.newSingleThreadExecutor(DaemonThreads.named("vehicle"));
        SortedMap<SetKey, List<String>> sent = new TreeMap<>();
        try (StreetRecording street = stage.street(Duration.ofDays(1));
                CampaignStage.RigsSink sink = stage.sink(DISTURBED);
                MaskLog masks = stage.masks(DISTURBED)) {
            street.latched().forEach(sink::latch);
            Player player = new Player(
                    street, new NotingSink(sink, sent), FrameFilter.NONE, PlayOptions.live(), PlayClock.system());
            List<LynceusProcess> nodes = startNodes();
            try {
                CompletableFuture<Void> playing = CompletableFuture.runAsync(() -> play(player), thread);
                disturb(nodes, masks);
                awaitMasks(masks, MOST_MASKS_BETWEEN);
                player.stop();
                playing.join();
                awaitQuiet(masks, nodes.get(0));
            } finally {
                closeAll(nodes);
            }
            return liveReport(sent, masks.digests());
        } finally {
            thread.shutdownNow();
        }
    }

    private static void play(Player player) {
        try {
            player.play(at -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A set has a mask if there is one within half a period of the camera's frame. */
    private CampaignReport liveReport(SortedMap<SetKey, List<String>> sent, SortedMap<SetKey, List<String>> masks) {
        long half = Math.round(5e8 / options.rate());
        List<SetKey> lost = new ArrayList<>();
        long unexcused = 0;
        for (SetKey camera : sent.keySet()) {
            SetKey from = new SetKey(camera.rig(), camera.stamp().plusNanos(-half));
            SetKey to = new SetKey(camera.rig(), camera.stamp().plusNanos(half));
            if (masks.subMap(from, to).isEmpty()) {
                lost.add(camera);
                boolean excused = outages.stream().anyMatch(outage -> outage.holds(camera.stamp(), 4 * half));
                unexcused += excused ? 0 : 1;
            }
        }
        long repeated =
                masks.values().stream().mapToLong(all -> all.size() - 1L).sum();
        MaskComparison comparison = new MaskComparison(sent.size(), lost, 0, repeated, 0);
        return new CampaignReport(sent.size(), comparison, unexcused, recoveries);
    }

    private List<LynceusProcess> startNodes() {
        List<LynceusProcess> nodes = new ArrayList<>();
        for (int i = 0; i < options.nodes(); i++) {
            nodes.add(stage.startNode(DISTURBED, i));
        }
        return nodes;
    }

    private void disturb(List<LynceusProcess> nodes, MaskLog masks) throws InterruptedException {
        awaitMasks(masks, 1);
        List<Disturbance> all = options.disturbances();
        for (int i = 0; i < all.size(); i++) {
            awaitMasks(masks, 1 + random.nextInt(MOST_MASKS_BETWEEN));
            Thread.sleep(random.nextInt(1 + (int) (1000 / options.rate())));
            Stamp from = Stamp.ofMillis(System.currentTimeMillis());
            happen(all.get(i), nodes);
            long start = System.nanoTime();
            awaitMasks(masks, 1);
            long millis = (System.nanoTime() - start) / 1_000_000;
            recoveries.computeIfAbsent(all.get(i), what -> new ArrayList<>()).add(millis);
            outages.add(new Outage(from, masks.progress().stamp()));
            progress.accept(
                    (i + 1) + " of " + all.size() + ": " + all.get(i).label() + ", next mask after " + millis + " ms");
        }
    }

    private void happen(Disturbance what, List<LynceusProcess> nodes) throws InterruptedException {
        int which = random.nextInt(nodes.size());
        switch (what) {
            case NODE_KILLED -> {
                nodes.get(which).kill();
                nodes.set(which, stage.startNode(DISTURBED, which));
            }
            case BROKER_KILLED -> stage.killBroker(random.nextInt(LONGEST_DOWN_MILLIS));
            case NODE_PAUSED -> nodes.get(which).pause(1 + random.nextInt(LONGEST_PAUSE_MILLIS));
        }
    }

    /** Waits for that many masks more, of newer sets. */
    private void awaitMasks(MaskLog masks, int count) throws InterruptedException {
        long last = System.nanoTime() + PATIENCE.toNanos();
        Stamp newest = masks.progress().stamp();
        int seen = 0;
        while (seen < count) {
            Thread.sleep(TICK_MILLIS);
            Stamp now = masks.progress().stamp();
            if (now.isAfter(newest)) {
                newest = now;
                seen++;
            } else if (System.nanoTime() > last) {
                throw new IllegalStateException("no further mask has come for " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    /** Waits for the masks of all sets, or until no mask has come for so long that none will. */
    private static void awaitAll(Set<SetKey> sets, MaskLog masks) throws InterruptedException {
        long last = System.nanoTime() + PATIENCE.toNanos();
        long count = masks.progress().count();
        while (!masks.digests().keySet().containsAll(sets) && System.nanoTime() < last) {
            Thread.sleep(10 * TICK_MILLIS);
            if (masks.progress().count() > count) {
                count = masks.progress().count();
                last = System.nanoTime() + PATIENCE.toNanos();
            }
        }
    }

    private static void awaitQuiet(MaskLog masks, LynceusProcess node) throws InterruptedException {
        long count = 0;
        long since = System.nanoTime();
        while (count == 0 || System.nanoTime() - since < QUIET.toNanos()) {
            Thread.sleep(TICK_MILLIS);
            node.requireAlive();
            if (masks.progress().count() > count) {
                count = masks.progress().count();
                since = System.nanoTime();
            }
        }
    }

    private static void closeAll(List<LynceusProcess> nodes) throws InterruptedException {
        for (LynceusProcess node : nodes) {
            node.close();
        }
    }

    /** Notes the sets of every rig by their camera's frames. */
    private final class NotingSink implements FrameSink {
        private final CampaignStage.RigsSink inner;
        private final SortedMap<SetKey, List<String>> sent;

        NotingSink(CampaignStage.RigsSink inner, SortedMap<SetKey, List<String>> sent) {
            this.inner = inner;
            this.sent = sent;
        }

        @Override
        public void latch(Latched message) {
            inner.latch(message);
        }

        @Override
        public void send(RecordedFrame frame) {
            if (frame.channel().sensor().equals("rgb")) {
                stage.rigs().forEach(rig -> sent.put(new SetKey(rig, frame.stamp()), List.of()));
            }
            inner.send(frame);
        }
    }
}
