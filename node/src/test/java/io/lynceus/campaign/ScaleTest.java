package io.lynceus.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.campaign.MaskLog.Entry;
import io.lynceus.campaign.MaskLog.SetKey;
import io.lynceus.segment.ShippedModels;
import io.lynceus.wire.Stamp;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One node against two. */
class ScaleTest {
    @Test
    void theFirstFifthOfTheMasksIsNotTimed() {
        List<Entry> slowAtFirst = IntStream.rangeClosed(0, 100)
                .mapToObj(i -> new Entry(
                        new SetKey("a", Stamp.ofMillis(i)), 0, i, i < 20 ? 1000L * i : 19_000 + 100L * (i - 19), true))
                .toList();
        assertThat(Scale.rate(slowAtFirst)).isCloseTo(10, within(0.01));
    }

    @Test
    @Tag("campaign")
    void twoNodesShareTheRigsAndLoseNothing() throws InterruptedException {
        Scale.Result result = new Scale(20, 1, ShippedModels.STREET_NANO).run(line -> {});
        assertThat(result.lost()).isZero();
        assertThat(result.different()).isZero();
        assertThat(result.masks()).isGreaterThanOrEqualTo(38);
        assertThat(result.shares()).hasSize(2).allMatch(share -> share > 0.2);
    }
}
