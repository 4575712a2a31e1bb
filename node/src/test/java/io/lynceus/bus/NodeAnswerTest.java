package io.lynceus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.SensorAccount;
import io.lynceus.wire.Stamp;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeAnswerTest {
    private static final Stamp BEGAN = Stamp.ofSeconds(1_000);
    private static final Stamp ENDED = Stamp.ofSeconds(1_060);

    private static NodeStatus status(long second, String rig, long received, long shed, long masks) {
        return NodeStatus.newBuilder()
                .setTimestamp(Stamp.ofSeconds(second).toTimestamp())
                .setNode("n1")
                .addRigs(rig)
                .setMasks(masks)
                .addSensors(SensorAccount.newBuilder()
                        .setSensor("rgb")
                        .setReceived(received)
                        .putOutcomes("shed", shed))
                .build();
    }

    private static String answer(NodeStatus... statuses) {
        return String.join("\n", NodeAnswer.of("demo", List.of(statuses), BEGAN, ENDED));
    }

    @Test
    void framesThatNobodyTakesAreToldOfWithWhatToDo() {
        assertThat(answer()).contains("nobody takes them", "./lynceus node --rig FILE", "demo");
        assertThat(answer(status(1_001, "demo", 10, 0, 10)))
                .as("a node that has been gone for a minute")
                .contains("nobody takes them");
    }

    @Test
    void aNodeOfOtherRigsIsNamedWithItsRigs() {
        assertThat(answer(status(1_059, "vehicle-7", 0, 0, 0)))
                .contains("No node takes frames of rig demo", "[vehicle-7]", "--rig-id");
    }

    @Test
    void aNodeThatReceivesNothingIsNotSilentlyTaken() {
        assertThat(answer(status(999, "demo", 500, 0, 400), status(1_061, "demo", 500, 0, 400)))
                .contains("has received none of these frames", "doctor");
    }

    @Test
    void aNodeThatShedsARecordingIsToldOfWithTheRemedy() {
        assertThat(answer(status(999, "demo", 500, 0, 400), status(1_061, "demo", 740, 240, 400)))
                .contains("received 240 frames and made 0 masks", "shed 240", "--live", "sync.mode: complete");
    }

    @Test
    void whatWasCountedBeforeTheReplayIsNotOfIt() {
        assertThat(answer(
                        status(990, "demo", 100, 0, 90),
                        status(999, "demo", 500, 300, 400),
                        status(1_030, "demo", 600, 301, 500),
                        status(1_061, "demo", 740, 301, 640)))
                .isEqualTo("Node n1 has received 240 frames and made 240 masks so far.");
    }

    @Test
    void aNodeThatBeganMeanwhileIsCountedFromItsFirstWord() {
        assertThat(answer(status(1_030, "demo", 0, 0, 0), status(1_061, "demo", 100, 0, 99)))
                .isEqualTo("Node n1 has received 100 frames and made 99 masks so far.");
    }
}
