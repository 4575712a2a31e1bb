package io.lynceus.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.message.ImageFiles;
import io.lynceus.dice.Dice;
import io.lynceus.fault.content.ImageFault;
import io.lynceus.fault.content.Pixels;
import io.lynceus.play.Delivery;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.FrameSink;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Played;
import io.lynceus.play.Player;
import io.lynceus.play.VirtualClock;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.proto.v1.EventPacket;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import io.lynceus.street.StreetVariants;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults on the frames of the simulated street. */
class FaultsTest {
    private static final StreetOptions STREET =
            StreetOptions.defaults().withSize(48, 32).withDuration(Duration.ofMillis(900));
    private static final List<RecordedFrame> FRAMES = frames();

    private static List<RecordedFrame> frames() {
        List<RecordedFrame> frames = new ArrayList<>();
        StreetRecording street = new StreetRecording(STREET);
        street.frames(street.start()).forEachRemaining(frames::add);
        return List.copyOf(frames);
    }

    private record Replay(List<RecordedFrame> frames, Played played) {}

    private static Replay play(double rate, long seed, String... faults) throws InterruptedException {
        StreetRecording street = new StreetRecording(STREET);
        List<RecordedFrame> arrived = new ArrayList<>();
        FrameSink sink = new FrameSink() {
            @Override
            public void latch(Latched message) {}

            @Override
            public void send(RecordedFrame frame) {
                arrived.add(frame);
            }
        };
        FrameFilter filter = Faults.filter(List.of(faults), street.channels(), seed);
        Played played = new Player(street, sink, filter, PlayOptions.atRate(rate), new VirtualClock()).play(p -> {});
        return new Replay(arrived, played);
    }

    private static List<RecordedFrame> of(String sensor, List<RecordedFrame> frames) {
        return frames.stream().filter(f -> f.channel().sensor().equals(sensor)).toList();
    }

