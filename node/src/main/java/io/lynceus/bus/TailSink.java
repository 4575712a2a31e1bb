package io.lynceus.bus;

import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.play.FrameSink;
import io.lynceus.play.Restamp;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Passes frames on, and repeats the last ones after the end: in complete mode, a set that lacks a sensor leaves only after later
 * frames.
 */
public final class TailSink implements FrameSink {
    private static final int REPEATS = 10;

    private final FrameSink inner;
    private final Map<String, RecordedFrame> last = new TreeMap<>();

    public TailSink(FrameSink inner) {
        this.inner = inner;
    }

    @Override
    public void latch(Latched message) {
        inner.latch(message);
    }

    @Override
    public void send(RecordedFrame frame) {
        last.put(frame.channel().sensor(), frame);
        inner.send(frame);
    }

    /** Sends each sensor's last frame again with stamps some periods later and without a sample id. */
    public void sendTail(long periodNanos) {
        for (int i = 1; i <= REPEATS; i++) {
            for (RecordedFrame frame : last.values()) {
                RecordedFrame later = Restamp.at(frame, frame.stamp().plusNanos(i * periodNanos));
                inner.send(new RecordedFrame(
                        later.channel(), later.stamp(), later.sequence() + i, later.value(), Optional.empty()));
            }
        }
    }
}
