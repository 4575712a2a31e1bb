package io.lynceus.command;

import io.lynceus.dataset.Frame;
import io.lynceus.dataset.Latched;
import io.lynceus.play.FrameSink;
import io.lynceus.play.Restamp;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Passes frames on, and repeats the last ones after the end: in complete mode, a set that lacks a sensor leaves by later frames. */
final class TailSink implements FrameSink {
    private static final int REPEATS = 10;

    private final FrameSink inner;
    private final Map<String, Frame> last = new TreeMap<>();

    TailSink(FrameSink inner) {
        this.inner = inner;
    }

    @Override
    public void latch(Latched message) {
        inner.latch(message);
    }

    @Override
    public void send(Frame frame) {
        last.put(frame.channel().sensor(), frame);
        inner.send(frame);
    }

    /** Repeats each sensor's last frame some periods on, as of no sample. */
    void sendTail(long periodNanos) {
        for (int i = 1; i <= REPEATS; i++) {
            for (Frame frame : last.values()) {
                Frame later = Restamp.at(frame, frame.stamp().plusNanos(i * periodNanos));
                inner.send(new Frame(
                        later.channel(), later.stamp(), later.sequence() + i, later.value(), Optional.empty()));
            }
        }
    }
}
