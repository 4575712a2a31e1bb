package io.lynceus.play;

import io.lynceus.wire.Stamp;

/** Is told which labels are due while a recording is played. It reads them itself, so that reading does not delay the frames. */
@FunctionalInterface
public interface LabelSink {
    /** Wants no labels. */
    LabelSink NONE = (moment, stamp) -> {};

    /**
     * Takes a moment that has a label, on the player's thread, before the moment's first frame is sent.
     *
     * @param stamp capture time that the moment's frames get
     */
    void due(LabelledMoments.Moment moment, Stamp stamp);
}
