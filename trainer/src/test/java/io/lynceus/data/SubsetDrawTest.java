package io.lynceus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.data.SubsetDraw.Allowed;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** How often each subset of the modalities is drawn. */
class SubsetDrawTest {
    private static final List<String> NAMES = List.of("rgb", "depth", "event", "lidar");
    private static final int ALL = 15;

    private static String name(int subset) {
        StringBuilder name = new StringBuilder();
        for (int m = 0; m < NAMES.size(); m++) {
            if ((subset >> m & 1) == 1) {
                name.append(name.isEmpty() ? "" : "+").append(NAMES.get(m));
            }
        }
        return name.toString();
    }

    private static Map<String, Double> table(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Double> table = new HashMap<>();
        for (int subset = 1; subset <= ALL; subset++) {
            table.put(name(subset), random.nextDouble());
        }
        return table;
    }

    @Property
    void probabilitiesOfWhatIsThereAddUpToOne(
            @ForAll @LongRange(max = 1 << 20) long seed,
            @ForAll @IntRange(min = 1, max = ALL) int present,
            @ForAll Allowed allowed) {
        for (SubsetDraw draw : List.of(
                SubsetDraw.uniform(4),
                SubsetDraw.byWeight(NAMES, table(seed)),
                SubsetDraw.byDeficit(NAMES, table(seed)))) {
            double[] shares = draw.probabilities(present, allowed);
            assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-12));
            for (int subset = 0; subset < shares.length; subset++) {
                assertThat(shares[subset]).isNotNegative();
                if (shares[subset] > 0) {
                    assertThat(subset & ~present).isZero();
                    assertThat(subset).isPositive();
                }
            }
        }
    }

    @Property
    void whatIsDrawnIsAllowed(
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double place,
            @ForAll @IntRange(min = 1, max = ALL) int present,
            @ForAll Allowed allowed) {
        int drawn = SubsetDraw.byDeficit(NAMES, table(present)).draw(present, allowed, place);
        assertThat(drawn & ~present).isZero();
        switch (allowed) {
            case ANY -> assertThat(drawn).isPositive();
            case PROPER ->
                assertThat(drawn != present || Integer.bitCount(present) == 1).isTrue();
            case SINGLE -> assertThat(Integer.bitCount(drawn)).isEqualTo(1);
        }
    }

    @Property
    void theDeficitPrefersWhatIsBehind(
            @ForAll @LongRange(max = 1 << 20) long seed,
            @ForAll @IntRange(min = 1, max = ALL) int one,
            @ForAll @IntRange(min = 1, max = ALL) int other) {
        Map<String, Double> table = table(seed);
        double[] shares = SubsetDraw.byDeficit(NAMES, table).probabilities(ALL, Allowed.ANY);
        if (table.get(name(one)) <= table.get(name(other))) {
            assertThat(shares[one]).isGreaterThanOrEqualTo(shares[other]);
        }
        assertThat(shares[one]).as("none is forgotten").isPositive();
    }

    @Example
    void theSubsetThatIsMostBehindIsDrawnFiveTimesAsOftenAsOneThatIsNot() {
        Map<String, Double> table = new HashMap<>(table(1));
        table.replaceAll((names, miou) -> 0.6);
        table.put("event", 0.3);
        table.put("depth", 0.45);
        double[] shares = SubsetDraw.byDeficit(NAMES, table).probabilities(ALL, Allowed.SINGLE);
        assertThat(shares[4] / shares[1]).isCloseTo(5, within(1e-9)); // event : rgb
        assertThat(shares[2] / shares[1]).isCloseTo(3, within(1e-9)); // depth : rgb
    }

    @Example
    void withoutAValidationEverySubsetIsDrawnEquallyOften() {
        double[] shares = SubsetDraw.byDeficit(NAMES, Map.of()).probabilities(ALL, Allowed.PROPER);
        for (int subset = 1; subset < ALL; subset++) {
            assertThat(shares[subset]).isCloseTo(1.0 / 14, within(1e-12));
        }
        assertThat(shares[ALL]).isZero();
    }

    @Example
    void aNameThatIsNoSubsetIsRefused() {
        assertThatThrownBy(() -> SubsetDraw.byWeight(NAMES, Map.of("lidar+depth", 2.0)))
                .hasMessageContaining("lidar+depth")
                .hasMessageContaining("rgb+depth+event+lidar");
        assertThatThrownBy(() -> SubsetDraw.byWeight(NAMES, Map.of("depth", -1.0)))
                .hasMessageContaining("-1");
    }
}
