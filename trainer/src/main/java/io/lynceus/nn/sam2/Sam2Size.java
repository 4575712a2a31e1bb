package io.lynceus.nn.sam2;

import io.lynceus.nn.SizeNames;
import io.lynceus.nn.hiera.HieraConfig;
import java.util.List;
import java.util.Set;

/** The sizes of SAM 2, and an own one that a small processor runs in real time. */
@SuppressWarnings("ImmutableEnumChecker") // records of lists that are copied
public enum Sam2Size {
    /** An own size for 256² on two processor threads. Windows divide the grids of 128² and 256². */
    NANO(
            "nano",
            new HieraConfig(24, 1, List.of(1, 2, 3, 1), Set.of(4, 5, 6), 8, List.of(8, 4, 8, 4)),
            new Decoder(64, 48, 32, 4, 128, 64)),
    TINY(
            "tiny",
            new HieraConfig(96, 1, List.of(1, 2, 7, 2), Set.of(5, 7, 9), 7, List.of(8, 4, 14, 7)),
            Decoder.OFFICIAL),
    SMALL(
            "small",
            new HieraConfig(96, 1, List.of(1, 2, 11, 2), Set.of(7, 10, 13), 7, List.of(8, 4, 14, 7)),
            Decoder.OFFICIAL),
    BASE_PLUS(
            "base+",
            new HieraConfig(112, 2, List.of(2, 3, 16, 3), Set.of(12, 16, 20), 14, List.of(8, 4, 14, 7)),
            Decoder.OFFICIAL),
    LARGE(
            "large",
            new HieraConfig(144, 2, List.of(2, 6, 36, 4), Set.of(23, 33, 43), 7, List.of(8, 4, 16, 8)),
            Decoder.OFFICIAL);

    private record Decoder(int width, int middle, int fine, int heads, int hidden, int iouHidden) {
        private static final Decoder OFFICIAL = new Decoder(256, 64, 32, 8, 2048, 256);
    }

    private final String text;
    private final HieraConfig trunk;
    private final Decoder decoder;

    Sam2Size(String text, HieraConfig trunk, Decoder decoder) {
        this.text = text;
        this.trunk = trunk;
        this.decoder = decoder;
    }

    /** Returns the size of that name, as on the command line. */
    public static Sam2Size of(String name) {
        return SizeNames.find(values(), Sam2Size::toString, name);
    }

    public HieraConfig trunk() {
        return trunk;
    }

    /** Returns the mask decoder for K masks. */
    public MaskDecoderConfig decoder(int masks) {
        return new MaskDecoderConfig(
                decoder.width, decoder.middle, decoder.fine, decoder.heads, decoder.hidden, decoder.iouHidden, masks);
    }

    @Override
    public String toString() {
        return text;
    }
}
