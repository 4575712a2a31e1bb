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
import org.junit.jupiter.api.Test;

class PlayerTest {
    private static final long MILLI = TwoCameras.MILLI;
    private static final Stamp START = TwoCameras.START;

    private final VirtualClock clock = new VirtualClock();
    private final PlayLog log = new PlayLog(clock);

    private Played play(FrameFilter filter, PlayOptions options) throws InterruptedException {
        return new Player(new TwoCameras(), log, filter, options, clock).play(progress -> {});
    }

    @Test
    void eachStreamLeavesAtItsOwnTimes() throws Exception {
        Played played = play(FrameFilter.NONE, PlayOptions.atRate(1));
        assertThat(log.latched).isEqualTo(1);
        assertThat(log.of("fast")).containsExactly(0L, 10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L);
        assertThat(log.of("slow")).containsExactly(3L, 28L, 53L, 78L);
        assertThat(log.frames).allSatisfy(f -> assertThat(stampInside(f)).isEqualTo(f.stamp()));
        assertThat(log.frames.get(0).stamp()).isEqualTo(START);
        assertThat(played.sent()).containsEntry("fast", 10L).containsEntry("slow", 4L);
        assertThat(played.played()).isEqualTo(Duration.ofMillis(90));
    }

    @Test
    void twiceTheRateTakesHalfTheTime() throws Exception {
        play(FrameFilter.NONE, PlayOptions.atRate(2));
        assertThat(log.of("fast")).containsExactly(0L, 5L, 10L, 15L, 20L, 25L, 30L, 35L, 40L, 45L);
    }

    @Test
    void asFastAsPossibleNeverSleeps() throws Exception {
        play(FrameFilter.NONE, PlayOptions.atRate(PlayOptions.AS_FAST_AS_POSSIBLE));
        assertThat(log.frames).hasSize(14);
        assertThat(clock.nanos()).isEqualTo(VirtualClock.ORIGIN);
    }

    @Test
    void playingMayBeginAnywhereAndEndAnywhere() throws Exception {
        PlayOptions options =
                PlayOptions.atRate(1).withFrom(Duration.ofMillis(25)).withDuration(Duration.ofMillis(30));
        play(FrameFilter.NONE, options);
        assertThat(log.of("fast")).containsExactly(5L, 15L, 25L);
        assertThat(log.of("slow")).containsExactly(3L, 28L);
    }

    @Test
    void aLoopGoesOnInTimeUntilItsDurationIsOver() throws Exception {
        Played played = play(FrameFilter.NONE, looped(PlayOptions.atRate(1)).withDuration(Duration.ofMillis(250)));
        assertThat(log.of("slow")).containsExactly(3L, 28L, 53L, 78L, 103L, 128L, 153L, 178L, 203L, 228L);
        assertThat(log.frames.get(14).stamp()).as("original stamps begin again").isEqualTo(START);
        assertThat(played.totalSent()).isEqualTo(35);
    }

    @Test
    void aKilledSensorIsSilentOnlyWhileItIsDead() throws Exception {
        FrameFilter kills = Kill.filter(List.of(Kill.parse("fast@20ms..50ms")), new TwoCameras().channels());
        Played played = play(kills, PlayOptions.atRate(1));
        assertThat(log.of("fast")).containsExactly(0L, 10L, 50L, 60L, 70L, 80L, 90L);
        assertThat(log.of("slow")).hasSize(4);
        assertThat(played.withheld()).containsEntry("fast", 3L).containsEntry("slow", 0L);
    }

    @Test
    void filtersMayChangeFramesOneAfterTheOther() throws Exception {
        FrameFilter late = (frame, at) ->
                Optional.of(Delivery.onTime(Restamp.at(frame, frame.stamp().plusNanos(5))));
        play(late.then(late), PlayOptions.atRate(1).withDuration(Duration.ofMillis(1)));
        assertThat(log.frames.get(0).stamp()).isEqualTo(START.plusNanos(10));
        assertThat(stampInside(log.frames.get(0))).isEqualTo(START.plusNanos(10));
    }

