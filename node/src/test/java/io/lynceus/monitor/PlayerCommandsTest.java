package io.lynceus.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.proto.v1.PlayerStatus;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.kafka.KafkaSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing reaches a player that it would refuse: the broker of these tests does not exist, so what is sent on fails otherwise. */
class PlayerCommandsTest {
    private static final RigConfig CONFIG = RigConfig.DEFAULTS
            .withSensors(List.of(
                    new RigConfig.Sensor(
                            "rgb", "rgb", "camera.front.image", null, 10, null, false, null, RigConfig.Use.SEGMENT),
                    new RigConfig.Sensor(
                            "lidar",
                            "lidar",
                            "lidar.top.points",
                            null,
                            10,
                            null,
                            false,
                            "lidar_top",
                            RigConfig.Use.SEGMENT)))
            .withKafka(Map.of("bootstrap.servers", "127.0.0.1:1", "max.block.ms", "50"));

    private final PlayerCommands desk =
            new PlayerCommands(CONFIG, new Outbox(new KafkaSettings(CONFIG, Map.of())), rig -> Optional.of(rig)
                    .filter(List.of("a", "silent")::contains)
                    .map(known -> PlayerStatus.newBuilder()
                            .setRig(known)
                            .addAllWeathers(List.of("sun", "fog"))
                            .setTellsStories(known.equals("a"))
                            .build()));

    private void isRefused(String json, String... words) {
        assertThatThrownBy(() -> desk.ask(json))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    }

    @Test
    void anUnknownFaultIsRefusedAtOnceWithTheKnownOnes() {
        isRefused("{\"rig\":\"a\",\"sensor\":\"rgb\",\"fault\":\"melt\"}", "melt", "drop", "blur");
        isRefused("{\"rig\":\"a\",\"sensor\":\"rgb\",\"fault\":\"drop(p=7)\"}", "7");
        isRefused("{\"rig\":\"a\",\"sensor\":\"rgb\",\"fault\":\"drop@3s..4s\"}", "drop@3s..4s");
        isRefused("{\"rig\":\"a\",\"sensor\":\"radar\",\"fault\":\"drop\"}", "radar", "rgb", "lidar");
        isRefused("{\"rig\":\"a\",\"weather\":\"frogs\"}", "frogs", "sun", "fog");
        isRefused("{\"rig\":\"b\",\"sensor\":\"rgb\",\"fault\":\"drop\"}", "rig 'b' has no player");
        isRefused("{\"rig\":\"a\"}", "neither a sensor, nor a weather, nor a story");
        isRefused("{\"rig\":\"a\",\"story\":\"rewind\"}", "rewind", "[start, stop]");
        isRefused("{\"rig\":\"silent\",\"story\":\"start\"}", "'silent' tells no story");
        isRefused("{\"rig\":\"a\",\"sensors\":[]}", "the request is not");
    }

    @Test
    void whatAPlayerCanDoIsSentOn() {
        for (String json : List.of(
                "{\"rig\":\"a\",\"sensor\":\"rgb\",\"fault\":\"drop(p=0.5)\"}",
                "{\"rig\":\"a\",\"sensor\":\"lidar\",\"fault\":\"\"}",
                "{\"rig\":\"a\",\"weather\":\"fog\"}",
                "{\"rig\":\"a\",\"story\":\"start\"}")) {
            assertThatThrownBy(() -> desk.ask(json))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the request could not be sent");
        }
    }
}
