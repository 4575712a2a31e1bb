package io.lynceus.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.proto.v1.Label;
import io.lynceus.rig.RigConfig.MaskEncoding;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceivedLabelsTest {
    private static final Stamp START = Stamp.ofMillis(1_700_000_000_000L);
    private static final List<String> CLASSES = List.of("road", "car");

    private final ReceivedLabels labels = new ReceivedLabels("rig", CLASSES, Duration.ofMillis(45));

    private static Stamp at(long millis) {
        return START.plus(Duration.ofMillis(millis));
    }

    private void take(long millis, List<String> classes, byte[] ids) {
        labels.take(Label.newBuilder()
                .setTimestamp(at(millis).toTimestamp())
                .setClasses(MaskMessages.pack(ids, 1, ids.length, MaskEncoding.DEFLATE))
                .addAllClassNames(classes)
                .build());
    }

    private void take(long millis, int id) {
        take(millis, CLASSES, new byte[] {(byte) id});
    }

    private Optional<Integer> of(long millis) {
        return labels.at(at(millis)).map(label -> label.at(0, 0));
    }

    @Test
    void aSetBelongsToTheNearestLabelWithinTheTolerance() {
        take(0, 1);
        take(100, 2);
        assertThat(of(0)).contains(1);
        assertThat(of(30)).contains(1);
        assertThat(of(70)).contains(2);
        assertThat(of(145)).contains(2);
        assertThat(of(146)).isEmpty();
        assertThat(of(50)).as("nobody knows which of the two").isEmpty();
    }

    @Test
    void atAHighRateALabelIsNotTakenForThatOfTheNextSet() {
        take(0, 1);
        take(30, 2);
        assertThat(of(60)).isEmpty();
        assertThat(labels.awaits(at(60))).isTrue();
        take(60, 3);
        assertThat(of(60)).contains(3);
    }

    @Test
    void aSetWaitsForItsLabelOnlyWhileLabelsCome() {
        assertThat(labels.awaits(at(0))).as("none has come").isFalse();
        take(0, 1);
        assertThat(labels.awaits(at(0))).as("it is there").isFalse();
        assertThat(labels.awaits(at(100))).isTrue();
        assertThat(labels.awaits(at(4000))).as("they have ended").isFalse();
        take(300, 2);
        assertThat(labels.awaits(at(100))).as("it would have come before").isFalse();
        labels.clear();
        assertThat(labels.awaits(at(400))).isFalse();
    }

    @Test
    void labelsOfOtherClassesMeasureNothing() {
        take(0, List.of("car", "road"), new byte[] {1});
        assertThat(of(0)).isEmpty();
    }

    @Test
    void theOldestAreForgottenBeforeTheyTakeMuchMemory() {
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        for (int i = 0; i < 40; i++) {
            take(i * 100, CLASSES, noise);
        }
        assertThat(of(0)).isEmpty();
        assertThat(of(2000)).isEmpty();
        assertThat(of(2500)).isPresent();
        assertThat(of(3900)).isPresent();
    }
}
