package io.lynceus.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.SensorAccount;
import io.lynceus.wire.Stamp;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private static final Stamp NOON = Stamp.ofSeconds(43_200);

    private final Nodes nodes = new Nodes(List.of("a", "b"));

    private static NodeStatus.Builder status(String node, String rig, Stamp at) {
        return NodeStatus.newBuilder()
                .setNode(node)
                .addRigs(rig)
                .setTimestamp(at.toTimestamp())
                .putSets("complete", 7)
                .addSensors(SensorAccount.newBuilder()
                        .setSensor("rgb")
                        .setReceived(12)
                        .putOutcomes("matched", 9)
                        .putOutcomes("late", 3));
    }

    @Test
    void nodesOfTheseRigsAreAddedUpAndOthersAreNot() {
        nodes.said(status("one", "a", NOON).build());
        nodes.said(status("two", "b", NOON).build());
        nodes.said(status("other", "c", NOON).build());
        Accounts accounts = Accounts.of(nodes.at(NOON));
        assertThat(accounts.sets()).containsEntry("complete", 14L);
        assertThat(accounts.drops()).singleElement().satisfies(drop -> {
            assertThat(drop.sensor()).isEqualTo("rgb");
            assertThat(drop.outcome()).isEqualTo("late");
            assertThat(drop.count()).isEqualTo(6);
            assertThat(drop.remedy()).contains("sync.deadline");
        });
        assertThat(accounts.troubles()).isEmpty();
    }

    @Test
    void aNodesNewestWordCountsAlone() {
        nodes.said(status("one", "a", NOON).build());
        nodes.said(status("one", "a", NOON.plusNanos(1_000_000_000))
                .putSets("complete", 8)
                .addTroubles("the accelerator has not answered")
                .build());
        Accounts accounts = Accounts.of(nodes.at(NOON.plusNanos(1_000_000_000)));
        assertThat(accounts.sets()).containsEntry("complete", 8L);
        assertThat(accounts.troubles()).containsExactly("one: the accelerator has not answered");
    }

    @Test
    void aNodeThatIsSilentForFiveSecondsIsGoneAndThatIsATrouble() {
        nodes.said(status("one", "a", NOON).build());
        assertThat(Accounts.of(nodes.at(NOON.plusNanos(Nodes.GONE_NANOS))).troubles())
                .isEmpty();
        Accounts later = Accounts.of(nodes.at(NOON.plusNanos(Nodes.GONE_NANOS + 1)));
        assertThat(later.sets()).isEmpty();
        assertThat(later.troubles()).singleElement().satisfies(trouble -> assertThat(trouble)
                .contains("5 s", "is one running"));
    }
}
