package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ParameterSpec.Role;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The counts of MFNet's and MoBaNet's method cards, with six classes. */
class PairCountTest {
    private static Map<String, Long> parts(Map<String, Object> keys) {
        return Systems.settings(keys).create(6).parameters().stream()
                .filter(spec -> spec.role() != Role.BUFFER)
                .collect(Collectors.groupingBy(ParameterSpec::part, Collectors.summingLong(ParameterSpec::elements)));
    }

    private static long trained(Map<String, Object> keys) {
        return Systems.settings(keys).create(6).parameters().stream()
                .filter(ParameterSpec::trainable)
                .mapToLong(ParameterSpec::elements)
                .sum();
    }

    @ParameterizedTest
    @CsvSource({"b, 89670912, 14201880, 1032240", "l, 308278272, 50454576, 2752608", "h, 637026048, 105062464, 4587648"
    })
    void mfnetHasTheCardsSizes(String size, long trunk, long adapter, long lora) {
        Map<String, Object> adapted = Map.of("system", "mfnet", "size", size);
        Map<String, Object> updated = Map.of("system", "mfnet", "size", size, "tuning", "lora");
        assertThat(parts(adapted)).containsEntry("trunk", trunk).containsEntry("adapter", adapter);
        assertThat(parts(updated)).containsEntry("lora", lora);
        assertThat(parts(adapted)).containsEntry("fusion", 1_643_136L).containsEntry("decoder", 515_102L);
        assertThat(trained(adapted)).isEqualTo(adapter + 2_158_238);
        assertThat(trained(updated)).isEqualTo(lora + 2_158_238);
    }

    @ParameterizedTest
    @CsvSource({"l, true, 8981394", "l, false, 8981376", "s, false, 3251456"})
    void mobanetTrainsWhatTheCardAndTheAuthorsCodeTrain(String size, boolean biases, long expected) {
        assertThat(trained(Map.of("system", "mobanet", "size", size, "classifierBias", biases)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "prompts, 3693568",
        "fusion, 1782784",
        "projection, 1048576",
        "patches, 603136",
        "decoder, 669574",
        "heads, 1183756"
    })
    void mobanetsPartsAreTheCards(String part, long expected) {
        assertThat(parts(Map.of("system", "mobanet", "size", "l"))).containsEntry(part, expected);
    }
}
