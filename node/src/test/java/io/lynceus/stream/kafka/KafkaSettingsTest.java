package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.rig.RigConfig;
import io.lynceus.settings.SettingsException;
import io.lynceus.stream.Rigs;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
    private static final String REQUEST = "request.timeout.ms";

    private static Properties streams(RigConfig.Mode mode, Map<String, String> environment) {
        return new KafkaSettings(Rigs.of(mode, "t", "none:1"), environment).streams("a", 1, "state");
    }

    @Test
    void aLiveNodeGivesUpConnectionsThatDiedWithoutAWord() {
        Properties live = streams(RigConfig.Mode.LIVE, Map.of());
        assertThat(live)
                .containsEntry("producer." + REQUEST, 5_000)
                .containsEntry("consumer." + REQUEST, 10_000)
                .containsEntry("admin." + REQUEST, 5_000)
                .containsEntry("admin.default.api.timeout.ms", 5_000);
    }

    @Test
    void aRecordingIsNotUrgentAndWhatTheUserSaysWins() {
        assertThat(streams(RigConfig.Mode.COMPLETE, Map.of()).keySet())
                .doesNotContain("producer." + REQUEST, "admin." + REQUEST);
        Properties own = streams(RigConfig.Mode.LIVE, Map.of("LYNCEUS_KAFKA_REQUEST_TIMEOUT_MS", "20000"));
        assertThat(own).containsEntry("consumer." + REQUEST, "20000").doesNotContainKey("admin." + REQUEST);
    }

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
