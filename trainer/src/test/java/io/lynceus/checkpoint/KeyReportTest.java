package io.lynceus.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeyReportTest {
    @Test
    void oneMessageNamesEveryKindOfMismatch() {
        Map<String, List<Long>> network = Map.of("same", List.of(2L), "shape", List.of(3L, 4L), "gone", List.of(1L));
        Map<String, List<Long>> file = Map.of("same", List.of(2L), "shape", List.of(4L, 3L), "extra", List.of(1L));
        KeyReport report = KeyReport.compare(network, file);
        assertThat(report.fits()).isFalse();
        assertThat(report.toString())
                .contains("1 missing: gone")
                .contains("1 unexpected: extra")
                .contains("1 misshapen: shape [4, 3] instead of [3, 4]");
    }

    @Test
    void longListsAreCutWithTheirCount() {
        Map<String, List<Long>> network = new TreeMap<>();
        for (int i = 100; i < 130; i++) {
            network.put("key" + i, List.of(1L));
        }
        assertThat(KeyReport.compare(network, Map.of()).toString())
                .contains("30 missing: key100")
                .contains("and 18 more")
                .doesNotContain("key129");
        assertThat(KeyReport.compare(network, Map.of()).names())
                .contains("missing key129\n")
                .hasLineCount(30);
    }

    @Test
    void equalKeysFit() {
        Map<String, List<Long>> keys = Map.of("a", List.of(1L));
        assertThat(KeyReport.compare(keys, keys).fits()).isTrue();
    }
}
