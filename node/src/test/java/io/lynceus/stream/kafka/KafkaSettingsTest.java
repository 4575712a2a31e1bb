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
import org.junit.jupiter.params.provider.CsvSource;
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

    private static Map<String, String> with(String property, String value) {
        return Map.of(KafkaSettings.variable(property), value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bootstrap.servers | vehicle | 'vehicle' is no address; write host:port, such as vehicle:9092",
                "bootstrap.servers | vehicle:99999 | 'vehicle:99999' is no address",
                "bootstrap.servers | a:9092, b | 'b' is no address",
                "bootstrap.server | vehicle:9092 | did you mean 'bootstrap.servers'?",
                "security.protocl | SSL | did you mean 'security.protocol'?",
                "consumer.max.pol.records | 10 | did you mean 'max.poll.records'?",
                "security.protocol | FOO | String must be one of (case insensitive): ",
                "acks | many | String must be one of: all, -1, 0, 1",
                "producer.linger.ms | soon | Not a number of type LONG",
            })
    void whatNoClientOfKafkaTakesIsRefusedByName(String property, String value, String what) {
        assertThatThrownBy(() -> new KafkaSettings(RigConfig.DEFAULTS, with(property, value)))
                .isInstanceOf(SettingsException.class)
                .message()
                .startsWith("kafka." + property + ": ")
                .contains(what)
                .endsWith("in the variable " + KafkaSettings.variable(property))
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bootstrap.servers | [::1]:9092, vehicle:9093",
                "security.protocol | sasl_ssl",
                "topic.retention.ms | 1000",
                "consumer.fetch.max.bytes | 1000000",
                "num.standby.replicas | 1",
                "my.own.interceptor.folder | /var/log",
            })
    void whatAClientOrAPlugInTakesIsPassedOn(String property, String value) {
        assertThat(new KafkaSettings(RigConfig.DEFAULTS, with(property, value)).admin())
                .containsEntry(property, value);
    }
}
