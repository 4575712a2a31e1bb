package io.lynceus.demo;

import io.lynceus.street.StreetRecording;
import io.lynceus.street.scene.Weather;
import java.util.Arrays;
import java.util.List;

/** The weather of a street while it plays. */
public record StreetWeather(StreetRecording street) implements PlayerControl.Skies {
    @Override
    public String now() {
        return street.weather().toString();
    }

    @Override
    public List<String> choices() {
        return Arrays.stream(Weather.values()).map(Weather::toString).toList();
    }

    @Override
    public void change(String weather) {
        street.changeTo(Weather.of(weather));
    }
}