    private static final String[] ALL_AT_ONCE = {
        "rgb:motionblur(5)",
        "rgb:drop(p=0.3)",
        "rgb:noise(0.05)",
        "depth:rmm(0.25)",
        "depth:late(50ms, jitter=200ms)",
        "lidar:jitter(2deg)@300ms..600ms",
        "lidar:beams(0.3)",
        "event:lowres(2)",
        "event:noise(0.02)",
        "event:corrupt(8)@0s..400ms",
        "lidar:offset(7ms)",
        "rgb:freeze@500ms..700ms",
        "depth:nm(mid)"
    };

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 10, Double.POSITIVE_INFINITY})
    void aReplayWithFaultsIsTheSameAtAnyRate(double rate) throws Exception {
        Replay realTime = play(1, 42, ALL_AT_ONCE);
        Replay other = play(rate, 42, ALL_AT_ONCE);
        assertThat(other.frames()).isEqualTo(realTime.frames());
        assertThat(other.played()).isEqualTo(realTime.played());
        assertThat(play(rate, 43, ALL_AT_ONCE).frames()).isNotEqualTo(realTime.frames());
    }

    @Test
    void whatBecomesOfAFrameDoesNotDependOnTheOthers() {
        List<String> pure =
                Arrays.stream(ALL_AT_ONCE).filter(f -> !f.contains("freeze")).toList();
        List<RecordedFrame> shuffled = new ArrayList<>(FRAMES);
        Collections.shuffle(shuffled, new Random(5));
        FrameFilter inOrder = Faults.filter(pure, new StreetRecording(STREET).channels(), 7);
        FrameFilter outOfOrder = Faults.filter(pure, new StreetRecording(STREET).channels(), 7);
        for (RecordedFrame frame : shuffled) {
            assertThat(outOfOrder.apply(frame, at(frame)).map(Delivery::frame))
                    .isEqualTo(inOrder.apply(frame, at(frame)).map(Delivery::frame));
        }
        List<Optional<RecordedFrame>> one = new ArrayList<>();
        FRAMES.forEach(frame -> one.add(inOrder.apply(frame, at(frame)).map(Delivery::frame)));
        for (RecordedFrame frame : shuffled) {
            assertThat(outOfOrder.apply(frame, at(frame)).map(Delivery::frame))
                    .isEqualTo(one.get(FRAMES.indexOf(frame)));
        }
    }

    private static Duration at(RecordedFrame frame) {
        return Duration.ofNanos(frame.stamp().nanosSince(STREET.start()));
    }

    @Test
    void otherSensorsAndOtherTimesAreLeftAlone() throws Exception {
        Replay replay = play(1, 1, "lidar:black@300ms..600ms");
        assertThat(replay.frames()).hasSameSizeAs(FRAMES);
        for (int i = 0; i < FRAMES.size(); i++) {
            RecordedFrame frame = FRAMES.get(i);
            boolean hit = frame.channel().sensor().equals("lidar")
                    && at(frame).toMillis() >= 300
                    && at(frame).toMillis() < 600;
            if (hit) {
                assertThat(PointCloud.parseFrom(replay.frames().get(i).value()).getData())
                        .isEmpty();
            } else {
                assertThat(replay.frames().get(i)).isEqualTo(frame);
            }
        }
    }

    @Test
    void everyFrameIsEitherSentOrWithheld() throws Exception {
        Replay replay = play(1, 42, ALL_AT_ONCE);
        for (String sensor : List.of("rgb", "depth", "lidar", "event")) {
            assertThat(replay.played().sent().get(sensor)
                            + replay.played().withheld().get(sensor))
                    .isEqualTo(of(sensor, FRAMES).size());
        }
        assertThat(replay.played().withheld().get("rgb")).isPositive();
    }

    @Test
    void framesAreLostAsOftenAsAsked() {
        FrameFilter drop = Faults.filter(List.of("rgb:drop(p=0.1)"), new StreetRecording(STREET).channels(), 3);
        RecordedFrame frame = of("rgb", FRAMES).get(0);
        int lost = 0;
        for (int i = 0; i < 10_000; i++) {
            RecordedFrame other =
                    new RecordedFrame(frame.channel(), frame.stamp().plusNanos(i * 100_000_000L), i, frame.value());
            lost += drop.apply(other, Duration.ZERO).isEmpty() ? 1 : 0;
        }
        assertThat(lost).isCloseTo(1000, within(150));
    }

    @Test
    void aFrozenSensorRepeatsItsLastMeasurementAsIfItWereNew() throws Exception {
        List<RecordedFrame> before = of("depth", FRAMES);
        List<RecordedFrame> after =
                of("depth", play(1, 1, "depth:freeze@250ms..550ms").frames());
        RawImage last = RawImage.parseFrom(before.get(2).value());
        for (int i = 3; i <= 4; i++) {
            RawImage frozen = RawImage.parseFrom(after.get(i).value());
            assertThat(frozen.getData()).isEqualTo(last.getData());
            assertThat(Stamp.of(frozen.getTimestamp())).isEqualTo(before.get(i).stamp());
            assertThat(after.get(i).stamp()).isEqualTo(before.get(i).stamp());
            assertThat(after.get(i).sequence()).isEqualTo(before.get(i).sequence());
        }
        assertThat(after.get(6)).isEqualTo(before.get(6));
    }

    @Test
    void blackAndSaturatedImagesAreAllOneColour() throws Exception {
        BufferedImage black =
                picture(of("rgb", play(1, 1, "rgb:black").frames()).get(2));
        BufferedImage white =
                picture(of("rgb", play(1, 1, "rgb:saturate").frames()).get(2));
        for (int i = 0; i < 48 * 32; i++) {
            assertThat(black.getRGB(i % 48, i / 48) & 0xFFFFFF).isZero();
            assertThat(white.getRGB(i % 48, i / 48) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        }
        RawImage depth = RawImage.parseFrom(
                of("depth", play(1, 1, "depth:saturate").frames()).get(2).value());
        assertThat(depth.getData().toByteArray()).containsOnly(0xFF);
        EventPacket dark = EventPacket.parseFrom(
                of("event", play(1, 1, "event:black").frames()).get(2).value());
        assertThat(dark.getX().size() + dark.getT().size()).isZero();
    }

    private static BufferedImage picture(RecordedFrame frame) throws Exception {
        return ImageFiles.decode(
                CompressedImage.parseFrom(frame.value()).getData().toByteArray(), "picture");
    }

    @Test
    void openingAndClosingAPictureLosesNoColour() throws Exception {
        BufferedImage before = picture(of("rgb", FRAMES).get(3));
        BufferedImage after =
                picture(of("rgb", play(1, 1, "rgb:noise(0)").frames()).get(3));
        long difference = 0;
        for (int i = 0; i < 48 * 32 * 3; i++) {
            int x = i / 3 % 48;
            int y = i / 3 / 48;
            difference += Math.abs(before.getRaster().getSample(x, y, i % 3)
                    - after.getRaster().getSample(x, y, i % 3));
        }
        assertThat(difference / (48.0 * 32 * 3))
                .as("levels a sample, from packing JPEG again")
                .isLessThan(3);
    }

    @Test
    void anOffsetIsInFrameAndMessageAndLateIsInNeither() throws Exception {
        List<RecordedFrame> before = of("event", FRAMES);
        List<RecordedFrame> shifted =
                of("event", play(1, 1, "event:offset(-4ms)").frames());
        List<RecordedFrame> late = of("event", play(1, 1, "event:late(30ms)").frames());
        for (int i = 0; i < before.size(); i++) {
            Stamp expected = before.get(i).stamp().plusNanos(-4_000_000);
            assertThat(shifted.get(i).stamp()).isEqualTo(expected);
            assertThat(Stamp.of(EventPacket.parseFrom(shifted.get(i).value()).getTimestamp()))
                    .isEqualTo(expected);
        }
        assertThat(late).isEqualTo(before);
    }

    @Test
    void lateFramesAreOvertaken() throws Exception {
        List<RecordedFrame> frames = play(1, 1, "rgb:late(150ms)").frames();
        assertThat(frames).containsExactlyInAnyOrderElementsOf(FRAMES);
        RecordedFrame first = of("rgb", FRAMES).get(0);
        long overtaking = frames.subList(0, frames.indexOf(first)).stream()
                .filter(f -> f.stamp().isAfter(first.stamp()))
                .count();
        assertThat(overtaking).isBetween(3L, 6L);
    }

    @Test
    void exactlyAsManyBytesChangeAsAsked() throws Exception {
        List<RecordedFrame> before = of("lidar", FRAMES);
        List<RecordedFrame> after = of("lidar", play(1, 1, "lidar:corrupt(9)").frames());
        for (int i = 0; i < before.size(); i++) {
            byte[] was = before.get(i).value();
            byte[] is = after.get(i).value();
            assertThat(is).hasSameSizeAs(was);
            int changed = 0;
            for (int b = 0; b < was.length; b++) {
                changed += was[b] != is[b] ? 1 : 0;
            }
            assertThat(changed).isEqualTo(9);
        }
    }

    @Test
    void aCorruptedFrameCanBePlayedLive() throws Exception {
        StreetRecording street = new StreetRecording(STREET);
        List<RecordedFrame> arrived = new ArrayList<>();
        FrameSink sink = new FrameSink() {
            @Override
            public void latch(Latched message) {}

            @Override
            public void send(RecordedFrame frame) {
                arrived.add(frame);
            }
        };
        FrameFilter filter = Faults.filter(List.of("rgb:corrupt(2000)"), street.channels(), 1);
        new Player(street, sink, filter, PlayOptions.live(), new VirtualClock()).play(p -> {});
        int readable = 0;
        for (RecordedFrame frame : of("rgb", arrived)) {
            try {
                readable += Stamp.of(CompressedImage.parseFrom(frame.value()).getTimestamp())
                                .equals(frame.stamp())
                        ? 1
                        : 0;
            } catch (InvalidProtocolBufferException | ArithmeticException e) {
                assertThat(e).as("damaged as asked").isNotNull();
            }
        }
        assertThat(arrived).hasSameSizeAs(FRAMES);
        assertThat(readable).isLessThan(of("rgb", arrived).size());
    }

    @Test
    void noiseOnARawImageStaysWithinItsFormat() throws Exception {
        StreetRecording raw = new StreetRecording(StreetVariants.raw(STREET));
        RecordedFrame frame = raw.frames(raw.start()).next();
        assertThat(frame.channel().format()).isIn("rgb8", "16UC1", "xyzi", "columns");
        FrameFilter noise = Faults.filter(List.of("rgb:noise(0.1)", "depth:noise(0.1)"), raw.channels(), 1);
        raw.frames(raw.start()).forEachRemaining(f -> {
            if (f.channel().schema().equals("foxglove.RawImage")) {
                RecordedFrame noisy =
                        noise.apply(f, Duration.ZERO).orElseThrow().frame();
                assertThat(noisy.value()).hasSameSizeAs(f.value()).isNotEqualTo(f.value());
            }
        });
    }

    @Test
    void aRasterGetsTheFaultThatAFrameWouldGet() {
        byte[] rgb = new byte[40 * 30 * 3];
        new Random(1).nextBytes(rgb);
        ImageFault noise = Faults.ofImages("noise(0.1)", Modality.RGB);
        byte[] noisy =
                noise.apply(Pixels.ofRgb(40, 30, rgb), Dice.stream(1, 2, 3)).bytes();
        assertThat(noisy).hasSameSizeAs(rgb).isNotEqualTo(rgb);
        assertThat(noise.apply(Pixels.ofRgb(40, 30, rgb), Dice.stream(1, 2, 3)).bytes())
                .isEqualTo(noisy);
        ImageFault none = Faults.ofImages("rmm(0)", Modality.RGB);
        assertThat(none.apply(Pixels.ofRgb(40, 30, rgb), Dice.stream(1, 2, 3)).bytes())
                .isEqualTo(rgb);
    }
}
