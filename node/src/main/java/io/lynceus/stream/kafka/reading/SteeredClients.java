package io.lynceus.stream.kafka.reading;

import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Punctuality;
import io.lynceus.stream.Regime;
import io.lynceus.stream.Tally;
import io.lynceus.wire.Stamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the clients of Kafka Streams; those that read the sensors' topics are {@link SteeredConsumer}s.
 *
 * <p>Thread safety: any thread.
 */
public final class SteeredClients implements KafkaClientSupplier {
    private static final Logger LOG = LoggerFactory.getLogger(SteeredClients.class);

    /** What a node's consumers share. */
    public static final class Steering {
        private final Map<String, RigConfig.Sensor> sensors;
        private final Regime.Reading reading;
        private final Tally tally;
        private final Punctuality punctuality;
        private final Clock clock;
        private final CommittedOffsets committed;
        private final Set<SteeredConsumer> consumers = ConcurrentHashMap.newKeySet();

        public Steering(
                RigConfig config, Tally tally, Punctuality punctuality, CommittedOffsets committed, Clock clock) {
            this.punctuality = punctuality;
            this.committed = committed;
            this.sensors = config.sensors().stream()
                    .collect(Collectors.toUnmodifiableMap(RigConfig.Sensor::topic, sensor -> sensor));
            this.reading = Regime.of(config.sync()).reading();
            this.tally = tally;
            this.clock = clock;
        }

        Clock clock() {
            return clock;
        }

        CommittedOffsets committed() {
            return committed;
        }

        boolean isSensor(String topic) {
            return sensors.containsKey(topic);
        }

        /** Returns how much later than the capture the stamps on a topic are. */
        long offsetMillis(String topic) {
            return Optional.ofNullable(sensors.get(topic))
                    .map(sensor -> sensor.stampOffset().toMillis())
                    .orElse(0L);
        }

        /** Returns a rule for one consumer, where a node may skip at all. */
        Optional<Leap> newLeap() {
            Duration slowest = sensors.values().stream()
                    .map(RigConfig.Sensor::period)
                    .max(Duration::compareTo)
                    .orElse(Duration.ZERO);
            return reading.mostBehind().map(age -> new Leap(age, slowest.compareTo(age) < 0 ? slowest : age));
        }

        /** Counts records that were too old to be read. */
        void skipped(String topic, long records) {
            Optional.ofNullable(sensors.get(topic)).ifPresent(sensor -> {
                tally.skipped(sensor.name(), records);
                punctuality.shedUnread(Stamp.of(clock.instant()));
                LOG.debug("{}: {} records are shed unread, because they are older than sync.maxAge", topic, records);
            });
        }

        void leave(SteeredConsumer consumer) {
            consumers.remove(consumer);
        }

        List<SteeredConsumer> consumers() {
            return List.copyOf(consumers);
        }
    }

    private final Steering steering;

    public SteeredClients(Steering steering) {
        this.steering = steering;
    }

    @Override
    public Admin getAdmin(Map<String, Object> properties) {
        return Admin.create(properties);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> properties) {
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> properties) {
        SteeredConsumer consumer = new SteeredConsumer(properties, steering);
        steering.consumers.add(consumer);
        return consumer;
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> properties) {
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> properties) {
        return new CalibrationConsumer(properties);
    }
}
