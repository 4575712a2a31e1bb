package io.lynceus.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The protocols' runs and means, against the benchmark's table of weights. */
class RobustnessTest {
    private static final List<String> FOUR = List.of("rgb", "depth", "event", "lidar");

    /** One for each subset of four; those with the given number missing are 1, the others 0. */
    private static Robustness onesWhereMissing(int missing) {
        List<Robustness.Run> runs = new ArrayList<>();
        for (int bits = 0; bits < 15; bits++) {
            runs.add(new Robustness.Run(Integer.bitCount(bits), Integer.bitCount(bits) == missing ? 1 : 0));
        }
        return new Robustness(4, runs);
    }

    @Test
    void theWeightsAreThoseOfTheBenchmark() {
        Map<Double, double[]> weights = new LinkedHashMap<>();
        weights.put(0.2, new double[] {.4096, .1024, .0256, .0064, .9984});
        weights.put(0.1, new double[] {.6561, .0729, .0081, .0009, .9999});
        weights.put(0.05, new double[] {.81450625, .04286875, .00225625, .00011875, .99999375});
        int[] times = {1, 4, 6, 4};
        weights.forEach((p, w) -> {
            for (int missing = 0; missing < 4; missing++) {
                assertThat(onesWhereMissing(missing).expected(p))
                        .isCloseTo(times[missing] * w[missing] / w[4], within(1e-12));
            }
        });
        assertThat(onesWhereMissing(2).average()).isCloseTo(6.0 / 15, within(1e-12));
    }

    @Test
    void eachMiouIsRoundedBeforeItIsAveraged() {
        Robustness robustness = new Robustness(
                2, List.of(new Robustness.Run(0, .500049), new Robustness.Run(1, .2), new Robustness.Run(1, 0)));
        assertThat(robustness.average()).isCloseTo(.7 / 3, within(1e-12));
    }

    @Test
    void tooFewRunsAreRefused() {
        assertThatThrownBy(() -> new Robustness(4, List.of()))
                .hasMessageContaining("0 runs")
                .hasMessageContaining("15 are needed");
    }

    @Test
    void theProtocolsConsistOfTheBenchmarksRuns() {
        assertThat(Protocol.EMM.variants(FOUR)).hasSize(15);
        assertThat(Protocol.EMM.variants(FOUR).get(0)).isEqualTo(Variant.whole(FOUR));
        assertThat(Protocol.EMM.variants(FOUR))
                .anySatisfy(v -> assertThat(v.faults()).containsExactly("rgb:emm", "lidar:emm"));
        assertThat(Protocol.RMM.variants(FOUR)).hasSize(1 + 3 * 14);
        assertThat(Protocol.NM.variants(FOUR)).extracting(Variant::name).containsExactly("nm:low", "nm:mid", "nm:high");
        assertThat(Protocol.SUBSETS.variants(FOUR)).hasSize(15).allSatisfy(v -> assertThat(
                        v.present().size() + v.absent().size())
                .isEqualTo(4));
        for (Protocol protocol : Protocol.values()) {
            assertThat(protocol.variants(FOUR)).extracting(Variant::name).doesNotHaveDuplicates();
        }
    }

    @Test
    void everyColumnComesFromItsOwnRuns() {
        Map<String, Object> rmm = Protocol.RMM.columns(FOUR, v -> v.faults().isEmpty() ? 1.0 : share(v));
        Map<?, ?> shares = (Map<?, ?>) rmm.get("rmm");
        assertThat(((Map<?, ?>) shares.get("0.5")).get("avg")).isEqualTo((1 + 14 * 0.5) / 15);
        assertThat(((Map<?, ?>) shares.get("0.25")).get("avg")).isEqualTo((1 + 14 * 0.25) / 15);
        assertThat(Protocol.NM.columns(FOUR, v -> v.name().equals("nm:high") ? 0.1 : 0.3))
                .isEqualTo(Map.of("nm", Map.of("low", 0.3, "mid", 0.3, "high", 0.1)));
        Map<String, Object> subsets =
                Protocol.SUBSETS.columns(FOUR, v -> v.present().size() / 4.0);
        Map<?, ?> byPresent = (Map<?, ?>) subsets.get("subsets");
        assertThat(byPresent).hasSize(15);
        assertThat(byPresent.get("rgb+depth+event+lidar")).isEqualTo(1.0);
        assertThat(byPresent.get("depth+lidar")).isEqualTo(0.5);
    }

    private static double share(Variant variant) {
        return Double.parseDouble(variant.faults().get(0).replaceAll(".*\\(|\\)", ""));
    }
}
