package io.lynceus.campaign;

import io.lynceus.campaign.MaskLog.SetKey;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.FrameSink;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Player;
import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.rig.RigConfig;
import io.lynceus.street.StreetRecording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/** Sends frames as a vehicle does, and counts the sets that have no mask. One thread; another one is the vehicle. */
final class LiveCampaign {
    private static final String RUN = "disturbed";
    private static final int MASKS_AT_THE_END = 6;

    private final CampaignOptions options;
    private final CampaignStage stage;
    private final Consumer<String> progress;
    private final SortedSet<SetKey> sent = new ConcurrentSkipListSet<>();
    private final Arrivals arrivals = new Arrivals();

    LiveCampaign(CampaignOptions options, CampaignStage stage, Consumer<String> progress) {
        this.options = options;
        this.stage = stage;
        this.progress = progress;
    }

    CampaignReport run() throws InterruptedException {
        stage.topics(RUN).create();
        Random random = new Random(options.seed());
        try (StreetRecording street = stage.street(Duration.ofDays(1));
                CampaignStage.RigsSink sink = stage.sink(RUN, arrivals);
                MaskLog masks = stage.masks(RUN)) {
            street.latched().forEach(sink::latch);
            Player player =
                    new Player(street, new NotingSink(sink), FrameFilter.NONE, PlayOptions.live(), PlayClock.system());
            try (CampaignNodes nodes = new CampaignNodes(options, stage, RUN, random);
                    Memory memory = new Memory(nodes::all);
                    Vehicle vehicle = new Vehicle(player, () -> {})) {
                Duration maxAge = stage.config(RUN).sync().maxAge();
                MaskWaiting waiting = new MaskWaiting(masks, nodes);
                Disturbing disturbing = new Disturbing(options, nodes, waiting, maxAge, random, progress);
                disturbing.run(
                        () -> {
                            vehicle.requirePlaying();
                            return stage.rigs();
                        },
                        () -> {});
                waiting.awaitCount(waiting.count() + MASKS_AT_THE_END);
                player.stop();
                vehicle.awaitEnd();
                waiting.awaitQuiet();
                return report(masks, nodes, disturbing, memory, maxAge);
            }
        }
    }

    private CampaignReport report(
            MaskLog masks, CampaignNodes nodes, Disturbing disturbing, Memory memory, Duration maxAge) {
        List<SetKey> lost = withoutMask(masks);
        long repeated = masks.digests().values().stream()
                .mapToLong(all -> all.size() - 1L)
                .sum();
        // With two nodes it is not known whose masks stay away.
        List<Starvation> starvations = options.nodes() > 1
                ? List.of()
                : nodes.hungers().stream()
                        .map(hunger -> Starvation.of(hunger, masks.entries(), sentInTime(), maxAge))
                        .toList();
        return new CampaignReport(
                sent.size(),
                new MaskComparison(sent.size(), lost, 0, repeated, 0),
                Optional.of(new CampaignReport.Live(sorted(lost, masks, disturbing.outages()), starvations)),
                disturbing.recoveries(),
                nodes.endings(),
                memory.trend());
    }

    private List<Long> sentInTime() {
        Duration useful = useful();
        Duration half = Duration.ofNanos(halfPeriodNanos());
        return sent.stream()
                .filter(set -> !arrivals.wasLate(set, half, useful))
                .map(set -> set.stamp().toMillis())
                .toList();
    }

    /** From the time on at which it has its frames, a node may take as long for a set as for one that comes in time. */
    private Duration useful() {
        RigConfig.Sync sync = stage.config(RUN).sync();
        return sync.maxAge().minus(sync.deadline());
    }

    private Outages.Lost sorted(List<SetKey> lost, MaskLog masks, Outages outages) {
        RigConfig.Sync sync = stage.config(RUN).sync();
        Duration useful = useful();
        Duration half = Duration.ofNanos(halfPeriodNanos());
        List<NodeStatus> statuses = stage.topics(RUN).statuses();
        Outages.Lost sorted = outages.sort(
                lost,
                set -> arrivals.wasLate(set, half, useful),
                new PassedOver(masks.entries(), sync.maxAge())::was,
                ShedTimes.ofOverload(statuses),
                ShedTimes.ofFrames(statuses));
        CountedMeanwhile counted = new CountedMeanwhile(statuses, sync.maxAge());
        sorted.broken()
                .forEach(set -> progress.accept(
                        "no reason for the loss of " + set + "; counted meanwhile: " + counted.around(set.stamp())));
        return sorted;
    }

    private long halfPeriodNanos() {
        return Math.round(5e8 / options.rate());
    }

    /** A set has a mask if there is one within half a period of the camera's frame. Those before the first mask do not count. */
    private List<SetKey> withoutMask(MaskLog masks) {
        long half = halfPeriodNanos();
        TreeSet<SetKey> with = new TreeSet<>(masks.digests().keySet());
        List<SetKey> lost = new ArrayList<>();
        for (SetKey camera : sent) {
            SetKey from = new SetKey(camera.rig(), camera.stamp().plusNanos(-half));
            SetKey to = new SetKey(camera.rig(), camera.stamp().plusNanos(half));
            SetKey before = with.lower(to);
            boolean begun = before != null && before.rig().equals(camera.rig());
            if (begun && with.subSet(from, to).isEmpty()) {
                lost.add(camera);
            }
        }
        return lost;
    }

    /** Notes the sets of every rig by their camera's frames. */
    private final class NotingSink implements FrameSink {
        private final CampaignStage.RigsSink inner;

        NotingSink(CampaignStage.RigsSink inner) {
            this.inner = inner;
        }

        @Override
        public void latch(Latched message) {
            inner.latch(message);
        }

        @Override
        public void send(RecordedFrame frame) {
            if (frame.channel().sensor().equals("rgb")) {
                stage.rigs().forEach(rig -> sent.add(new SetKey(rig, frame.stamp())));
            }
            inner.send(frame);
        }
    }
}
