package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.network.MleSamConfig.Sharing;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.adapter.LoraOptions;
import io.lynceus.nn.router.Routing;
import io.lynceus.wire.Modality;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The counts of the method cards, from specifications alone: nothing is allocated. */
class ParameterCountTest {
    private static final List<Modality> FOUR = List.of(Modality.RGB, Modality.DEPTH, Modality.EVENT, Modality.LIDAR);

    private static Map<String, Long> parts(MleSamConfig config) {
        return new MleSam(config)
                .parameters().stream()
                        .filter(spec -> spec.role() != Role.BUFFER)
                        .collect(Collectors.groupingBy(
                                ParameterSpec::part, Collectors.summingLong(ParameterSpec::elements)));
    }

    private static long trained(MleSamConfig config) {
        return new MleSam(config)
                .parameters().stream()
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
        MleSamConfig one = MleSamConfig.of(Sam2Size.of(size), List.of(Modality.RGB), 3);
        assertThat(parts(one))
                .containsEntry("trunk", trunk)
                .containsEntry("neck", neck)
                .containsEntry("lora", loraOut);
        assertThat(parts(one.withLora(32, LoraOptions.Rows.IN))).containsEntry("lora", loraIn);
        assertThat(parts(one)).containsEntry("transformer", 3_291_264L + 256);
        // mask decoder of the release, less transformer, object token and object head
        assertThat(parts(one)).containsEntry("decoder", 4_215_109L - 3_291_264 - 256 - 131_841);
    }

    @Test
    void thePublishedSizeNeedsADecoderPerModality() {
        MleSamConfig published = MleSamConfig.of(Sam2Size.BASE_PLUS, FOUR, 25)
                .withLora(32, LoraOptions.Rows.IN)
                .withSharing(Sharing.PER_MODALITY);
        assertThat(trained(published.withAuxiliaryHead(false))).isEqualTo(20_618_856);
        assertThat(trained(published)).isEqualTo(20_640_481);
    }

    @Test
    void theDefaultSharesOneDecoder() {
        assertThat(trained(MleSamConfig.of(Sam2Size.BASE_PLUS, FOUR, 25))).isEqualTo(9_204_755);
    }

    @ParameterizedTest
    @CsvSource({"19, 3036884, 21427", "20, 3177205, 21460", "25, 3878810, 21625"})
    void theDecoderGrowsWithTheClasses(int classes, long decoder, long auxiliary) {
        assertThat(parts(MleSamConfig.of(Sam2Size.BASE_PLUS, FOUR, classes)))
                .containsEntry("decoder", decoder)
                .containsEntry("auxiliary", auxiliary);
    }

    @Test
    void routersHaveTheirSizes() {
        MleSamConfig base = MleSamConfig.of(Sam2Size.BASE_PLUS, FOUR, 25);
        assertThat(parts(base.withRouting(Routing.PER_MODALITY, 2))).containsEntry("router", 148_228L);
        assertThat(parts(base.withRouting(Routing.LINEAR, 2))).containsEntry("router", 5_644L);
        assertThat(parts(base)).containsEntry("router", 33_025L + 8_449 + 4_353);
    }

    @Test
    void onlyPretrainingTrainsTheEncoder() {
        Map<String, Long> trained = new MleSam(MleSamConfig.pretraining(Sam2Size.NANO, Modality.RGB, 10))
                .parameters().stream()
                        .filter(ParameterSpec::trainable)
                        .collect(Collectors.groupingBy(
                                ParameterSpec::part, Collectors.summingLong(ParameterSpec::elements)));
        assertThat(trained)
                .containsKeys("trunk", "neck", "transformer", "decoder", "auxiliary")
                .doesNotContainKey("lora");
        assertThat(new MleSam(MleSamConfig.of(Sam2Size.NANO, FOUR, 10)).parameters())
                .filteredOn(spec ->
                        List.of("trunk", "neck", "transformer", "prompt").contains(spec.part()))
                .noneMatch(ParameterSpec::trainable);
    }
}
