package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.settings.SettingsException;
import io.lynceus.stream.RigConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
    @Test
    void theEnvironmentWinsOverTheRigFile() {
        KafkaSettings settings =
                new KafkaSettings(RigConfig.DEFAULTS, Map.of("LYNCEUS_KAFKA_BOOTSTRAP_SERVERS", "vehicle:9092"));
        assertThat(settings.bootstrap()).isEqualTo("vehicle:9092");
        assertThat(settings.consumer()).containsEntry("bootstrap.servers", "vehicle:9092");
    }

    @ParameterizedTest
    @ValueSource(strings = {"streams", "consumer"})
    void aGroupProtocolThatANodeCannotUseIsRefusedBeforeItStarts(String protocol) {
        assertThatThrownBy(
                        () -> new KafkaSettings(RigConfig.DEFAULTS, Map.of("LYNCEUS_KAFKA_GROUP_PROTOCOL", protocol)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("group.protocol is '" + protocol + "', allowed is 'classic'");
        assertThat(new KafkaSettings(RigConfig.DEFAULTS, Map.of("LYNCEUS_KAFKA_GROUP_PROTOCOL", "classic")).consumer())
                .containsEntry("group.protocol", "classic");
    }
}
