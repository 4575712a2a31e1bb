package io.lynceus.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.fault.Faults;
import io.lynceus.proto.v1.PlayerCommand;
import io.lynceus.proto.v1.PlayerStatus;
import io.lynceus.rig.RigConfig;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Topics;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Passes a page's requests to the player of a recording. Only players that have said that they take commands for a rig get any, so
 * a vehicle never gets one.
 *
 * <p>Thread safety: any thread.
 */
final class PlayerCommands {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final List<String> STORY = List.of("start", "stop");

    /** What a page sends; absent entries change nothing. */
    record Request(
            @Nullable String rig,
            @Nullable String sensor,
            @Nullable String fault,
            @Nullable String weather,
            @Nullable String story) {}

    private final Outbox outbox;
    private final RigConfig config;
    private final Function<String, Optional<PlayerStatus>> players;

    /** @param players what the player of a rig said last; empty where none takes commands */
    PlayerCommands(RigConfig config, Outbox outbox, Function<String, Optional<PlayerStatus>> players) {
        this.config = config;
        this.outbox = outbox;
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
        outbox.send(Topics.CONTROL, rig, command);
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
}
