package io.lynceus.dataset.layout;

import io.lynceus.street.StreetRenderer;
import io.lynceus.street.StreetSample;
import io.lynceus.street.scene.StreetScene;
import io.lynceus.street.scene.Weather;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One moment of the simulated street, as it goes into a miniature.
 *
 * @param label train ids of DELIVER: uint8 [H, W]
 */
public record Truth(int width, int height, StreetSample street, byte[] label) {
    private static final Map<List<Integer>, StreetSample> RENDERED = new ConcurrentHashMap<>();

    /** Moment number {@code index}; each is of another street, the weathers in turn. */
    public static Truth of(int index, int width, int height) {
        StreetSample sample = RENDERED.computeIfAbsent(List.of(index, width, height), key -> {
            Weather weather = Weather.values()[index % Weather.values().length];
            return new StreetRenderer(new StreetScene(40 + index, weather), width, height)
                    .sampleAt(500_000_000L + index * 100_000_000L);
        });
        return new Truth(width, height, sample, sample.label().clone());
    }

    /** Colour: uint8 [H, W, 3]. */
    public byte[] rgb() {
        return street.rgb();
    }

    /** Depth as 8 bits a pixel, for lack of a better HHA. */
    public byte[] depth8() {
        byte[] grey = new byte[width * height];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) Math.min(255, (street.depthMillimetres()[i] & 0xFFFF) >> 8);
        }
        return grey;
    }

    /** Events drawn as DELIVER does: R and B are 0 or 255, G is 0. */
    public byte[] eventImage() {
        byte[] image = new byte[width * height * 3];
        for (int i = 0; i < street.events().count(); i++) {
            int pixel = street.events().y()[i] * width + street.events().x()[i];
            image[3 * pixel + (street.events().polarity()[i] == 1 ? 2 : 0)] = (byte) 255;
        }
        return image;
    }
}
