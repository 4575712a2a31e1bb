package io.lynceus.campaign;

import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Lets one disturbance after another happen to a run, and measures how long masks are away. One thread. */
final class Disturbing {
    private static final int MOST_MASKS_BETWEEN = 6;

    private final CampaignOptions options;
    private final CampaignNodes nodes;
    private final MaskWaiting waiting;
    private final Random random;
    private final Consumer<String> progress;
    private final Recoveries recoveries = new Recoveries();
    private final Outages outages;

    /** @param maxAge of a set, from the rig file */
    Disturbing(
            CampaignOptions options,
            CampaignNodes nodes,
            MaskWaiting waiting,
            Duration maxAge,
            Random random,
            Consumer<String> progress) {
        this.options = options;
        this.nodes = nodes;
        this.waiting = waiting;
        this.random = random;
        this.progress = progress;
        this.outages = new Outages(maxAge);
    }

    /**
     * Runs through all disturbances.
     *
     * @param rigs gives the names of the rigs, which have masks to come, and throws if they have none any more
     * @param more is called before and after each disturbance, and sees to it that these rigs have masks to come
     */
    void run(Supplier<Collection<String>> rigs, Runnable more) throws InterruptedException {
        waiting.awaitCount(1);
        List<Disturbance> all = options.disturbances();
        for (int i = 0; i < all.size(); i++) {
            long masks = waiting.count();
            more.run();
            waiting.awaitCount(masks + 1 + random.nextInt(MOST_MASKS_BETWEEN));
            Thread.sleep(random.nextInt(1 + (int) (1000 / options.rate())));
            Disturbance what = all.get(i);
            Stamp from = Stamp.ofMillis(System.currentTimeMillis());
            CampaignNodes.Back back = nodes.happen(what);
            more.run();
            long resumed = waiting.awaitResumption(back, rigs, what.takesFrames() || what.starves());
            recoveries.add(what, resumed - back.millis());
            outages.add(from, Stamp.ofMillis(resumed), what.starves());
            progress.accept((i + 1) + " of " + all.size() + ": " + what.label() + ", masks again after "
                    + (resumed - back.millis()) + " ms");
        }
    }

    Recoveries recoveries() {
        return recoveries;
    }

    Outages outages() {
        return outages;
    }
}
