package io.lynceus.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.fault.Faults;
import io.lynceus.proto.v1.PlayerCommand;
import io.lynceus.proto.v1.PlayerStatus;
import io.lynceus.stream.RigConfig;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Topics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Passes a page's requests to the player of a recording. Only players that have said that they take commands for a rig get any, so
 * a vehicle never gets one.
 *
 * <p>Thread safety: any thread.
 */
final class PlayerCommands implements AutoCloseable {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final long PATIENCE_MILLIS = 2_000;
    private static final List<String> STORY = List.of("start", "stop");

    /** What a page sends; absent entries change nothing. */
    record Request(
            @Nullable String rig,
            @Nullable String sensor,
            @Nullable String fault,
            @Nullable String weather,
            @Nullable String story) {}

    private final KafkaSettings kafka;
    private final RigConfig config;
    private final Function<String, Optional<PlayerStatus>> players;
    private @Nullable KafkaProducer<String, byte[]> producer;

    /** @param players what the player of a rig said last; empty where none takes commands */
    PlayerCommands(RigConfig config, KafkaSettings kafka, Function<String, Optional<PlayerStatus>> players) {
        this.config = config;
        this.kafka = kafka;
        this.players = players;
    }

    /**
     * Sends a request on.
     *
     * @throws IllegalArgumentException if it is not a request, no player takes commands for its rig, or there is no such sensor,
     *     fault, weather or story; the message names the known ones
     * @throws IllegalStateException if the broker does not take it
     */
    void ask(String json) {
        Request request = request(json);
        String rig = text(request.rig());
        PlayerStatus player = players.apply(rig)
                .orElseThrow(() -> new IllegalArgumentException("rig '" + rig
                        + "' has no player that takes commands; the demo has one, and './lynceus replay … --control'"
                        + " is one"));
        requirePossible(request, player);
        PlayerCommand command = PlayerCommand.newBuilder()
                .setRig(rig)
                .setSensor(text(request.sensor()))
                .setFault(text(request.fault()))
                .setWeather(text(request.weather()))
                .setStory(text(request.story()))
                .build();
        try {
            producer()
                    .send(new ProducerRecord<>(Topics.CONTROL, rig, command.toByteArray()))
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the command could not be sent: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a command was sent", e);
        }
    }

    /** The player refuses what is not possible too, but its answer comes later, and perhaps to no one. */
    private void requirePossible(Request request, PlayerStatus player) {
        String sensor = text(request.sensor());
        String fault = text(request.fault());
        String weather = text(request.weather());
        String story = text(request.story());
        if (sensor.isEmpty() && weather.isEmpty() && story.isEmpty()) {
            throw new IllegalArgumentException("the request names neither a sensor, nor a weather, nor a story");
        }
        if (!story.isEmpty() && !STORY.contains(story)) {
            throw new IllegalArgumentException("story '" + story + "' is unknown, known are " + STORY);
        }
        if (!story.isEmpty() && !player.getTellsStories()) {
            throw new IllegalArgumentException(
                    "the player of rig '" + player.getRig() + "' tells no story; the demo does");
        }
        if (!sensor.isEmpty()) {
            Modality modality = config.sensor(sensor).measures();
            if (!fault.isEmpty()) {
                Faults.requireKnown(fault, modality);
            }
        }
        if (!weather.isEmpty() && !player.getWeathersList().contains(weather)) {
            throw new IllegalArgumentException(
                    "weather '" + weather + "' cannot be chosen here, only " + player.getWeathersList());
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }

    private static Request request(String json) {
        try {
            Request request = JSON.readValue(json, Request.class);
            if (request != null) {
                return request;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the request is not {rig, sensor, fault, weather, story}: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("the request is empty");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private synchronized KafkaProducer<String, byte[]> producer() {
        KafkaProducer<String, byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
            producer = open;
        }
        return open;
    }
}
