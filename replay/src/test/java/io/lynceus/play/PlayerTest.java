package io.lynceus.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.Due;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.TimeOrder;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.proto.v1.EventPacket;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlayerTest {
    private static final long MILLI = 1_000_000L;
    private static final Stamp START = Stamp.ofMillis(1_000_000);

    /** Time that passes only by sleeping. */
    private static final class VirtualClock implements PlayClock {
        private long nanos = 77;

        @Override
        public Stamp now() {
            return Stamp.ofMillis(9_000_000).plusNanos(nanos);
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void sleep(long forNanos) {
            nanos += forNanos;
        }
    }

    /** Two cameras: {@code fast} every 10 ms from 0, {@code slow} every 25 ms from 3 ms; 100 ms long. */
    private static final class TwoCameras implements Recording {
        @Override
        public String name() {
            return "two cameras";
        }

        @Override
        public List<Channel> channels() {
            return List.of(channel("fast", 100), channel("slow", 40));
        }

        private static Channel channel(String sensor, double rate) {
            return new Channel(sensor, Modality.RGB, sensor, "foxglove.RawImage", "mono8", rate, "camera");
        }

        @Override
        public Stamp start() {
            return START;
        }

        @Override
        public Optional<Stamp> end() {
            return Optional.of(START.plusNanos(100 * MILLI));
        }

        @Override
        public List<Latched> latched() {
            return List.of(new Latched("lynceus.calibration", "camera", "foxglove.CameraCalibration", new byte[0]));
        }

        @Override
        public Iterator<RecordedFrame> frames(Stamp from) {
            return new TimeOrder(
                    List.of(due(channels().get(0), 0, 10, from), due(channels().get(1), 3, 25, from)));
        }

        private static Iterator<Due> due(Channel channel, long phase, long period, Stamp from) {
            return LongStream.iterate(0, k -> phase + k * period < 100, k -> k + 1)
                    .mapToObj(k -> {
                        Stamp stamp = START.plusNanos((phase + k * period) * MILLI);
                        return new Due(stamp, () -> frame(channel, stamp, k));
                    })
                    .filter(due -> !due.stamp().isBefore(from))
                    .iterator();
        }

        @Override
        public void close() {}
    }

    private static RecordedFrame frame(Channel channel, Stamp stamp, long k) {
        RawImage image = RawImage.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setWidth(7)
                .build();
        return new RecordedFrame(channel, stamp, k, image.toByteArray());
    }

    /** Remembers what came, and when. */
    private static final class Log implements FrameSink {
        private final PlayClock clock;
        private final List<RecordedFrame> frames = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();
        private int latched;

        Log(PlayClock clock) {
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

        private List<Long> of(String sensor) {
            List<Long> own = new ArrayList<>();
            for (int i = 0; i < frames.size(); i++) {
                if (frames.get(i).channel().sensor().equals(sensor)) {
                    own.add((times.get(i) - 77) / MILLI);
                }
            }
            return own;
        }
    }

    private final VirtualClock clock = new VirtualClock();
    private final Log log = new Log(clock);

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
        assertThat(clock.nanos()).isEqualTo(77);
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
    void liveFramesCarryTheTimeAtWhichTheyArePlayedAlsoInTheMessage() throws Exception {
        Stamp now = clock.now();
        Player player = new Player(
                new TwoCameras(),
                log,
                FrameFilter.NONE,
                looped(PlayOptions.live()).withDuration(Duration.ofMillis(150)),
                clock);
        player.play(progress -> {});
        assertThat(log.frames).extracting(RecordedFrame::stamp).isSorted();
        for (int i = 0; i < log.frames.size(); i++) {
            RecordedFrame frame = log.frames.get(i);
            assertThat(frame.stamp()).isEqualTo(now.plusNanos(log.times.get(i) - 77));
            assertThat(stampInside(frame)).isEqualTo(frame.stamp());
            assertThat(RawImage.parseFrom(frame.value()).getWidth()).isEqualTo(7);
            long inRecording = player.timeline().recorded(frame.stamp()).nanosSince(START) / MILLI;
            assertThat(inRecording).isEqualTo((log.times.get(i) - 77) / MILLI % 100);
        }
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

    @Test
    void liveTimeNeedsARate() {
        assertThatThrownBy(() ->
                        new PlayOptions(PlayOptions.AS_FAST_AS_POSSIBLE, Duration.ZERO, Optional.empty(), false, true))
                .hasMessageContaining("give a rate");
    }

    @Test
    void restampedEventsKeepTheirDistanceToTheirPacket() throws Exception {
        Channel channel = new Channel("event", Modality.EVENT, "e", "lynceus.v1.EventPacket", "columns", 10, "camera");
        EventPacket packet = EventPacket.newBuilder()
                .setTimestamp(START.toTimestamp())
                .setTimeBase(START.nanos() - 50)
                .build();
        Stamp later = START.plusNanos(12_345);
        RecordedFrame moved = Restamp.at(new RecordedFrame(channel, START, 0, packet.toByteArray()), later);
        EventPacket read = EventPacket.parseFrom(moved.value());
        assertThat(Stamp.of(read.getTimestamp())).isEqualTo(later);
        assertThat(read.getTimeBase()).isEqualTo(later.nanos() - 50);
    }

    @Test
    void ros2MessagesOfEitherByteOrderAreGivenAnotherStampAndNothingElse() {
        Channel channel = new Channel("rgb", Modality.RGB, "r", "sensor_msgs/msg/Image", "", 10, "");
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            ByteBuffer value = ByteBuffer.allocate(20).order(order);
            value.put(1, (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 0))
                    .putInt(4, 1000)
                    .putInt(8, 5)
                    .putInt(16, 99);
            RecordedFrame moved = Restamp.at(
                    new RecordedFrame(channel, START, 0, value.array().clone()), START.plusNanos(2_000_000_007L));
            assertThat(moved.value())
                    .isEqualTo(value.putInt(4, 1002).putInt(8, 7).array());
        }
    }

    @Test
    void aMessageOfUnknownTypeCannotBeMadeLive() {
        Channel channel = new Channel("odd", Modality.RGB, "odd", "some.Thing", "?", 10, "camera");
        assertThatThrownBy(() -> Restamp.at(new RecordedFrame(channel, START, 0, new byte[0]), START.plusNanos(1)))
                .hasMessageContaining("some.Thing")
                .hasMessageContaining("with their own stamps");
    }

    private static Stamp stampInside(RecordedFrame frame) throws Exception {
        return Stamp.of(RawImage.parseFrom(frame.value()).getTimestamp());
    }

    private static PlayOptions looped(PlayOptions options) {
        return new PlayOptions(options.rate(), options.from(), options.duration(), true, options.restamp());
    }
}
