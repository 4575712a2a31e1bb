package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Rigs;
import io.lynceus.stream.SentValue;
import io.lynceus.stream.kafka.WaitingFrameStore.Reference;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.RecordAddress;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FramesThatWaitedTest {
    private static final RigConfig CONFIG = Rigs.of(RigConfig.Mode.COMPLETE, "t", "none:1");
    private static final byte[] VALUE = {1, 2, 3, 4};

    private final Map<RecordAddress, SentValue> log = new HashMap<>();
    private final List<FrameRef> gone = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    private static FrameRef frame(long offset) {
        return new FrameRef("a", "rgb", Stamp.ofMillis(1_000 + offset), new RecordAddress("t.rgb", 0, offset));
    }

    private static Reference reference(long offset) {
        return new Reference(frame(offset), Optional.of(RecordImprint.of(VALUE)));
    }

    private void lies(long offset, byte... value) {
        log.put(frame(offset).address(), new SentValue(value, Optional.empty()));
    }

    private List<FrameRef> back(Set<RecordAddress> beyond, Reference... references) {
        return new FramesThatWaited(
                        CONFIG, addresses -> new PayloadReader.Payloads(log, beyond), (cause, what) -> said.add(what))
                .read(List.of(references), gone::add).stream()
                        .map(FramesThatWaited.Back::frame)
                        .toList();
    }

    @Test
    void framesWhoseRecordsLieWhereTheyLayComeBackByCaptureTime() {
        lies(2, VALUE);
        lies(1, VALUE);
        assertThat(back(Set.of(), reference(2), reference(1))).containsExactly(frame(1), frame(2));
        assertThat(gone).isEmpty();
    }

    @Test
    void anotherRecordAtTheAddressIsNeverTakenForTheFrame() {
        lies(1, (byte) 1, (byte) 2, (byte) 3, (byte) 5);
        lies(2, (byte) 1);
        lies(3, VALUE);
        assertThat(back(Set.of(), reference(1), reference(2), reference(3))).containsExactly(frame(3));
        assertThat(gone).containsExactly(frame(1), frame(2));
        assertThat(said).hasSize(2).allMatch(text -> text.contains("created again") && !text.contains("retention"));
    }

    @Test
    void theCauseIsNamedWhereTheRecordIsNotThere() {
        back(Set.of(frame(9).address()), reference(1), reference(9));
        assertThat(gone).containsExactly(frame(1), frame(9));
        assertThat(said.get(0)).contains("retention.bytes").doesNotContain("created again");
        assertThat(said.get(1)).contains("created again").doesNotContain("retention");
    }

    @Test
    void aReferenceOfAnEarlierVersionIsCheckedByTheStampInsideTheRecord() throws Exception {
        try (Recording street = Rigs.street(3, Duration.ofMillis(200))) {
            List<RecordedFrame> frames = new ArrayList<>();
            street.frames(street.start()).forEachRemaining(frames::add);
            List<RecordedFrame> rgb = frames.stream()
                    .filter(f -> f.channel().sensor().equals("rgb"))
                    .toList();
            lies(1, rgb.get(0).value());
            lies(2, rgb.get(1).value());
            FrameRef own = new FrameRef("a", "rgb", rgb.get(0).stamp(), frame(1).address());
            FrameRef other = new FrameRef("a", "rgb", rgb.get(0).stamp(), frame(2).address());
            assertThat(back(Set.of(), new Reference(own, Optional.empty()), new Reference(other, Optional.empty())))
                    .containsExactly(own);
            assertThat(gone).containsExactly(other);
        }
    }
}
