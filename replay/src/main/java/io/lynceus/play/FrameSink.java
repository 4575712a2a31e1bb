package io.lynceus.play;

import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;

/** Takes played frames. A sink that cannot take more makes the player wait. */
public interface FrameSink {
    /** Takes a calibration or transform; all come before the first frame. */
    void latch(Latched message);

    void send(RecordedFrame frame);
}
