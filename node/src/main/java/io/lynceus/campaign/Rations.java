package io.lynceus.campaign;

import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.play.FrameSink;
import java.util.concurrent.Semaphore;

/**
 * Passes on as many sets as were handed out and lets the player wait with the others, so that nodes have work as long as something
 * is to happen to them, however fast they are.
 *
 * <p>Thread safety: one thread sends, any other hands out.
 */
final class Rations implements FrameSink {
    private final FrameSink inner;
    private final String first;
    private final Semaphore sets = new Semaphore(0);

    /** @param first name of the sensor whose frames begin the sets */
    Rations(FrameSink inner, String first) {
        this.inner = inner;
        this.first = first;
    }

    /** Lets that many more sets pass. */
    void handOut(int more) {
        sets.release(more);
    }

    /** Lets all that is left pass. */
    void handOutAll() {
        handOut(Integer.MAX_VALUE / 2);
    }

    @Override
    public void latch(Latched message) {
        inner.latch(message);
    }

    @Override
    public void send(RecordedFrame frame) {
        if (frame.channel().sensor().equals(first)) {
            try {
                sets.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the campaign ended before its recording", e);
            }
        }
        inner.send(frame);
    }
}
