package io.lynceus.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.proto.v1.SensorHealth;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void aRosTopicKeepsItsNameWithDots() {
        assertThat(Topics.ofRos("/camera/front/image")).isEqualTo("camera.front.image");
        assertThat(Topics.ofRos("/lidar top")).isEqualTo("lidar-top");
    }

    @Test
    void aNameThatKafkaRefusesIsRefusedBefore() {
        assertThatThrownBy(() -> Topics.requireValid("a/b")).hasMessageContaining("topic 'a/b'");
        assertThatThrownBy(() -> Topics.requireValid("x".repeat(250))).hasMessageContaining("1 to 249");
        assertThatThrownBy(() -> Topics.requireValid("..")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aModalityInCapitalsIsRefusedWithTheFormThatIsMeant() {
        assertThatThrownBy(() -> new Modality("RGB")).hasMessageContaining("such as 'rgb'");
    }

    @Test
    void headersCarryACloudEvent() {
        RecordHeaders headers = Headers.cloudEvent("rig", "foxglove.RawImage", "rig/rgb/7", new Stamp(7));
        assertThat(Headers.text(headers, Headers.CE_TYPE)).hasValue("foxglove.RawImage");
        assertThat(Headers.text(headers, Headers.CE_TIME)).hasValue("1970-01-01T00:00:00.000000007Z");
        assertThat(Headers.text(headers, Headers.CONTENT_TYPE)).hasValue("application/protobuf");
        assertThat(Headers.text(headers, Headers.SAMPLE_ID)).isEmpty();
    }

    @Test
    void bytesThatAreNoMessageAreNamedWithTheirTopic() {
        ProtoSerde<SensorHealth> serde = new ProtoSerde<>(SensorHealth.parser());
        SensorHealth health = SensorHealth.newBuilder().setRig("a").build();
        assertThat(serde.deserializer().deserialize("t", serde.serializer().serialize("t", health)))
                .isEqualTo(health);
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", new byte[] {(byte) 0xff}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("topic t");
    }
}
