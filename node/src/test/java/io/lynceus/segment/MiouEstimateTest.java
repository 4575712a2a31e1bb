package io.lynceus.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.wire.Modality;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MiouEstimateTest {
    private static final Offset<Double> ROUNDING = within(1e-6);
    private static final List<Modality> BOTH = List.of(Modality.RGB, Modality.LIDAR);
    private static final Map<List<Modality>, Double> TABLE =
            Map.of(BOTH, 0.75, List.of(Modality.RGB), 0.5, List.of(Modality.LIDAR), 0.25);

    private static MiouEstimate.Conditions conditions(List<Modality> used, int confidence, float... quality) {
        byte[] confidences = new byte[16];
        Arrays.fill(confidences, (byte) confidence);
        Mask mask = new Mask(16, 16, new byte[256], confidences, new float[used.size()][1], quality, 0, 1);
        return MiouEstimate.Conditions.of(used, mask, some -> TABLE.getOrDefault(some, Double.NaN));
    }

    @Test
    void aFrameThatIsNotBelievedCountsAsOneThatWasLeftOut() {
        assertThat(conditions(BOTH, 0, 1, 1).table()).isEqualTo(0.75, ROUNDING);
        assertThat(conditions(BOTH, 0, 1, 0).table()).isEqualTo(0.5, ROUNDING);
        assertThat(conditions(BOTH, 0, 0, 1).table()).isEqualTo(0.25, ROUNDING);
        assertThat(conditions(BOTH, 0, 1, 0.5f).table()).isEqualTo(0.625, ROUNDING);
        assertThat(conditions(BOTH, 0, 0, 0).table()).isZero();
        assertThat(conditions(List.of(Modality.RGB), 0, 0.5f).table()).isEqualTo(0.25, ROUNDING);
    }

    @Test
    void aModelThatDoesNotJudgeFramesExpectsWhatItsTableSays() {
        assertThat(MiouEstimate.OF_TABLE.of(conditions(BOTH, 77))).hasValue(0.75);
        assertThat(MiouEstimate.OF_TABLE.of(conditions(List.of(Modality.EVENT), 77)))
                .isEmpty();
    }

    @Test
    void aMaskOfLittleConfidenceIsExpectedToBeWorseButNeverBelowZero() {
        MiouEstimate estimate = new MiouEstimate(-0.5, 1, 0.5);
        assertThat(estimate.of(conditions(BOTH, 255)).orElseThrow()).isEqualTo(0.75, ROUNDING);
        assertThat(estimate.of(conditions(BOTH, 51)).orElseThrow()).isEqualTo(0.35, ROUNDING);
        assertThat(estimate.of(conditions(List.of(Modality.LIDAR), 0))).hasValue(0);
        assertThat(new MiouEstimate(0, 1, 1).of(conditions(BOTH, 255))).hasValue(1);
    }
}
