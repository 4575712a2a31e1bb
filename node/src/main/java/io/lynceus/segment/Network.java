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
}
