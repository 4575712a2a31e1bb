package io.lynceus.segment;

import java.util.concurrent.CompletableFuture;

/**
 * Where sets are handed in to be segmented.
 *
 * <p>Thread safety: any thread.
 */
public interface Network {
    ModelCard card();

    /** Hands a set in. The answer completes exceptionally with what the model threw. */
    CompletableFuture<Mask> submit(SetInput set);

    /**
     * Hands in a set that may wait: it gets a call of its own when no other set waits, so that it delays others by one call at most and
     * changes nothing in their answers. One such set may wait at a time; the answer to another fails.
     */
    CompletableFuture<Mask> submitSpare(SetInput set);
}
