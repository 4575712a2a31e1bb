package io.lynceus.bench;

import io.lynceus.segment.ModelCard;
import io.lynceus.segment.Segmenter;

/** Another segmenter in a node's place of one, which does something of its own around the calls; the caller closes the model. */
abstract class BorrowedSegmenter implements Segmenter {
    protected final Segmenter model;

    BorrowedSegmenter(Segmenter model) {
        this.model = model;
    }

    @Override
    public final ModelCard card() {
        return model.card();
    }

    @Override
    public final String provider() {
        return model.provider();
    }

    /** Does nothing: the model is the caller's. */
    @Override
    public final void close() {}
}
