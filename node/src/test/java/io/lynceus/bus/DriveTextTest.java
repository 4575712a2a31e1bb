package io.lynceus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriveTextTest {
    private static Map<String, Object> values(long sent, long complete, long partial, long shed, long masks) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(
                "sets",
                Map.of(
                        "sent",
                        sent,
                        "complete",
                        complete,
                        "partial",
                        partial,
                        "expired",
                        0L,
                        "shed",
                        shed,
                        "unusable",
                        0L));
        values.put("frames", Map.of("rgb", Map.of("sent", sent, "matched", sent - shed, "shed", shed)));
        values.put("masks", masks);
        values.put("setsPerSecond", 4.9);
        values.put("maxMaskGapPeriods", 1.0);
        values.put("latencyMs", Map.of("p99", 1208.7, "p50", 210.2));
        values.put("miou", null);
        values.put("transitions", List.of());
        return values;
    }

    @Test
    void theSetsThatWereSentAreTheSumOfWhatBecameOfThem() {
        String text = DriveText.of(values(150, 147, 3, 84, 66));
        assertThat(text.lines().skip(1).findFirst().orElseThrow().strip().split(" +"))
                .containsExactly("150", "66", "84");
        assertThat(text).contains("147 sets were complete, 3 partial");
    }

    @Test
    void aMomentThatLeftInTwoSetsIsTakenOffTheSum() {
        String text = DriveText.of(values(10, 10, 1, 0, 11));
        assertThat(text.lines().findFirst().orElseThrow()).endsWith("in two sets");
        assertThat(text.lines().skip(1).findFirst().orElseThrow().strip().split(" +"))
                .containsExactly("10", "11", "0", "-1");
    }

    @Test
    void theMedianStandsBeforeTheTailWithItsUnit() {
        assertThat(DriveText.of(values(10, 10, 0, 0, 10))).contains("p50 210 ms, p99 1,209 ms");
    }

    @Test
    void withoutAMaskThereIsNoLatency() {
        assertThat(DriveText.of(values(10, 10, 0, 10, 0)))
                .doesNotContain("latency")
                .contains("- against");
    }
}
