package io.lynceus.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.rig.RigConfig.Mode;
import io.lynceus.segment.ShippedModels;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Short campaigns; {@code mvn verify -Pcampaign} runs them. */
@Tag("campaign")
class CampaignTest {
    /** In live mode, few sets a second: a machine that runs tests beside must not be too slow for them. */
    private static final double RATE = 2;

    private static CampaignReport run(Mode mode, Map<Disturbance, Integer> counts, int nodes)
            throws InterruptedException {
        return Campaign.run(
                new CampaignOptions(
                        mode,
                        5,
                        counts,
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(3),
                        nodes,
                        RATE,
                        ShippedModels.STREET_NANO,
                        Optional.empty()),
                System.err::println);
    }

    @Test
    void killedNodesAndBrokersCostNoSetOfARecording() throws InterruptedException {
        CampaignReport report = run(
                Mode.COMPLETE,
                Map.of(
                        Disturbance.NODE_KILLED,
                        4,
                        Disturbance.BROKER_KILLED,
                        2,
                        Disturbance.NODE_PAUSED,
                        1,
                        Disturbance.BROKER_PAUSED,
                        1),
                1);
        assertThat(report.comparison().masks()).isGreaterThan(80);
        assertThat(report.isKept()).as(report.json()).isTrue();
        assertThat(report.recoveries().count()).isEqualTo(8);
    }

    @Test
    void twoNodesThatAreKilledAndLeaveLoseNoSetOfARecording() throws InterruptedException {
        CampaignReport report = run(Mode.COMPLETE, Map.of(Disturbance.NODE_KILLED, 3, Disturbance.NODE_LEFT, 3), 2);
        assertThat(report.isKept()).as(report.json()).isTrue();
        assertThat(report.recoveries().count()).isEqualTo(6);
    }

    @Test
    void onAVehicleSetsAreLostOnlyWhileNothingCanWork() throws InterruptedException {
        CampaignReport report = run(
                Mode.LIVE,
                Map.of(
                        Disturbance.NODE_KILLED,
                        1,
                        Disturbance.BROKER_KILLED,
                        1,
                        Disturbance.RECORDS_DELETED,
                        1,
                        Disturbance.TOPIC_CREATED_AGAIN,
                        1),
                1);
        assertThat(report.isKept()).as(report.json()).isTrue();
        assertThat(report.recoveries().count()).isEqualTo(4);
    }

    @Test
    void aNodeThatIsShortOfTimeShowsYoungMasksOrIsNotReady() throws InterruptedException {
        CampaignReport report = run(Mode.LIVE, Map.of(Disturbance.NODE_HALVED, 1, Disturbance.NODE_TENTHED, 1), 1);
        assertThat(report.live().orElseThrow().starvations())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.blindAndReady()).isZero());
    }
}
