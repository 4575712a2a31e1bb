package io.lynceus.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.RigConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Short campaigns; {@code mvn verify -Pcampaign} runs them. */
@Tag("campaign")
class CampaignTest {
    private static CampaignReport run(RigConfig.Mode mode, int kills, int brokerKills, int pauses, int nodes)
            throws InterruptedException {
        return Campaign.run(
                new CampaignOptions(mode, 5, kills, brokerKills, pauses, nodes, 5, ShippedModels.STREET_NANO),
                System.err::println);
    }

    @Test
    void killedNodesAndBrokersCostNoSetOfARecording() throws InterruptedException {
        CampaignReport report = run(RigConfig.Mode.COMPLETE, 4, 2, 1, 1);
        assertThat(report.comparison().masks()).isGreaterThan(80);
        assertThat(report.isKept()).as(report.json()).isTrue();
        assertThat(report.recoveries()).hasSize(3);
    }

    @Test
    void twoNodesThatAreKilledInTurnLoseNoSetOfARecording() throws InterruptedException {
        CampaignReport report = run(RigConfig.Mode.COMPLETE, 4, 0, 0, 2);
        assertThat(report.isKept()).as(report.json()).isTrue();
    }

    @Test
    void onAVehicleSetsAreLostOnlyWhileNothingCanWork() throws InterruptedException {
        CampaignReport report = run(RigConfig.Mode.LIVE, 2, 1, 1, 1);
        assertThat(report.isKept()).as(report.json()).isTrue();
    }
}
