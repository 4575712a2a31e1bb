package io.lynceus.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.data.Sample;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.score.gate.GateRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateEvaluationTest {
    /** Masks that are right if no frame is black, and the wrong way round if one is. */
    private static List<byte[]> misledByBlack(List<Sample> samples) {
        return samples.stream()
                .map(sample -> {
                    boolean black = sample.frames().stream().anyMatch(frame -> isBlack(frame.raster()));
                    byte[] mask = sample.label().classIds().clone();
                    for (int i = 0; black && i < mask.length; i++) {
                        mask[i] = (byte) (1 - mask[i]);
                    }
                    return mask;
                })
                .toList();
    }

    private static boolean isBlack(byte[] raster) {
        for (byte one : raster) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    void aBlackFrameIsLeftOutByTheGateAndADisplacedOneIsKept() {
        List<GateRow> rows = new GateEvaluation(new TwoSensors(), ScoreRules.DEFAULT, 3, TwoSensors.SIZE, 1)
                .rows(GateEvaluationTest::misledByBlack, done -> {});
        assertThat(rows)
                .extracting(row -> row.sensor() + " " + row.fault() + " " + row.strength())
                .contains("rgb black 1.0", "depth black 1.0", "rgb motionblur 0.25", "depth displace 0.5")
                .doesNotContain("depth motionblur 0.25", "rgb black 0.5");
        for (GateRow row : rows) {
            boolean black = row.fault().equals("black");
            assertThat(row.kept()).as(row.toString()).isEqualTo(black ? 0 : 1);
            assertThat(row.dropped()).as(row.toString()).isEqualTo(1);
            assertThat(row.gated()).as(row.toString()).isEqualTo(1);
            assertThat(row.oracle()).as(row.toString()).isEqualTo(1);
        }
    }
}
