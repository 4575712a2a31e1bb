package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Rigs;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More sets than the model can take, in live mode; the clock is the test's (R5). */
class OverloadTest {
    private static final long MILLI = 1_000_000;
    private static final Duration OVERLOAD = Duration.ofSeconds(6);
    private static final Duration NOMINAL = Duration.ofMillis(20);
    private static final long PERIOD_MILLIS = 100;
    private static final Duration STOOD_STILL = Duration.ofSeconds(3);
    /** From a set's stamp until its last frame is there, and the clock's steps. */
    private static final long MATCHING_MILLIS = 60;

    /** A mask and the clock when it was there. */
    private record Seen(Segmentation mask, Stamp when) {
        long ageMillis() {
            return when.nanosSince(stamp()) / MILLI;
        }

        Stamp stamp() {
            return Stamp.of(mask.getTimestamp());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void theNewestSetGoesTheOthersAreShedAndASecondLaterAllIsWell(int load) throws Exception {
        RigConfig config = Rigs.of(RigConfig.Mode.LIVE, "t", "none:1");
        Duration call = Duration.ofMillis(100L * load);
        try (Recording street = Rigs.street(13, Duration.ofSeconds(10));
                DrivenStream stream = new DrivenStream(config, street.start())) {
            stream.latch(street);
            stream.modelTakes(call);
            Stamp end = street.start().plus(OVERLOAD);
            List<RecordedFrame> frames = new ArrayList<>();
            street.frames(street.start()).forEachRemaining(frames::add);
            List<Seen> masks = new ArrayList<>();
            for (RecordedFrame frame : frames) {
                if (frame.stamp().isAfter(end)) {
                    stream.modelTakes(NOMINAL);
                }
                driveTo(frame.stamp().plusNanos(5 * MILLI), stream, masks);
                stream.pipe(frame);
            }
            driveTo(stream.now().plusNanos(500 * MILLI), stream, masks);

            List<Seen> busy =
                    masks.stream().filter(seen -> seen.when().isBefore(end)).toList();
            assertThat(busy)
                    .as("the model is never idle")
                    .hasSizeBetween((int) (OVERLOAD.toMillis() / call.toMillis()) - 1, 60 / load + 1)
                    .allMatch(seen -> seen.mask().getComplete());
            long waiting = config.sync().maxAge().toMillis() / 4;
            long bound = waiting + MATCHING_MILLIS + 2 * call.toMillis();
            assertThat(busy).allSatisfy(seen -> assertThat(seen.ageMillis()).isLessThanOrEqualTo(bound));
            Stamp behind = street.start().plus(call).plus(call).plusNanos(waiting * MILLI);
            assertThat(busy)
                    .filteredOn(seen -> seen.when().isAfter(behind))
                    .as("no set waits for more than a period once the oldest has waited for too long")
                    .isNotEmpty()
                    .allSatisfy(seen -> assertThat(seen.ageMillis())
                            .isLessThanOrEqualTo(call.toMillis() + PERIOD_MILLIS + MATCHING_MILLIS));

            Stamp last = frames.get(frames.size() - 1).stamp();
            assertThat(stream.transitions())
                    .as("the node is slow, no sensor is silent until all have ended")
                    .noneMatch(change -> Stamp.of(change.getTimestamp()).isBefore(last));

            Stamp well = end.plus(Duration.ofSeconds(1));
            List<Seen> after = masks.stream()
                    .filter(seen -> seen.stamp().isAfter(well.plus(call)))
                    .toList();
            long setsAfter = frames.stream()
                    .filter(f -> f.channel().sensor().equals("rgb") && f.stamp().isAfter(well.plus(call)))
                    .count();
            assertThat((long) after.size()).isBetween(setsAfter - 1, setsAfter + 1);
            assertThat(after)
                    .allMatch(seen -> seen.mask().getComplete())
                    .allSatisfy(seen -> assertThat(seen.ageMillis()).isLessThanOrEqualTo(50));

            assertThat(stream.ended(Fate.SHED)).isPositive();
            assertThat(stream.tally().shedSetCount()).isPositive();
            assertThat(stream.ended(Fate.values())).as("every frame has ended").isEqualTo(frames.size());
        }
    }

    @Test
    void aModelThatIsHardlyTooSlowCostsOnlyTheSetsThatItCannotTake() throws Exception {
        RigConfig config = Rigs.of(RigConfig.Mode.LIVE, "t", "none:1");
        Duration call = Duration.ofMillis(120);
        Duration drive = Duration.ofSeconds(12);
        try (Recording street = Rigs.street(13, drive);
                DrivenStream stream = new DrivenStream(config, street.start())) {
            stream.latch(street);
            stream.modelTakes(call);
            List<Seen> masks = new ArrayList<>();
            street.frames(street.start()).forEachRemaining(frame -> {
                driveTo(frame.stamp().plusNanos(5 * MILLI), stream, masks);
                stream.pipe(frame);
            });
            driveTo(stream.now().plusNanos(500 * MILLI), stream, masks);

            long waiting = config.sync().maxAge().toMillis() / 4;
            assertThat(masks)
                    .as("the model is never idle")
                    .hasSizeGreaterThanOrEqualTo((int) (drive.toMillis() / (call.toMillis() + 10)) - 1)
                    .allSatisfy(seen -> assertThat(seen.ageMillis())
                            .isLessThanOrEqualTo(waiting + MATCHING_MILLIS + 2 * call.toMillis()));
            long gap = 0;
            for (int i = 1; i < masks.size(); i++) {
                gap = Math.max(
                        gap, masks.get(i).stamp().nanosSince(masks.get(i - 1).stamp()) / MILLI);
            }
            assertThat(gap)
                    .as("no queue is thrown away: at most what came while a set waited, and a call")
                    .isLessThanOrEqualTo(waiting + call.toMillis() + PERIOD_MILLIS);
        }
    }

    /** The frames of three seconds lie on the topics; the clock goes on with the next ones. */
    private static List<Seen> standStillAndGoOn(Duration call, DrivenStream stream, Recording street) {
        stream.latch(street);
        stream.modelTakes(call);
        Stamp woken = street.start().plus(STOOD_STILL);
        stream.advanceTo(woken);
        List<Seen> masks = new ArrayList<>();
        street.frames(street.start()).forEachRemaining(frame -> {
            if (!frame.stamp().isBefore(woken)) {
                driveTo(frame.stamp().plusNanos(5 * MILLI), stream, masks);
            }
            stream.pipe(frame);
        });
        driveTo(stream.now().plusNanos(500 * MILLI), stream, masks);
        return masks;
    }

    @Test
    void aNodeThatStoodStillLosesNoSetThatIsYoungEnough() throws Exception {
        RigConfig config = Rigs.of(RigConfig.Mode.LIVE, "t", "none:1");
        Duration maxAge = config.sync().maxAge();
        try (Recording street = Rigs.street(13, Duration.ofSeconds(8));
                DrivenStream stream = new DrivenStream(config, street.start())) {
            List<Seen> masks = standStillAndGoOn(Duration.ofMillis(60), stream, street);
            Stamp young = street.start().plus(STOOD_STILL).plusNanos(-maxAge.toNanos());
            assertThat(masks)
                    .as("a mask of each set from then on")
                    .hasSizeBetween(54, 56)
                    .allMatch(seen -> seen.stamp().isAfter(young))
                    .allMatch(seen -> seen.mask().getComplete());
            assertThat(stream.tally().shedSetCount()).isZero();
            assertThat(masks.get(0).ageMillis()).as("the oldest goes first").isGreaterThan(450);
            assertThat(masks)
                    .filteredOn(seen -> seen.when().isAfter(street.start().plus(Duration.ofSeconds(6))))
                    .isNotEmpty()
                    .allSatisfy(seen -> assertThat(seen.ageMillis()).isLessThanOrEqualTo(2 * PERIOD_MILLIS));
        }
    }

    @Test
    void aNodeThatStoodStillAndIsTooSlowTakesTheNewestSoon() throws Exception {
        RigConfig config = Rigs.of(RigConfig.Mode.LIVE, "t", "none:1");
        Duration call = Duration.ofMillis(200);
        try (Recording street = Rigs.street(13, Duration.ofSeconds(8));
                DrivenStream stream = new DrivenStream(config, street.start())) {
            List<Seen> masks = standStillAndGoOn(call, stream, street);
            Stamp second = street.start().plus(STOOD_STILL).plus(Duration.ofSeconds(1));
            Stamp last = street.start().plus(Duration.ofSeconds(8));
            assertThat(masks)
                    .filteredOn(
                            seen -> seen.when().isAfter(second) && seen.when().isBefore(last))
                    .isNotEmpty()
                    .allSatisfy(seen -> assertThat(seen.ageMillis())
                            .isLessThanOrEqualTo(call.toMillis() + PERIOD_MILLIS + MATCHING_MILLIS));
            assertThat(stream.tally().overloadSetCount()).isPositive();
        }
    }

    private static void driveTo(Stamp time, DrivenStream stream, List<Seen> masks) {
        while (stream.now().isBefore(time)) {
            Stamp next = stream.now().plusNanos(10 * MILLI);
            stream.advanceTo(next.isBefore(time) ? next : time);
            look(stream, masks);
        }
    }

    private static void look(DrivenStream stream, List<Seen> masks) {
        stream.masks().forEach(mask -> masks.add(new Seen(mask, stream.now())));
    }
}
