package io.lynceus.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.proto.v1.Cause;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.ReasonCode;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.StageLatency;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Rigs;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The figures of {@code bench limits}, from masks of a node that keeps its promises to the millisecond. */
class LimitsTest {
    private static final RigConfig CONFIG = Rigs.of(RigConfig.Mode.LIVE, "t", "none:1");
    private static final long DEADLINE = CONFIG.sync().deadline().toNanos();
    private static final int SILENT_AFTER = 3;

    private final List<Integer> partial = new ArrayList<>();

    /** Answers as a node would that sheds all but each tenth set when calls are slow. */
    private List<LimitsRun.Published> play(int count, LimitsRun.Loss loss, Duration call) {
        List<LimitsRun.Published> masks = new ArrayList<>();
        int[] missing = new int[CONFIG.sensors().size()];
        for (int set = 0; set < count; set++) {
            Segmentation.Builder mask = Segmentation.newBuilder()
                    .setTimestamp(Stamp.ofMillis(1_000_000L + 100L * set).toTimestamp());
            boolean isPartial = false;
            for (int i = 0; i < missing.length; i++) {
                String sensor = CONFIG.sensors().get(i).name();
                missing[i] = loss.isLost(sensor, set) ? missing[i] + 1 : 0;
                Contribution.Builder contribution = Contribution.newBuilder().setSensor(sensor);
                if (missing[i] >= SILENT_AFTER) {
                    contribution.setCause(Cause.newBuilder()
                            .setCode(ReasonCode.REASON_CODE_SILENT)
                            .setSeen(100 * missing[i]));
                } else {
                    isPartial |= missing[i] > 0;
                }
                mask.addContributions(contribution);
            }
            if (isPartial) {
                partial.add(set);
            }
            mask.setComplete(!isPartial)
                    .setLatency(StageLatency.newBuilder()
                            .setWaitNanos(isPartial ? DEADLINE + 1_000_000L * partial.size() : 0));
            if (call.isZero() || set % 10 == 0) {
                masks.add(new LimitsRun.Published(mask.build(), 10 + set));
            }
        }
        return masks;
    }

    @Test
    void onlyPartialSetsCountAndAreJudgedByTheirDeadline() {
        Limits.Spread late = new Limits(this::play, CONFIG, 3).partialSets(200);
        assertThat(partial).as("a third of the sets lacks a frame").hasSizeBetween(40, 100);
        assertThat(late.count()).isEqualTo(partial.size());
        assertThat(late.sorted()[0]).isEqualTo(1);
        assertThat(late.largest()).isEqualTo(partial.size());
        assertThat(late.p50()).isBetween(partial.size() / 2.0 - 1, partial.size() / 2.0 + 1);
    }

    @Test
    void eachOutageCountsOnceWithTheSilenceAtWhichItWasNoticed() {
        Limits.Silences silences = new Limits(this::play, CONFIG, 3).silences(5);
        assertThat(silences.outages()).isEqualTo(5);
        assertThat(silences.noticed().sorted()).containsExactly(300, 300, 300, 300, 300);
    }

    @Test
    void agesCountOnceTheOverloadHasLastedForFiveSeconds() {
        Limits.Spread ages = new Limits(this::play, CONFIG, 3).ages(10, 30);
        assertThat(ages.sorted()).containsExactly(60, 70, 80);
    }

    @Test
    void noMaskGivesNoFigure() {
        Limits.Spread ages = new Limits((count, loss, call) -> List.of(), CONFIG, 3).ages(2, 30);
        assertThat(ages.count()).isZero();
        assertThat(ages.p99()).isNaN();
    }
}
