package io.lynceus.demo;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.fault.LiveFaults;
import io.lynceus.process.DaemonThreads;
import io.lynceus.proto.v1.PlayerCommand;
import io.lynceus.proto.v1.PlayerStatus;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a monitor's page break the sensors of a recording while it plays: it takes commands from {@link Topics#CONTROL} and
 * publishes on {@link Topics#PLAYERS} that it does, and which sensors are broken.
 *
 * <p>Threads: one of its own.
 */
public final class PlayerControl implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlayerControl.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long SAY_EVERY_NANOS = 1_000_000_000L;
    private static final long ENDS_WITHIN_MILLIS = 1_000;

    /** A recording whose weather may be chosen. */
    public interface Skies {
        String now();

        List<String> choices();

        /** @throws IllegalArgumentException if there is no such weather */
        void change(String weather);
    }

    private final String rig;
    private final KafkaSettings kafka;
    private final LiveFaults faults;
    private final Optional<Skies> skies;
    private final Clock clock;
    private final Thread thread = DaemonThreads.of("player-control", this::run);
    private final Optional<StoryTeller> story;
    private String refusal = "";
    private volatile boolean isStoryWanted;
    private volatile boolean closed;

    private PlayerControl(String rig, KafkaSettings kafka, LiveFaults faults, Optional<Skies> skies, Clock clock) {
        this.rig = rig;
        this.kafka = kafka;
        this.faults = faults;
        this.skies = skies;
        this.clock = clock;
        this.story = skies.map(sky -> new StoryTeller(faults, sky, faults.sensors()));
    }

    /** Creates the topics if they are missing, and listens. */
    public static PlayerControl start(
            String rig, KafkaSettings kafka, LiveFaults faults, Optional<Skies> skies, Clock clock) {
        try (Admin admin = Admin.create(kafka.admin())) {
            var existing = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            for (String topic : List.of(Topics.CONTROL, Topics.PLAYERS)) {
                if (!existing.contains(topic)) {
                    missing.add(new NewTopic(topic, Optional.of(1), Optional.empty()));
                }
            }
            admin.createTopics(missing).all().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topics were created", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("the control topics could not be created: " + e.getMessage(), e);
        }
        PlayerControl control = new PlayerControl(rig, kafka, faults, skies, clock);
        control.thread.start();
        return control;
    }

    /** Tells the story from its beginning, if the recording's weather can be chosen; from any thread. */
    public void tellStory() {
        isStoryWanted = true;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(ENDS_WITHIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (KafkaConsumer<String, byte[]> consumer =
                        new KafkaConsumer<>(kafka.consumer(), new StringDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer())) {
            List<TopicPartition> control = consumer.partitionsFor(Topics.CONTROL).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(control);
            consumer.seekToEnd(control);
            control.forEach(consumer::position); // Seeking is lazy, but the end must be that of this moment.
            long said = System.nanoTime() - SAY_EVERY_NANOS;
            while (!closed) {
                if (System.nanoTime() - said >= SAY_EVERY_NANOS) {
                    said = System.nanoTime();
                    say(producer);
                }
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (rig.equals(record.key())) {
                        obey(record.value());
                        say(producer);
                    }
                }
                if (tellOn()) {
                    say(producer);
                }
            }
        } catch (InterruptException e) {
            LOG.debug("Interrupted", e);
        } catch (KafkaException e) {
            LOG.warn("Sensors can no longer be broken from the page: {}", e.getMessage());
        }
    }

    private boolean tellOn() {
        if (isStoryWanted) {
            isStoryWanted = false;
            story.ifPresent(teller -> teller.start(System.nanoTime()));
        }
        return story.filter(teller -> teller.tell(System.nanoTime())).isPresent();
    }

    private void obey(byte[] value) {
        try {
            PlayerCommand command = PlayerCommand.parseFrom(value);
            // Whoever breaks a sensor by hand is not interrupted by the story.
            story.ifPresent(StoryTeller::stop);
            switch (command.getStory()) {
                case "", "stop" -> {}
                case "start" -> isStoryWanted = true;
                default ->
                    throw new IllegalArgumentException(
                            "story '" + command.getStory() + "' is unknown; known are start and stop");
            }
            if (!command.getSensor().isEmpty()) {
                faults.set(command.getSensor(), command.getFault());
                LOG.info(
                        "Sensor {}: {}",
                        command.getSensor(),
                        command.getFault().isEmpty() ? "well again" : command.getFault());
            }
            if (!command.getWeather().isEmpty()) {
                skies.orElseThrow(() -> new IllegalArgumentException("this recording's weather cannot be changed"))
                        .change(command.getWeather());
                LOG.info("Weather: {}", command.getWeather());
            }
            refusal = "";
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            refusal = String.valueOf(e.getMessage());
            LOG.warn("A command is refused: {}", refusal);
        }
    }

    private void say(KafkaProducer<String, byte[]> producer) {
        PlayerStatus status = PlayerStatus.newBuilder()
                .setTimestamp(Stamp.of(clock.instant()).toTimestamp())
                .setRig(rig)
                .putAllFaults(faults.faults())
                .setWeather(skies.map(Skies::now).orElse(""))
                .addAllWeathers(skies.map(Skies::choices).orElse(List.of()))
                .setRefusal(refusal)
                .setTellsStories(story.isPresent())
                .setScene(story.map(StoryTeller::scene).orElse(""))
                .build();
        // The next one follows within a second.
        var unused = producer.send(new ProducerRecord<>(Topics.PLAYERS, rig, status.toByteArray()));
    }
}
