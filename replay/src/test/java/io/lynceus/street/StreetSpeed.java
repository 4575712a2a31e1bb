package io.lynceus.street;

import io.lynceus.street.scene.StreetScene;
import io.lynceus.street.scene.Weather;

/** Prints how many full sets a second one thread makes, and how large they are. Arguments: width and height. */
final class StreetSpeed {
    private StreetSpeed() {}

    public static void main(String[] arguments) {
        int width = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 256;
        int height = arguments.length > 1 ? Integer.parseInt(arguments[1]) : width;
        for (Weather weather : Weather.values()) {
            StreetRenderer renderer = new StreetRenderer(new StreetScene(1, weather), width, height);
            run(renderer, 80, 0);
            long start = System.nanoTime();
            long[] sizes = run(renderer, 120, 80);
            double seconds = (System.nanoTime() - start) * 1e-9;
            System.out.printf(
                    "%-5s %d x %d: %5.1f sets/s, %d points, %d events%n",
                    weather, width, height, 120 / seconds, sizes[0] / 120, sizes[1] / 120);
        }
    }

    private static long[] run(StreetRenderer renderer, int sets, int first) {
        long[] sizes = new long[2];
        for (int i = 0; i < sets; i++) {
            StreetSample sample = renderer.sampleAt((first + i) * 100_000_000L);
            sizes[0] += sample.points().length / 4;
            sizes[1] += sample.events().count();
        }
        return sizes;
    }
}
