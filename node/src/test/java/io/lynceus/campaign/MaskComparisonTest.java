package io.lynceus.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.campaign.MaskLog.SetKey;
import io.lynceus.wire.Stamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a campaign in complete mode counts. */
class MaskComparisonTest {
    private static SortedMap<SetKey, List<String>> masks(Map<Integer, List<String>> byMillis) {
        SortedMap<SetKey, List<String>> masks = new TreeMap<>();
        byMillis.forEach((millis, digests) -> masks.put(new SetKey("a", Stamp.ofMillis(millis)), digests));
        return masks;
    }

    private static CampaignReport report(MaskComparison comparison) {
        return new CampaignReport(5, comparison, Optional.empty(), new Recoveries(), List.of(), Optional.empty());
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
}
