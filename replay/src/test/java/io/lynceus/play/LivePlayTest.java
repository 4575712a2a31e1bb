package io.lynceus.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A recording that is played as a live vehicle: its frames get the time of day as capture time. */
class LivePlayTest {
    private static final PlayOptions LOOPED = new PlayOptions(1, Duration.ZERO, Optional.empty(), true, true);

    private final VirtualClock clock = new VirtualClock();
    private final PlayLog log = new PlayLog(clock);
    private Consumer<PlayProgress> stall = progress -> {};
    private boolean isStalled;

    @Test
    void liveFramesCarryTheTimeAtWhichTheyArePlayedAlsoInTheMessage() throws Exception {
        Stamp now = clock.now();
        Player player =
                new Player(new TwoCameras(), log, FrameFilter.NONE, LOOPED.withDuration(Duration.ofMillis(150)), clock);
        player.play(progress -> {});
        assertThat(log.frames).extracting(RecordedFrame::stamp).isSorted();
        for (int i = 0; i < log.frames.size(); i++) {
            RecordedFrame frame = log.frames.get(i);
            assertThat(frame.stamp()).isEqualTo(now.plusNanos(log.times.get(i) - VirtualClock.ORIGIN));
            assertThat(Stamp.of(RawImage.parseFrom(frame.value()).getTimestamp()))
                    .isEqualTo(frame.stamp());
            assertThat(RawImage.parseFrom(frame.value()).getWidth()).isEqualTo(7);
            long inRecording =
                    player.timeline().recorded(frame.stamp()).nanosSince(TwoCameras.START) / TwoCameras.MILLI;
            assertThat(inRecording).isEqualTo((log.times.get(i) - VirtualClock.ORIGIN) / TwoCameras.MILLI % 100);
        }
    }

    @Test
    void aPlayerThatIsBehindLikeAVehicleLeavesTheOldFramesOut() throws Exception {
        stallAt(40, 3_020);
        Played played = playFor(Duration.ofMillis(3_200));
        assertThat(log.of("fast"))
                .as("frames leave in time before and after")
                .containsSequence(20L, 30L, 40L, 3_060L, 3_070L, 3_080L);
        assertThat(ages()).allSatisfy(age -> assertThat(age).isBetween(0L, 10L));
        assertThat(played.leftOut()).isEqualTo(Duration.ofMillis(3_020));
    }

    @Test
    void aShortStallLosesNoFrame() throws Exception {
        stallAt(40, 900);
        Played played = playFor(Duration.ofMillis(2_000));
        assertThat(played.leftOut()).isZero();
        assertThat(played.sent()).containsEntry("fast", 200L).containsEntry("slow", 80L);
    }

    @Test
    void aRecordingThatKeepsItsStampsIsPlayedWholeHoweverFarThePlayerIsBehind() throws Exception {
        stallAt(40, 30_000);
        Played played = new Player(new TwoCameras(), log, FrameFilter.NONE, PlayOptions.atRate(1), clock).play(stall);
        assertThat(played.leftOut()).isZero();
        assertThat(played.sent()).containsEntry("fast", 10L).containsEntry("slow", 4L);
    }

    @Test
    void aRecordingThatEndsWhileTheLivePlayerIsBehindIsOver() throws Exception {
        stallAt(40, 30_000);
        Played played = new Player(new TwoCameras(), log, FrameFilter.NONE, PlayOptions.live(), clock).play(stall);
        assertThat(played.totalSent()).isEqualTo(7);
    }

    @Test
    void aPlayerThatIsAlwaysTooSlowStillSendsFramesAndEnds() throws Exception {
        stall = progress -> clock.sleep(5_000 * TwoCameras.MILLI);
        Played played = playFor(Duration.ofMinutes(1));
        assertThat(played.totalSent()).isBetween(10L, 13L);
    }

    private void stallAt(long millis, long forMillis) {
        stall = progress -> {
            if (progress.played().toMillis() >= millis && !isStalled) {
                isStalled = true;
                clock.sleep(forMillis * TwoCameras.MILLI);
            }
        };
    }

    private Played playFor(Duration duration) throws InterruptedException {
        return new Player(new TwoCameras(), log, FrameFilter.NONE, LOOPED.withDuration(duration), clock).play(stall);
    }

    /** Returns how old each frame was when it left, ms. */
    private List<Long> ages() {
        List<Long> ages = new ArrayList<>();
        for (int i = 0; i < log.frames.size(); i++) {
            Stamp left = Stamp.ofMillis(9_000_000).plusNanos(log.times.get(i));
            ages.add(left.nanosSince(log.frames.get(i).stamp()) / TwoCameras.MILLI);
        }
        return ages;
    }

    @Test
    void liveTimeNeedsARate() {
        assertThatThrownBy(() ->
                        new PlayOptions(PlayOptions.AS_FAST_AS_POSSIBLE, Duration.ZERO, Optional.empty(), false, true))
                .hasMessageContaining("give a rate");
    }
}
