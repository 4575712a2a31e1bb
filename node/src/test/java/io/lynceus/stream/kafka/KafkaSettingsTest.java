package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.stream.RigConfig;
import io.lynceus.stream.Rigs;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

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
}
