package io.lynceus.campaign;

import io.lynceus.campaign.MaskLog.SetKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Sends a recording at once, and compares the masks of disturbed nodes with those of an undisturbed one. One thread. */
final class CompleteCampaign {
    private static final String REFERENCE = "undisturbed";
    private static final String DISTURBED = "disturbed";
    /** Sets for each disturbance, so that there is work left at the last one. */
    private static final int SETS_EACH = 10;

    private static final int SETS_MORE = 40;

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

    CampaignReport run() throws InterruptedException {
        int planned = options.disturbances().size();
        int sets = SETS_MORE + SETS_EACH * planned;
        stage.topics(REFERENCE).create();
        stage.topics(DISTURBED).create();
        stage.sendAtOnce(REFERENCE, Duration.ofMillis(Math.round(sets * 1000 / options.rate())));
        SortedMap<SetKey, List<String>> undisturbed = undisturbed();
        progress.accept("undisturbed run: " + undisturbed.size() + " masks");
        try (MaskLog masks = stage.masks(DISTURBED);
                CampaignNodes nodes = new CampaignNodes(options, stage, DISTURBED, random);
                Memory memory = new Memory(nodes::all)) {
            MaskWaiting waiting = new MaskWaiting(masks, nodes);
            Disturbing disturbing = new Disturbing(
                    options, nodes, waiting, stage.config(DISTURBED).sync().maxAge(), random, progress);
            disturbing.run(() -> unfinished(undisturbed.keySet(), masks));
            waiting.awaitAll(undisturbed.keySet());
            return new CampaignReport(
                    undisturbed.size(),
                    planned,
                    MaskComparison.of(undisturbed, masks.digests()),
                    Optional.empty(),
                    disturbing.recoveries(),
                    nodes.endings(),
                    memory.trend());
        }
    }

    private SortedMap<SetKey, List<String>> undisturbed() throws InterruptedException {
        CampaignOptions alone = options.withNodes(1);
        try (MaskLog masks = stage.masks(REFERENCE);
                CampaignNodes node = new CampaignNodes(alone, stage, REFERENCE, random)) {
            new MaskWaiting(masks, node).awaitQuiet();
            return masks.digests();
        }
    }

    private static Collection<String> unfinished(Set<SetKey> all, MaskLog masks) {
        Set<SetKey> done = masks.digests().keySet();
        return all.stream().filter(set -> !done.contains(set)).map(SetKey::rig).collect(Collectors.toUnmodifiableSet());
    }
}
