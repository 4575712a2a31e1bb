package io.lynceus.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.campaign.MaskLog.Entry;
import io.lynceus.campaign.MaskLog.SetKey;
import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.SensorAccount;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a campaign counts of masks that came in time, too late or never. */
class LiveCountsTest {
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private static SetKey set(long millis) {
        return new SetKey("a", Stamp.ofMillis(millis));
    }

    private static Entry mask(String rig, int partition, long offset, long stamp, long arrival) {
        return new Entry(new SetKey(rig, Stamp.ofMillis(stamp)), partition, offset, arrival, offset % 2 == 0);
    }

    private static NodeStatus status(String node, long millis, long shed) {
        return NodeStatus.newBuilder()
                .setNode(node)
                .setTimestamp(Stamp.ofMillis(millis).toTimestamp())
                .addSensors(SensorAccount.newBuilder().setSensor("rgb").putOutcomes("shed", shed))
                .build();
    }

    @Test
    void aLostSetHasAReasonIfNothingCouldWorkOrTheNodeSaysThatItWasTooSlow() {
        Outages outages = new Outages(MAX_AGE);
        outages.add(Stamp.ofMillis(10_000), Stamp.ofMillis(15_000));
        ShedTimes shed = new ShedTimes(List.of(
                status("p", 20_000, 3),
                status("q", 30_000, 0),
                status("p", 30_500, 3),
                status("q", 31_000, 1),
                status("q", 32_000, 1)));
        List<SetKey> sets = LongStream.of(
                        8_900, 9_100, 12_000, 13_999, 14_001, 15_500, 16_100, 18_500, 27_900, 28_100, 31_100)
                .mapToObj(LiveCountsTest::set)
                .toList();
        Outages.Lost lost = outages.sort(sets, shed);
        assertThat(lost.shed()).containsExactly(set(18_500), set(28_100));
        assertThat(lost.old()).containsExactly(set(9_100), set(12_000), set(13_999));
        assertThat(lost.young()).containsExactly(set(14_001), set(15_500));
        assertThat(lost.unexplained()).containsExactly(set(8_900), set(16_100), set(27_900), set(31_100));
    }

    @Test
    void masksAreBackWhenEachRigHasANewOneThatWasPublishedAfterwards() {
        List<Entry> masks = List.of(
                mask("a", 0, 0, 100, 1),
                mask("b", 1, 0, 100, 2),
                mask("a", 0, 1, 200, 3),
                mask("a", 0, 2, 200, 4),
                mask("a", 0, 3, 300, 5),
                mask("b", 1, 1, 200, 6));
        Map<Integer, Long> ends = Map.of(0, 2L, 1, 1L);
        assertThat(Resumption.of(masks, ends, List.of("a", "b"), false)).isEqualTo(OptionalLong.of(6));
        assertThat(Resumption.of(masks, ends, List.of("a"), false)).isEqualTo(OptionalLong.of(5));
        assertThat(Resumption.of(masks.subList(0, 5), ends, List.of("a", "b"), false))
                .isEmpty();
        assertThat(Resumption.of(masks, ends, List.of("a"), true)).isEmpty();
    }

    @Test
    void aNodeThatIsReadyWithoutAMaskInTimeIsBlind() {
        List<Entry> masks = List.of(
                mask("a", 0, 0, 900, 1_000),
                mask("a", 0, 1, 1_900, 2_000),
                mask("a", 0, 2, 2_500, 5_000),
                mask("a", 0, 3, 9_000, 9_500));
        List<Long> ready =
                LongStream.of(1_500, 4_900, 5_100, 9_400, 9_600, 20_000).boxed().toList();
        CampaignNodes.Hunger hunger = new CampaignNodes.Hunger(Disturbance.NODE_TENTHED, 1_000, 10_000, ready);
        assertThat(Starvation.of(hunger, masks, MAX_AGE))
                .isEqualTo(new Starvation(Disturbance.NODE_TENTHED, 7_500, 2, 5));
    }

    @Test
    void ofAHundredTimesTheSecondLongestIsTheNinetyNinthPercentile() {
        Recoveries recoveries = new Recoveries();
        LongStream.rangeClosed(1, 100).forEach(millis -> recoveries.add(Disturbance.NODE_KILLED, 101 - millis));
        recoveries.add(Disturbance.NODE_LEFT, 7);
        Recoveries.Times killed = recoveries.byKind().get(Disturbance.NODE_KILLED);
        assertThat(List.of(killed.median(), killed.p99(), killed.longest())).containsExactly(50L, 99L, 100L);
        Recoveries.Times left = recoveries.byKind().get(Disturbance.NODE_LEFT);
        assertThat(List.of(left.median(), left.p99(), left.longest())).containsExactly(7L, 7L, 7L);
        assertThat(recoveries.count()).isEqualTo(101);
    }
}
