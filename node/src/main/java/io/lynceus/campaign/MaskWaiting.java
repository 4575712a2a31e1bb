package io.lynceus.campaign;

import io.lynceus.campaign.MaskLog.SetKey;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Waits for masks of a run, and fails where they never come. One thread. */
final class MaskWaiting {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** A run is over when no mask has come for this long. */
    private static final Duration QUIET = Duration.ofSeconds(12);

    private static final long TICK_MILLIS = 20;

    private final MaskLog masks;
    private final CampaignNodes nodes;

    MaskWaiting(MaskLog masks, CampaignNodes nodes) {
        this.masks = masks;
        this.nodes = nodes;
    }

    /** What may become true. */
    interface Condition {
        boolean holds() throws InterruptedException;
    }

    private void await(Condition condition, String what) throws InterruptedException {
        long last = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            nodes.revive();
            if (System.nanoTime() > last) {
                throw new IllegalStateException(
                        what + " for " + PATIENCE.toSeconds() + " s; what the nodes say: " + nodes.troubles());
            }
            Thread.sleep(TICK_MILLIS);
        }
    }

    /**
     * Waits for masks of that many newer sets of any rig.
     *
     * @param over ends the waiting
     */
    void awaitNewer(int count, Condition over) throws InterruptedException {
        for (int seen = 0; seen < count; seen++) {
            Stamp newest = masks.progress().stamp();
            await(
                    () -> over.holds() || masks.progress().stamp().isAfter(newest),
                    "no mask of a newer set than " + newest + " has come");
        }
    }

    /**
     * Waits until each rig has a new mask.
     *
     * @param unfinished names of the rigs that have masks to come
     * @param whole whether only sets with a frame of every sensor count
     * @return milliseconds since 1970 at which the last of them had it; now, if none has masks to come
     */
    long awaitResumption(CampaignNodes.Back back, Supplier<Collection<String>> unfinished, boolean whole)
            throws InterruptedException {
        AtomicLong at = new AtomicLong();
        await(
                () -> {
                    OptionalLong resumed = Resumption.of(masks.entries(), back.maskEnds(), unfinished.get(), whole);
                    at.set(resumed.orElse(0));
                    return resumed.isPresent();
                },
                "a rig has had no new " + (whole ? "mask of all sensors" : "mask"));
        return at.get();
    }

    /** Waits for the masks of all sets, or until no mask has come for so long that none will. */
    void awaitAll(Set<SetKey> sets) throws InterruptedException {
        long last = System.nanoTime() + PATIENCE.toNanos();
        long count = masks.progress().count();
        while (!masks.digests().keySet().containsAll(sets) && System.nanoTime() < last) {
            Thread.sleep(10 * TICK_MILLIS);
            nodes.revive();
            if (masks.progress().count() > count) {
                count = masks.progress().count();
                last = System.nanoTime() + PATIENCE.toNanos();
            }
        }
    }

    /** Waits for a first mask, and then until all is read and no more masks come. */
    void awaitQuiet() throws InterruptedException {
        await(() -> masks.progress().count() > 0, "no mask has come");
        long end = System.nanoTime() + PATIENCE.toNanos();
        long count;
        do {
            count = masks.progress().count();
            Thread.sleep(QUIET.toMillis());
            nodes.revive();
            if (masks.progress().count() > count) {
                end = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > end) {
                throw new IllegalStateException(nodes.unread() + " records stay unread, and no mask comes");
            }
        } while (masks.progress().count() > count || nodes.unread() > 0);
    }
}
