package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.settings.SettingsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SystemsTest {
    static List<String> names() {
        return Systems.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everySystemIsMadeByItsNameAndHasANano(String name) {
        Network network =
                Systems.settings(Map.of("system", name, "size", "nano")).create(7);
        assertThat(network.settings().system()).isEqualTo(name);
        assertThat(network.classes()).isEqualTo(7);
        assertThat(network.normalisations()).hasSameSizeAs(network.modalities());
        assertThat(network.parameters()).isNotEmpty();
    }

    @Test
    void noSystemMeansMleSam() {
        assertThat(Systems.settings(Map.of("size", "tiny")))
                .isInstanceOf(MleSam.Settings.class)
                .extracting(NetworkSettings::size)
                .isEqualTo("tiny");
    }

    @Test
    void anUnknownKeyOfASystemIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> Systems.settings(Map.of("system", "mle-sam", "loraRnak", 4)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("mle-sam")
                .hasMessageContaining("'loraRnak'")
                .hasMessageContaining("did you mean 'loraRank'");
    }

    @Test
    void anUnknownSystemIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> Systems.settings(Map.of("system", "mle-sma")))
                .hasMessageContaining("'mle-sma'")
                .hasMessageContaining("did you mean 'mle-sam'");
    }

    @Test
    void aValueOutOfRangeNamesKeyValueAndChoice() {
        assertThatThrownBy(() -> Systems.settings(Map.of("loraRows", "inn")))
                .hasMessageContaining("loraRows is 'inn', allowed is one of [in, out]");
        assertThatThrownBy(() -> Systems.settings(Map.of("size", "huge")))
                .hasMessageContaining("size 'huge' is unknown; choose one of nano, tiny");
        assertThatThrownBy(() -> Systems.settings(Map.of("modalities", List.of("rgb", "rgb"))))
                .hasMessageContaining("each once");
    }
}
