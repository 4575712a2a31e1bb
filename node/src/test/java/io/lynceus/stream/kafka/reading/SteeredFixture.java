package io.lynceus.stream.kafka.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Regime;
import io.lynceus.stream.Tally;
import io.lynceus.stream.kafka.AttachedRig;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Consumers as Kafka Streams makes them for a node, without Kafka Streams. */
final class SteeredFixture {
    private SteeredFixture() {}

    static SteeredClients.Steering steering(RigConfig config, CommittedOffsets committed) {
        return new SteeredClients.Steering(
                config,
                new Tally(config.sensors().stream().map(RigConfig.Sensor::name).toList()),
                Regime.of(config.sync()).punctuality(),
                committed,
                Clock.systemUTC());
    }

    /** @param more properties of the consumer */
    static Consumer<byte[], byte[]> consumer(
            AttachedRig rig, SteeredClients.Steering steering, String group, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(rig.settings().consumer());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.putAll(more);
        return new SteeredClients(steering).getConsumer(properties);
    }

    /** Polls once for at most that time. */
    static boolean beginsAnew(Consumer<byte[], byte[]> consumer, Duration time) {
        try {
            assertThat(consumer.poll(time)).isEmpty();
            return false;
        } catch (SteeredConsumer.BeginsAnewException e) {
            return true;
        }
    }
}
