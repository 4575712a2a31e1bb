package io.lynceus.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private long nanos;

    @Test
    void aPageThatDoesNotReadHoldsOneUpdateTheNewest() throws Exception {
        OpenPageStreams audience = new OpenPageStreams(() -> nanos);
        PageStream seat = audience.join("a").orElseThrow();
        for (int i = 0; i < 1000; i++) {
            audience.tell("a", new byte[] {(byte) i});
        }
        assertThat(seat.take(0)).hasValueSatisfying(update -> assertThat(update).containsExactly((byte) 999));
        assertThat(seat.take(1)).isEmpty();
    }

    @Test
    void pagesHearOfTheirOwnRigAlone() throws Exception {
        OpenPageStreams audience = new OpenPageStreams(() -> nanos);
        PageStream a = audience.join("a").orElseThrow();
        PageStream b = audience.join("b").orElseThrow();
        audience.tell("a", new byte[] {1});
        assertThat(a.take(0)).isPresent();
        assertThat(b.take(0)).isEmpty();
        assertThat(audience.watches("b")).isTrue();
        audience.leave(b);
        assertThat(audience.watches("b")).isFalse();
        audience.leave(a);
        assertThat(audience.isEmpty()).isTrue();
    }

    @Test
    void aPageThatIsBeingLoadedFindsWhatWasDrawnMeanwhile() throws Exception {
        OpenPageStreams audience = new OpenPageStreams(() -> nanos);
        audience.expect("a");
        assertThat(audience.isEmpty()).isFalse();
        assertThat(audience.watches("a")).isTrue();
        assertThat(audience.watches("b")).isFalse();
        audience.tell("a", new byte[] {1});
        audience.tell("a", new byte[] {2});
        PageStream seat = audience.join("a").orElseThrow();
        assertThat(seat.take(0)).hasValueSatisfying(update -> assertThat(update).containsExactly((byte) 2));
        assertThat(audience.join("b").orElseThrow().take(0)).isEmpty();
    }

    @Test
    void aPageThatNeverAsksForUpdatesIsForgotten() throws Exception {
        OpenPageStreams audience = new OpenPageStreams(() -> nanos);
        audience.expect("a");
        audience.tell("a", new byte[] {1});
        nanos += OpenPageStreams.OPENING_NANOS;
        assertThat(audience.isEmpty()).isTrue();
        assertThat(audience.watches("a")).isFalse();
        assertThat(audience.join("a").orElseThrow().take(0)).as("what is old").isEmpty();
    }

    @Test
    void seatsAreLimitedAndAreFreeAgainWhenAPageLeaves() {
        OpenPageStreams audience = new OpenPageStreams(() -> nanos);
        List<PageStream> seats = new ArrayList<>();
        Optional<PageStream> seat = audience.join("a");
        while (seat.isPresent()) {
            seats.add(seat.orElseThrow());
            seat = audience.join("a");
        }
        assertThat(seats).hasSizeBetween(10, 100);
        audience.leave(seats.get(0));
        assertThat(audience.join("a")).isPresent();
    }
}
