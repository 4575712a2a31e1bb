package io.lynceus.campaign;

import io.lynceus.bus.TailSink;
import io.lynceus.campaign.MaskLog.SetKey;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Player;
import io.lynceus.street.StreetRecording;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * Sends a recording, part by part, while nodes are disturbed, and compares their masks with those of an undisturbed node over the same
 * topics. One thread, beside the one that sends.
 */
final class CompleteCampaign {
    private static final String REFERENCE = "undisturbed";
    private static final String DISTURBED = "disturbed";
    private static final int SETS_BEFORE_ALL = 20;
    /** Sets for each disturbance before it happens and again after it: each rig has one to come, and nodes are busy. */
    private static final int SETS_EACH = 8;

    private static final int SETS_AFTER_ALL = 20;

    private final CampaignOptions options;
    private final CampaignStage stage;
    private final Consumer<String> progress;
    private final Random random;

    CompleteCampaign(CampaignOptions options, CampaignStage stage, Consumer<String> progress) {
        this.options = options;
        this.stage = stage;
        this.progress = progress;
        this.random = new Random(options.seed());
    }

    /** What came of the disturbed nodes. */
    private record Disturbed(
            SortedMap<SetKey, List<String>> masks,
            Recoveries recoveries,
            List<String> endings,
            Optional<Memory.Trend> memory) {}

    CampaignReport run() throws InterruptedException {
        stage.topics(REFERENCE).create();
        stage.topics(DISTURBED).create();
        Disturbed disturbed = disturbed();
        SortedMap<SetKey, List<String>> undisturbed = undisturbed();
        progress.accept("undisturbed run: " + undisturbed.size() + " masks");
        return new CampaignReport(
                undisturbed.size(),
                MaskComparison.of(undisturbed, disturbed.masks),
                Optional.empty(),
                disturbed.recoveries,
                disturbed.endings,
                disturbed.memory);
    }

    private Disturbed disturbed() throws InterruptedException {
        int sets = SETS_BEFORE_ALL + 2 * SETS_EACH * options.disturbances().size() + SETS_AFTER_ALL;
        try (StreetRecording street = stage.street(Duration.ofMillis(Math.round(sets * 1000 / options.rate())));
                CampaignStage.RigsSink sink = stage.sink(DISTURBED, new Arrivals());
                MaskLog masks = stage.masks(DISTURBED)) {
            TailSink tail = new TailSink(sink);
            Rations rations = new Rations(tail, "rgb");
            Player player = new Player(
                    street,
                    rations,
                    FrameFilter.NONE,
                    PlayOptions.atRate(PlayOptions.AS_FAST_AS_POSSIBLE),
                    PlayClock.system());
            try (CampaignNodes nodes = new CampaignNodes(options, stage, DISTURBED, random);
                    Memory memory = new Memory(nodes::all);
                    Vehicle vehicle = new Vehicle(player, () -> tail.sendTail(Math.round(1e9 / options.rate())))) {
                Recoveries recoveries = disturb(rations, vehicle, nodes, new MaskWaiting(masks, nodes));
                return new Disturbed(masks.digests(), recoveries, nodes.endings(), memory.trend());
            }
        }
    }

    /** Returns when all sets that were sent are through. */
    private Recoveries disturb(Rations rations, Vehicle vehicle, CampaignNodes nodes, MaskWaiting waiting)
            throws InterruptedException {
        Duration maxAge = stage.config(DISTURBED).sync().maxAge();
        Disturbing disturbing = new Disturbing(options, nodes, waiting, maxAge, random, progress);
        rations.handOut(SETS_BEFORE_ALL);
        disturbing.run(
                () -> {
                    vehicle.requirePlaying();
                    return stage.rigs();
                },
                () -> rations.handOut(SETS_EACH));
        rations.handOutAll();
        vehicle.awaitEnd();
        waiting.awaitQuiet();
        return disturbing.recoveries();
    }

    private SortedMap<SetKey, List<String>> undisturbed() throws InterruptedException {
        CampaignOptions alone = options.withNodes(1);
        try (MaskLog masks = stage.masks(REFERENCE);
                CampaignNodes node = new CampaignNodes(alone, stage, REFERENCE, random)) {
            new MaskWaiting(masks, node).awaitQuiet();
            return masks.digests();
        }
    }
}
