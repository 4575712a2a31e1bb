package io.lynceus.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.FrameSink;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Player;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RationsTest {
    private final AtomicInteger passed = new AtomicInteger();

    private final Rations rations = new Rations(
            new FrameSink() {
                @Override
                public void latch(Latched message) {}

                @Override
                public void send(RecordedFrame frame) {
                    if (frame.channel().sensor().equals("rgb")) {
                        passed.incrementAndGet();
                    }
                }
            },
            "rgb");

    private void awaitPassed(int sets) throws InterruptedException {
        while (passed.get() < sets) {
            Thread.sleep(5);
        }
        Thread.sleep(100); // more would come now
        assertThat(passed).hasValue(sets);
    }

    @Test
    void asManySetsPassAsWereHandedOutAndTheRestAtTheEnd() throws InterruptedException {
        StreetOptions options = StreetOptions.defaults().withSize(32, 32).withDuration(Duration.ofSeconds(3));
        try (StreetRecording street = new StreetRecording(options);
                Vehicle vehicle = new Vehicle(
                        new Player(
                                street,
                                rations,
                                FrameFilter.NONE,
                                PlayOptions.atRate(PlayOptions.AS_FAST_AS_POSSIBLE),
                                PlayClock.system()),
                        () -> passed.addAndGet(1000))) {
            awaitPassed(0);
            rations.handOut(3);
            awaitPassed(3);
            rations.handOut(5);
            awaitPassed(8);
            vehicle.requirePlaying();
            rations.handOutAll();
            vehicle.awaitEnd();
            assertThat(passed).hasValue(1030);
        }
    }
}
