package io.lynceus.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
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

    @Test
    void pagesThatNeverReadLoseTheirSeatsToThoseThatDo() throws Exception {
        AtomicLong clock = new AtomicLong();
        OpenPageStreams audience = new OpenPageStreams(clock::get);
        List<Pipe> unread = new ArrayList<>();
        List<Thread> writers = new ArrayList<>();
        for (Optional<PageStream> seat = audience.join("a"); seat.isPresent(); seat = audience.join("a")) {
            Pipe pipe = Pipe.open();
            unread.add(pipe);
            PageStream taken = seat.orElseThrow();
            Thread writer = new Thread(() -> {
                try {
                    taken.write(() -> pipe.sink().write(ByteBuffer.allocate(1 << 20)), audience.nanoTime());
                } catch (IOException e) {
                    assertThat(e).isInstanceOf(ClosedByInterruptException.class);
                } finally {
                    audience.leave(taken);
                }
            });
            writer.start();
            writers.add(writer);
        }
        assertThat(writers).hasSizeGreaterThan(10);
        for (Thread writer : writers) {
            while (!isInWrite(writer)) {
                Thread.sleep(1);
            }
        }
        clock.addAndGet(OpenPageStreams.UNREAD_NANOS + 1);
        audience.tell("a", new byte[] {1});
        for (Thread writer : writers) {
            writer.join(10_000);
            assertThat(writer.isAlive()).isFalse();
        }
        assertThat(audience.join("a")).isPresent();
        for (Pipe pipe : unread) {
            pipe.source().close();
        }
    }

    private static boolean isInWrite(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().startsWith("write0"));
    }
}
