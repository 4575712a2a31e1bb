package io.lynceus.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import java.util.ArrayList;
import java.util.List;

/** Remembers what came, and when. */
final class PlayLog implements FrameSink {
    private final PlayClock clock;
    final List<RecordedFrame> frames = new ArrayList<>();
    final List<Long> times = new ArrayList<>();
    int latched;

    PlayLog(PlayClock clock) {
        this.clock = clock;
    }

    @Override
    public void latch(Latched message) {
        assertThat(frames).as("frames before calibration").isEmpty();
        latched++;
    }

    @Override
    public void send(RecordedFrame frame) {
        frames.add(frame);
        times.add(clock.nanos());
    }

    List<Long> of(String sensor) {
        List<Long> own = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            if (frames.get(i).channel().sensor().equals(sensor)) {
                own.add((times.get(i) - VirtualClock.ORIGIN) / TwoCameras.MILLI);
            }
        }
        return own;
    }
}
