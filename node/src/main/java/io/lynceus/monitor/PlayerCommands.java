package io.lynceus.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.proto.v1.PlayerCommand;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.wire.Topics;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
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

    /** What a page sends; absent entries change nothing. */
    record Request(
            @Nullable String rig,
            @Nullable String sensor,
            @Nullable String fault,
            @Nullable String weather,
            @Nullable String story) {}

    private final KafkaSettings kafka;
    private final Predicate<String> controlled;
    private @Nullable KafkaProducer<String, byte[]> producer;

    /** @param controlled true if a player takes commands for that rig */
    PlayerCommands(KafkaSettings kafka, Predicate<String> controlled) {
        this.kafka = kafka;
        this.controlled = controlled;
    }

    /**
     * Sends a request on.
     *
     * @throws IllegalArgumentException if it is not a request, or no player takes commands for its rig
     * @throws IllegalStateException if the broker does not take it
     */
    void ask(String json) {
        Request request = request(json);
        String rig = text(request.rig());
        if (!controlled.test(rig)) {
            throw new IllegalArgumentException("rig '" + rig + "' has no player that takes commands; the demo has one,"
                    + " and './lynceus replay … --control' is one");
        }
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
