package io.lynceus.campaign;

import java.time.Duration;
import java.util.Collection;
import java.util.OptionalLong;
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

    /** Returns how many masks have come, repeated ones too. */
    long count() {
        return masks.progress().count();
    }

    /** Waits until so many masks have come. */
    void awaitCount(long count) throws InterruptedException {
        await(() -> count() >= count, count() + " masks have come, and not " + count);
    }

    /**
     * Waits until each rig has a new mask.
     *
     * @param rigs gives the names of the rigs
     * @param whole whether only sets with a frame of every sensor count
     * @return milliseconds since 1970 at which the last of them had it
     */
    long awaitResumption(CampaignNodes.Back back, Supplier<Collection<String>> rigs, boolean whole)
            throws InterruptedException {
        AtomicLong at = new AtomicLong();
        await(
                () -> {
                    OptionalLong resumed = Resumption.of(masks.entries(), back.maskEnds(), rigs.get(), whole);
                    at.set(resumed.orElse(0));
                    return resumed.isPresent();
                },
                "a rig has had no new " + (whole ? "mask of all sensors" : "mask"));
        return at.get();
    }

    /** Waits for a first mask, and then until all is read and no more masks come. */
    void awaitQuiet() throws InterruptedException {
        await(() -> count() > 0, "no mask has come");
        long end = System.nanoTime() + PATIENCE.toNanos();
        long count;
        do {
            count = count();
            Thread.sleep(QUIET.toMillis());
            nodes.revive();
            if (count() > count) {
                end = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > end) {
                throw new IllegalStateException(nodes.unread() + " records stay unread, and no mask comes");
            }
        } while (count() > count || nodes.unread() > 0);
    }
}
