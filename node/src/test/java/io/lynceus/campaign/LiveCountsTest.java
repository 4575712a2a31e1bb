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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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

    private static List<SetKey> sets(long... millis) {
        return LongStream.of(millis).mapToObj(LiveCountsTest::set).toList();
    }

    private static NodeStatus status(String node, long millis, long shed, long overload) {
        return NodeStatus.newBuilder()
                .setNode(node)
                .putSets("overload", overload)
                .setTimestamp(Stamp.ofMillis(millis).toTimestamp())
                .addSensors(SensorAccount.newBuilder().setSensor("rgb").putOutcomes("shed", shed))
                .build();
    }

    @Test
    void aLostSetHasAReasonIfNothingCouldWorkOrTheNodeWasTooSlow() {
        Outages outages = new Outages(MAX_AGE);
        outages.add(Stamp.ofMillis(10_000), Stamp.ofMillis(15_000), false);
        outages.add(Stamp.ofMillis(40_000), Stamp.ofMillis(45_000), true);
        List<NodeStatus> statuses = List.of(
                status("p", 20_000, 3, 0),
                status("q", 30_000, 0, 0),
                status("p", 30_500, 3, 0),
                status("q", 31_000, 1, 0),
                status("q", 32_000, 1, 0));
        List<SetKey> sets = sets(8_900, 9_100, 12_000, 13_999, 16_100, 18_500, 27_900, 28_100, 31_100, 38_900, 39_100);
        Outages.Lost lost = outages.sort(
                sets, set -> false, set -> true, ShedTimes.ofOverload(statuses), ShedTimes.ofFrames(statuses));
        assertThat(lost.shed()).containsExactly(set(18_500), set(28_100), set(39_100));
        assertThat(lost.old()).containsExactly(set(9_100), set(12_000), set(13_999));
        assertThat(lost.young()).isEmpty();
        assertThat(lost.unexplained()).containsExactly(set(8_900), set(16_100), set(27_900), set(31_100), set(38_900));
    }

    @Test
    void aSetThatWasYoungWhenTheNodeWasBackIsLostWithReasonOnlyIfItWasSentLateOrTheNodeSaysThatItWasTooSlow() {
        Outages outages = new Outages(MAX_AGE);
        outages.add(Stamp.ofMillis(10_000), Stamp.ofMillis(15_000), false);
        List<NodeStatus> dropsFrames = List.of(status("p", 14_000, 0, 0), status("p", 15_000, 9, 0));
        List<NodeStatus> overloaded = List.of(status("p", 14_000, 0, 0), status("p", 15_000, 9, 1));
        List<SetKey> sets = sets(13_999, 14_001, 15_500);
        Outages.Lost lost = outages.sort(
                sets,
                set -> set.equals(set(15_500)),
                set -> true,
                ShedTimes.ofOverload(dropsFrames),
                ShedTimes.ofFrames(dropsFrames));
        assertThat(lost.old()).containsExactly(set(13_999));
        assertThat(lost.young())
                .as("that old frames were dropped says nothing of young ones")
                .containsExactly(set(14_001));
        assertThat(lost.late()).containsExactly(set(15_500));
        assertThat(report(lost).isKept()).isFalse();
        assertThat(report(lost).json()).contains("\"lostYoung\":1").contains("\"kept\":false");
        lost = outages.sort(
                sets, set -> false, set -> true, ShedTimes.ofOverload(overloaded), ShedTimes.ofFrames(overloaded));
        assertThat(lost.young()).containsExactly(set(15_500));
        assertThat(lost.shed()).containsExactly(set(14_001));
        lost = outages.sort(
                sets,
                set -> false,
                set -> set.equals(set(14_001)),
                ShedTimes.ofOverload(dropsFrames),
                ShedTimes.ofFrames(dropsFrames));
        assertThat(lost.young()).containsExactly(set(14_001));
        assertThat(lost.shed()).as("nothing newer had a mask either").containsExactly(set(15_500));
    }

    @Test
    void aSetIsPassedOverIfANewerOneHadItsMaskWhileItWasYoung() {
        List<Entry> masks = List.of(
                mask("a", 0, 0, 9_900, 10_400), mask("b", 0, 1, 10_100, 10_200), mask("a", 0, 2, 10_400, 11_500));
        PassedOver passedOver = new PassedOver(masks, MAX_AGE);
        assertThat(passedOver.was(set(9_800))).isTrue();
        assertThat(passedOver.was(set(10_000)))
                .as("another rig's mask does not count, and its own rig's came too late")
                .isFalse();
        assertThat(passedOver.was(set(10_500))).isFalse();
        assertThat(passedOver.was(set(9_300))).as("too old by then").isFalse();
    }

    private static CampaignReport report(Outages.Lost lost) {
        List<SetKey> all = Stream.of(lost.old(), lost.late(), lost.shed(), lost.young(), lost.unexplained())
                .flatMap(List::stream)
                .toList();
        return new CampaignReport(
                9,
                new MaskComparison(9, all, 0, 0, 0),
                Optional.of(new CampaignReport.Live(lost, List.of())),
                new Recoveries(),
                List.of(),
                Optional.empty());
    }

    @Test
    void aSetWasSentLateIfOneOfItsFramesWasTooOldWhenItCame() {
        Arrivals arrivals = new Arrivals();
        arrivals.add("a", Stamp.ofMillis(1_000), Stamp.ofMillis(1_010));
        arrivals.add("a", Stamp.ofMillis(1_020), Stamp.ofMillis(1_360));
        arrivals.add("a", Stamp.ofMillis(1_100), Stamp.ofMillis(1_800));
        arrivals.add("b", Stamp.ofMillis(1_000), Stamp.ofMillis(9_000));
        Duration half = Duration.ofMillis(50);
        assertThat(arrivals.wasLate(set(1_000), half, Duration.ofMillis(361))).isFalse();
        assertThat(arrivals.wasLate(set(1_000), half, Duration.ofMillis(350))).isTrue();
        assertThat(arrivals.wasLate(set(1_100), half, Duration.ofMillis(361))).isTrue();
        assertThat(arrivals.wasLate(set(1_300), half, Duration.ofMillis(361)))
                .as("no frame of it ever came")
                .isTrue();
    }

    @Test
    void ofALostSetItIsSaidWhatEachNodeCountedMeanwhile() {
        CountedMeanwhile counted = new CountedMeanwhile(
                List.of(
                        status("p", 9_000, 1, 0),
                        status("p", 9_900, 2, 0),
                        status("q", 10_500, 0, 4),
                        status("p", 10_900, 5, 0),
                        status("p", 14_000, 90, 0)),
                MAX_AGE);
        assertThat(counted.around(Stamp.ofMillis(10_000))).isEqualTo("p {rgb shed=3}; q {sets overload=4}");
        assertThat(counted.around(Stamp.ofMillis(20_000))).isEqualTo("no node sent its status");
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
        List<Long> sent = LongStream.of(900, 2_600, 8_000).boxed().toList();
        assertThat(Starvation.of(hunger, masks, sent, MAX_AGE))
                .isEqualTo(new Starvation(Disturbance.NODE_TENTHED, 7_500, 2, 5));
        assertThat(Starvation.of(hunger, masks, List.of(900L, 1_900L), MAX_AGE).blindAndReady())
                .as("no set came in time that it could have shown")
                .isZero();
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
