package io.lynceus.network;

import static io.lynceus.network.MleSamTest.network;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ParameterSpec.Role;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The counts of the method cards, from specifications alone: nothing is allocated. */
class ParameterCountTest {
    private static final List<String> RGB = List.of("rgb");

    private static Map<String, Long> parts(MleSam network) {
        return network.parameters().stream()
                .filter(spec -> spec.role() != Role.BUFFER)
                .collect(Collectors.groupingBy(ParameterSpec::part, Collectors.summingLong(ParameterSpec::elements)));
    }

    private static long trained(MleSam network) {
        return network.parameters().stream()
                .filter(ParameterSpec::trainable)
                .filter(spec -> !spec.part().equals("router"))
                .mapToLong(ParameterSpec::elements)
                .sum();
    }

    @ParameterizedTest
    @CsvSource({
        "tiny, 26849472, 369664, 559104, 516096",
        "small, 33947328, 369664, 755712, 712704",
        "base+, 68675712, 431104, 1326080, 1275904",
        "large, 212149296, 553984, 3437568, 3373056"
    })
    void encodersHaveTheOfficialSizes(String size, long trunk, long neck, long loraOut, long loraIn) {
        MleSam one = network(3, "size", size, "modalities", RGB);
        assertThat(parts(one))
                .containsEntry("trunk", trunk)
                .containsEntry("neck", neck)
                .containsEntry("lora", loraOut);
        assertThat(parts(network(3, "size", size, "modalities", RGB, "loraRows", "in")))
                .containsEntry("lora", loraIn);
        assertThat(parts(one)).containsEntry("transformer", 3_291_264L + 256);
        // mask decoder of the release, less transformer, object token and object head
        assertThat(parts(one)).containsEntry("decoder", 4_215_109L - 3_291_264 - 256 - 131_841);
    }

    @Test
    void thePublishedSizeNeedsADecoderPerModality() {
        assertThat(trained(network(25, "loraRows", "in", "decoderSharing", "per-modality", "auxiliaryHead", false)))
                .isEqualTo(20_618_856);
        assertThat(trained(network(25, "loraRows", "in", "decoderSharing", "per-modality")))
                .isEqualTo(20_640_481);
    }

    @Test
    void theDefaultSharesOneDecoder() {
        assertThat(trained(network(25))).isEqualTo(9_204_755);
    }

    @ParameterizedTest
    @CsvSource({"19, 3036884, 21427", "20, 3177205, 21460", "25, 3878810, 21625"})
    void theDecoderGrowsWithTheClasses(int classes, long decoder, long auxiliary) {
        assertThat(parts(network(classes))).containsEntry("decoder", decoder).containsEntry("auxiliary", auxiliary);
    }

    @Test
    void routersHaveTheirSizes() {
        assertThat(parts(network(25, "router", "per-modality"))).containsEntry("router", 148_228L);
        assertThat(parts(network(25, "router", "linear"))).containsEntry("router", 5_644L);
        assertThat(parts(network(25))).containsEntry("router", 33_025L + 8_449 + 4_353);
    }

    @Test
    void onlyPretrainingTrainsTheEncoder() {
        Map<String, Long> trained =
                network(10, "size", "nano", "modalities", RGB, "loraRank", 0, "trainEncoder", true)
                        .parameters()
                        .stream()
                        .filter(ParameterSpec::trainable)
                        .collect(Collectors.groupingBy(
                                ParameterSpec::part, Collectors.summingLong(ParameterSpec::elements)));
        assertThat(trained)
                .containsKeys("trunk", "neck", "transformer", "decoder", "auxiliary")
                .doesNotContainKey("lora");
        assertThat(network(10, "size", "nano").parameters())
                .filteredOn(spec ->
                        List.of("trunk", "neck", "transformer", "prompt").contains(spec.part()))
                .noneMatch(ParameterSpec::trainable);
    }
}
