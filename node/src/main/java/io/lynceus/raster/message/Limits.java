package io.lynceus.raster.message;

/** The largest sizes that a message may state. */
public final class Limits {
    /** Longest side of an image in pixels. */
    static final int MAX_IMAGE_SIDE = 16_384;
    /** 33.5 megapixels: 100 MB as 8-bit RGB. */
    static final int MAX_IMAGE_PIXELS = 1 << 25;
    /** Longest side of an event sensor in pixels. */
    static final int MAX_EVENT_SIDE = 4_096;

    private Limits() {}

    public static void checkImage(long width, long height, long byteOffset) throws MalformedException {
        if (width < 1 || height < 1 || width > MAX_IMAGE_SIDE || height > MAX_IMAGE_SIDE) {
            throw new MalformedException(
                    "image of " + width + " x " + height + " pixels: each side must be 1 to " + MAX_IMAGE_SIDE,
                    byteOffset);
        }
        if (width * height > MAX_IMAGE_PIXELS) {
            throw new MalformedException(
                    "image of " + width + " x " + height + " pixels: at most " + MAX_IMAGE_PIXELS + " are allowed",
                    byteOffset);
        }
    }

    static void checkEventSensor(long width, long height) throws MalformedException {
        if (width < 1 || height < 1 || width > MAX_EVENT_SIDE || height > MAX_EVENT_SIDE) {
            throw new MalformedException(
                    "event sensor of " + width + " x " + height + " pixels: each side must be 1 to " + MAX_EVENT_SIDE);
        }
    }
}
