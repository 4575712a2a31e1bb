package io.lynceus.command.trainer;

import io.lynceus.network.Network;
import io.lynceus.nn.Grid;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How much of an encoder's work an image size spends on padding.
 *
 * @param side of a square image, pixels
 * @param padding share of the encoder's tokens, 0..1
 * @param unpadded nearest smaller side without padding, 0 if there is none
 */
record PaddedSize(int side, double padding, int unpadded) {
    /** Sides that every encoder takes. */
    private static final int STEP = 32;

    static PaddedSize of(Network network, int side) {
        if (side < STEP || side % STEP != 0) {
            throw new IllegalArgumentException(
                    "--image is " + side + ", allowed is a multiple of " + STEP + ", " + STEP + " or more");
        }
        OptionalInt unpadded = IntStream.iterate(side, smaller -> smaller >= STEP, smaller -> smaller - STEP)
                .filter(smaller -> padding(network, smaller) == 0)
                .findFirst();
        return new PaddedSize(side, padding(network, side), unpadded.orElse(0));
    }

    private static double padding(Network network, int side) {
        return network.padding(new Grid(side, side));
    }

    String sentence() {
        String start = String.format(Locale.ROOT, "%d x %d: ", side, side);
        if (padding == 0) {
            return start + "no token of the encoder is padding";
        }
        return start
                + String.format(Locale.ROOT, "%.0f %% of the encoder's tokens are padding", 100 * padding)
                + (unpadded == 0 ? "" : String.format(Locale.ROOT, "; %d x %d has none", unpadded, unpadded));
    }
}
