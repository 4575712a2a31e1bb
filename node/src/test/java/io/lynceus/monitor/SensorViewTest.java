package io.lynceus.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.monitor.SensorView.Payload;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.wire.Stamp;
import org.junit.jupiter.api.Test;

class SensorViewTest {
    private static final Stamp SET = Stamp.ofMillis(10_000);

    private final SensorView view = new SensorView();

    private static Contribution matched(long skewMillis) {
        return Contribution.newBuilder()
                .setMatched(true)
                .setSkewNanos(skewMillis * 1_000_000)
                .build();
    }

    @Test
    void thePictureIsTheFrameOfTheSetNotTheNewest() {
        for (int i = 0; i < 5; i++) {
            view.frame(new Payload(9_900 + 50L * i, new byte[] {(byte) i}));
        }
        assertThat(view.picture(SET, matched(-50), 0))
                .hasValueSatisfying(p -> assertThat(p.value()[0]).isEqualTo((byte) 1));
    }

    /** A sensor's capture time is its stamp less its offset, and skew is told of capture times. */
    @Test
    void stampsThatAreLateByAKnownOffsetAreFound() {
        for (int i = 0; i < 5; i++) {
            view.frame(new Payload(9_900 + 50L * i, new byte[] {(byte) i}));
        }
        assertThat(view.picture(SET, matched(0), 50))
                .hasValueSatisfying(p -> assertThat(p.value()[0]).isEqualTo((byte) 3));
    }

    @Test
    void aFrameIsGivenOnce() {
        view.frame(new Payload(10_000, new byte[] {7}));
        assertThat(view.picture(SET, matched(0), 0)).isPresent();
        assertThat(view.picture(SET, matched(0), 0)).isEmpty();
    }
}
