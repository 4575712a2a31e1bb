package io.lynceus.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.rig.RigConfig.Mode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a campaign plans. */
class CampaignOptionsTest {
    private static CampaignOptions options(Mode mode, long seed, Map<Disturbance, Integer> counts, int nodes) {
        return new CampaignOptions(
                mode,
                seed,
                counts,
                Duration.ofSeconds(9),
                Duration.ofSeconds(3),
                nodes,
                5,
                "street-nano",
                Optional.empty());
    }

    @Test
    void theSeedGivesTheOrderOfTheDisturbances() {
        Map<Disturbance, Integer> counts =
                Map.of(Disturbance.NODE_KILLED, 10, Disturbance.BROKER_KILLED, 4, Disturbance.NODE_PAUSED, 2);
        List<Disturbance> order = options(Mode.COMPLETE, 3, counts, 1).disturbances();
        assertThat(order)
                .isEqualTo(options(Mode.COMPLETE, 3, counts, 1).disturbances())
                .hasSize(16);
        assertThat(Collections.frequency(order, Disturbance.BROKER_KILLED)).isEqualTo(4);
        assertThat(options(Mode.COMPLETE, 4, counts, 1).disturbances()).isNotEqualTo(order);
    }

    @Test
    void aCampaignThatCannotBeIsRefused() {
        assertThatThrownBy(() -> Campaign.run(options(Mode.LIVE, 3, Map.of(), 1), line -> {}))
                .hasMessageContaining("no disturbance");
        assertThatThrownBy(() -> options(Mode.LIVE, 3, Map.of(Disturbance.NODE_KILLED, 1), 3))
                .hasMessageContaining("the number of nodes is 3, allowed are 1 to 2");
        assertThatThrownBy(() -> options(Mode.COMPLETE, 3, Map.of(Disturbance.RECORDS_DELETED, 1), 1))
                .hasMessageContaining("'records deleted' takes frames away")
                .hasMessageContaining("--mode live");
    }
}
