package io.lynceus.street;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.dataset.deliver.DeliverDataset;
import io.lynceus.street.scene.StreetScene;
import io.lynceus.street.scene.Weather;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Writes pictures to {@code target/street} for people to look at, and checks that every main class is there to be learned. */
class StreetLooksTest {
    private static final Path TARGET = Path.of("target", "street");
    private static final long SECOND = 1_000_000_000L;

    @Test
    void everyWeatherCanBeLookedAt() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            BufferedImage[] rows = new BufferedImage[Weather.values().length];
            for (Weather weather : Weather.values()) {
                StreetRenderer renderer = new StreetRenderer(new StreetScene(seed, weather), 256, 256);
                rows[weather.ordinal()] = StreetPictures.row(renderer.sampleAt(7 * SECOND), renderer.calibration());
            }
            StreetPictures.write(StreetPictures.stacked(rows), TARGET.resolve("weathers-seed" + seed + ".png"));
        }
    }

    @Test
    void everyMainClassOccursOverSeedsAndNoneFillsTheStreet() throws Exception {
        long[] pixels = new long[DeliverDataset.CLASSES.size()];
        int samples = 0;
        for (long seed = 1; seed <= 24; seed++) {
            StreetRenderer renderer = new StreetRenderer(new StreetScene(seed, Weather.CLOUD), 128, 128);
            for (int i = 0; i < 8; i++) {
                for (byte id : renderer.labelAt(i * 5 * SECOND)) {
                    pixels[id & 0xFF]++;
                }
                samples++;
            }
        }
        double total = samples * 128.0 * 128.0;
        StringBuilder shares = new StringBuilder();
        for (int id = 0; id < pixels.length; id++) {
            shares.append(
                    String.format("%-13s %6.2f %%%n", DeliverDataset.CLASSES.nameOf(id), 100 * pixels[id] / total));
        }
        Files.createDirectories(TARGET);
        Files.writeString(TARGET.resolve("classes.txt"), shares);
        List<String> main = List.of(
                "Road",
                "SideWalk",
                "Building",
                "Vegetation",
                "Cars",
                "Sky",
                "Pole",
                "Pedestrian",
                "RoadLine",
                "Fence",
                "Wall",
                "TrafficSign",
                "TrafficLight",
                "TwoWheeler",
                "Truck",
                "Bus",
                "Terrain",
                "GroundRail",
                "Static");
        assertThat(main).allSatisfy(name -> assertThat(
                        pixels[DeliverDataset.CLASSES.idOf(name).orElseThrow()] / total)
                .as(name)
                .isGreaterThan(0.0005));
        assertThat(Arrays.stream(pixels).max().orElseThrow() / total).isLessThan(0.45);
    }
}