    @Test
    void aDelayedFrameLeavesLaterWithItsOwnStampAndNoneIsLost() throws Exception {
        FrameFilter slow = (frame, at) -> Optional.of(
                Delivery.late(frame, Duration.ofMillis(frame.channel().sensor().equals("slow") ? 30 : 0)));
        Played played = play(slow.then(slow), PlayOptions.atRate(1));
        assertThat(log.of("slow")).containsExactly(63L, 88L, 113L, 138L);
        assertThat(log.of("fast")).containsExactly(0L, 10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L);
        assertThat(log.frames)
                .filteredOn(f -> f.channel().sensor().equals("slow"))
                .extracting(f -> f.stamp().nanosSince(START) / MILLI)
                .containsExactly(3L, 28L, 53L, 78L);
        assertThat(played.sent()).containsEntry("slow", 4L);
        assertThat(played.withheld()).containsEntry("slow", 0L);
    }

    @Test
    void aStoppedPlayerReturnsWithWhatItHasDone() throws Exception {
        Player[] player = new Player[1];
        player[0] = new Player(new TwoCameras(), log, FrameFilter.NONE, looped(PlayOptions.atRate(1)), clock);
        Played played = player[0].play(progress -> {
            if (progress.sent() == 20) {
                player[0].stop();
            }
        });
        assertThat(played.totalSent()).isEqualTo(20);
    }

    /** What has come since the last time. */
    private List<RecordedFrame> taken() {
        List<RecordedFrame> frames = List.copyOf(log.frames);
        log.frames.clear();
        return frames;
    }

    @Test
    void whatIsLeftOfAStoppedReplayCanBePlayedLaterAndNothingIsMissing() throws Exception {
        PlayOptions options = PlayOptions.atRate(1).withFrom(Duration.ofMillis(3));
        assertThat(play(FrameFilter.NONE, options).rest()).isEmpty();
        List<RecordedFrame> all = taken();
        assertThat(all).hasSize(13);
        for (int count = 1; count < all.size(); count++) {
            int stopAfter = count;
            Player[] player = new Player[1];
            player[0] = new Player(new TwoCameras(), log, FrameFilter.NONE, options, clock);
            Played first = player[0].play(progress -> {
                if (progress.sent() == stopAfter) {
                    player[0].stop();
                }
            });
            List<RecordedFrame> arrived = new ArrayList<>(taken());
            assertThat(arrived).hasSize(count);
            play(FrameFilter.NONE, options.withFrom(first.rest().orElseThrow()));
            arrived.addAll(taken());
            assertThat(arrived).isEqualTo(all);
        }
    }

    @Test
    void progressKnowsHowMuchThereIs() throws Exception {
        List<PlayProgress> seen = new ArrayList<>();
        new Player(
                        new TwoCameras(),
                        log,
                        FrameFilter.NONE,
                        PlayOptions.atRate(1).withFrom(Duration.ofMillis(40)),
                        clock)
                .play(seen::add);
        assertThat(seen)
                .hasSize(8)
                .last()
                .isEqualTo(new PlayProgress(Duration.ofMillis(50), Optional.of(Duration.ofMillis(60)), 8));
    }

    @Test
    void beginningAfterTheEndIsRefused() {
        assertThatThrownBy(() -> play(FrameFilter.NONE, PlayOptions.atRate(1).withFrom(Duration.ofSeconds(1))))
                .hasMessageContaining("1000 ms into recording two cameras");
    }

    private static Stamp stampInside(RecordedFrame frame) throws Exception {
        return Stamp.of(RawImage.parseFrom(frame.value()).getTimestamp());
    }

    private static PlayOptions looped(PlayOptions options) {
        return new PlayOptions(options.rate(), options.from(), options.duration(), true, options.restamp());
    }
}
