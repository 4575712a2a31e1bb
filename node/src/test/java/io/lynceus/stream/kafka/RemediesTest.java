package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Rigs;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class RemediesTest {
    @Test
    void aDeniedTopicIsNamedWithTheRightToGrant() {
        assertThat(Remedies.of(new ExecutionException(new TopicAuthorizationException(Set.of("rig.rgb")))))
                .contains("rig.rgb", "grant READ", "WRITE");
    }

    @Test
    void aDeniedGroupIsNamed() {
        assertThat(Remedies.of(new StreamsException(GroupAuthorizationException.forGroupId("lynceus"))))
                .contains("lynceus", "--application");
    }

    @Test
    void aWrongPasswordNamesTheSettings() {
        assertThat(Remedies.of(new SaslAuthenticationException("Authentication failed")))
                .contains("kafka.sasl.jaas.config", "LYNCEUS_KAFKA_SASL_JAAS_CONFIG");
    }

    @Test
    void aStateTopicThatDoesNotFitNamesTheCommand() {
        assertThat(Remedies.of(new StreamsException("Existing internal topic n-pending-frames-changelog has invalid"
                        + " partitions: expected: 3; actual: 1. Use 'org.apache.kafka.tools.StreamsResetter' tool")))
                .contains("expected: 3", "./lynceus doctor --rig FILE --repair");
    }

    @Test
    void aBrokerWhoseNameNobodyKnowsIsASettingToCorrect() {
        Map<String, Object> settings =
                new KafkaSettings(Rigs.of(RigConfig.Mode.LIVE, "t", "broker.invalid:9092"), Map.of()).admin();
        Assertions.assertThatThrownBy(() -> Admin.create(settings).close())
                .satisfies(fault -> assertThat(Remedies.of(fault))
                        .contains("No resolvable bootstrap urls given in bootstrap.servers", "LYNCEUS_KAFKA_"));
    }

    /** A listener that wants a handshake drops or ignores a plaintext client. */
    @Test
    void aListenerThatDoesNotSpeakPlaintextEndsWithTheSettingToLookAt() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            RigConfig config = Rigs.of(RigConfig.Mode.LIVE, "t", "127.0.0.1:" + silent.getLocalPort());
            Map<String, Object> settings = new HashMap<>(new KafkaSettings(config, Map.of()).admin());
            settings.put("default.api.timeout.ms", "1500");
            settings.put("request.timeout.ms", "1000");
            try (Admin admin = Admin.create(settings)) {
                Assertions.assertThatThrownBy(() -> new TopicPlan(config).problems(admin))
                        .hasMessageContaining("kafka.security.protocol")
                        .hasMessageContaining("kafka.bootstrap.servers");
            }
        }
    }
}
