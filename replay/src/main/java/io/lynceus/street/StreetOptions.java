package io.lynceus.street;

import io.lynceus.dataset.Recording;
import io.lynceus.street.scene.Weather;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.Optional;

/**
 * Options of a {@link StreetRecording}: the street, and how it is recorded.
 *
 * @param seed of street, traffic, drive, noise and jitter
 * @param width of camera, depth and event images, pixels
 * @param height of the same
 * @param rates frames per second of each sensor
 * @param rgbFormat the message of colour frames
 * @param start capture time at which the drive begins
 * @param duration of the recording; empty if it never ends
 */
public record StreetOptions(
        long seed,
        Weather weather,
        int width,
        int height,
        Rates rates,
        RgbFormat rgbFormat,
        Stamp start,
        Optional<Duration> duration) {
    /** The message of colour frames. */
    public enum RgbFormat {
        /** {@code foxglove.CompressedImage}, quality 0.9. */
        JPEG,
        /** {@code foxglove.RawImage}, rgb8. */
        RAW
    }

    /** Frames per second. */
    public record Rates(double rgb, double depth, double lidar, double event) {
        private static final double MOST = 1000;

        public Rates {
            require("rgb", rgb);
            require("depth", depth);
            require("lidar", lidar);
            require("event", event);
        }

        public static Rates all(double hertz) {
            return new Rates(hertz, hertz, hertz, hertz);
        }

        private static void require(String sensor, double rate) {
            if (!(rate > 0 && rate <= MOST)) {
                throw new IllegalArgumentException(
                        "rate of sensor '" + sensor + "' is " + rate + " Hz; allowed is more than 0 up to " + MOST);
            }
        }
    }

    /** Returns an endless cloudy street at 10 Hz and 256 × 256. */
    public static StreetOptions defaults() {
        return new StreetOptions(
                1, Weather.CLOUD, 256, 256, Rates.all(10), RgbFormat.JPEG, Recording.UNDATED, Optional.empty());
    }

    public StreetOptions withSeed(long newSeed) {
        return new StreetOptions(newSeed, weather, width, height, rates, rgbFormat, start, duration);
    }

    public StreetOptions withWeather(Weather newWeather) {
        return new StreetOptions(seed, newWeather, width, height, rates, rgbFormat, start, duration);
    }

    public StreetOptions withSize(int newWidth, int newHeight) {
        return new StreetOptions(seed, weather, newWidth, newHeight, rates, rgbFormat, start, duration);
    }

    public StreetOptions withRates(Rates newRates) {
        return new StreetOptions(seed, weather, width, height, newRates, rgbFormat, start, duration);
    }

    public StreetOptions withStart(Stamp newStart) {
        return new StreetOptions(seed, weather, width, height, rates, rgbFormat, newStart, duration);
    }

    public StreetOptions withDuration(Duration newDuration) {
        return new StreetOptions(seed, weather, width, height, rates, rgbFormat, start, Optional.of(newDuration));
    }
}
