package io.lynceus.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.campaign.MaskLog.SetKey;
import io.lynceus.stream.RigConfig;
import io.lynceus.wire.Stamp;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a campaign counts, and what it plans. */
class MaskComparisonTest {
    private static SortedMap<SetKey, List<String>> masks(Map<Integer, List<String>> byMillis) {
        SortedMap<SetKey, List<String>> masks = new TreeMap<>();
        byMillis.forEach((millis, digests) -> masks.put(new SetKey("a", Stamp.ofMillis(millis)), digests));
        return masks;
    }

    private static CampaignReport report(MaskComparison comparison) {
        return new CampaignReport(5, comparison, comparison.lost().size(), Map.of());
    }

    @Test
    void lostDifferentRepeatedAndUnknownMasksAreCountedApart() {
        SortedMap<SetKey, List<String>> undisturbed =
                masks(Map.of(1, List.of("x"), 2, List.of("y"), 3, List.of("z"), 4, List.of("u")));
        MaskComparison comparison = MaskComparison.of(
                undisturbed,
                masks(Map.of(1, List.of("x", "x", "x"), 2, List.of("y", "other"), 4, List.of("u"), 9, List.of("v"))));
        assertThat(comparison.masks()).isEqualTo(4);
        assertThat(comparison.lost()).containsExactly(new SetKey("a", Stamp.ofMillis(3)));
        assertThat(comparison.different()).isEqualTo(1);
        assertThat(comparison.repeated()).isEqualTo(3);
        assertThat(comparison.unknown()).isEqualTo(1);
        assertThat(report(comparison).isKept()).isFalse();
        assertThat(report(comparison).json()).contains("\"lost\":1").contains("\"kept\":false");
    }

    @Test
    void masksThatCameTwiceBreakNoPromise() {
        SortedMap<SetKey, List<String>> undisturbed = masks(Map.of(1, List.of("x"), 2, List.of("y")));
        assertThat(report(MaskComparison.of(undisturbed, masks(Map.of(1, List.of("x", "x"), 2, List.of("y")))))
                        .isKept())
                .isTrue();
    }

    @Test
    void theSeedGivesTheOrderOfTheDisturbances() {
        CampaignOptions options = new CampaignOptions(RigConfig.Mode.COMPLETE, 3, 10, 4, 2, 1, 5, "street-nano");
        List<Disturbance> order = options.disturbances();
        assertThat(order).isEqualTo(options.disturbances()).hasSize(16);
        assertThat(Collections.frequency(order, Disturbance.BROKER_KILLED)).isEqualTo(4);
        assertThat(new CampaignOptions(RigConfig.Mode.COMPLETE, 4, 10, 4, 2, 1, 5, "street-nano").disturbances())
                .isNotEqualTo(order);
        assertThatThrownBy(() -> new CampaignOptions(RigConfig.Mode.LIVE, 3, 0, 0, 0, 1, 5, "street-nano"))
                .hasMessageContaining("no disturbance");
        assertThatThrownBy(() -> new CampaignOptions(RigConfig.Mode.LIVE, 3, 1, 0, 0, 3, 5, "street-nano"))
                .hasMessageContaining("the number of nodes is 3, allowed are 1 to 2");
    }
}
