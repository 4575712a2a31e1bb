package io.lynceus.fault.content;

/**
 * An image as numbers: float32 [height, width, channels], interleaved, red first, each sample 0 to {@code fullScale}. The samples are
 * not copied; faults change them in place or make new ones.
 *
 * @param fullScale value of the brightest pixel: 255 or 65535
 */
public record Pixels(int width, int height, int channels, float fullScale, float[] samples) {
    /** Number of channels of a colour. */
    public static final int RGB = 3;

    public Pixels {
        if (samples.length != width * height * channels) {
            throw new IllegalArgumentException("an image of " + width + " x " + height + " x " + channels + " needs "
                    + width * height * channels + " samples, not " + samples.length);
        }
    }

    /** Makes an image from a raster: uint8 [H, W, 3]. */
    public static Pixels ofRgb(int width, int height, byte[] rgb) {
        float[] samples = new float[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            samples[i] = rgb[i] & 0xFF;
        }
        return new Pixels(width, height, 3, 255, samples);
    }

    /** Returns a raster: uint8 [H, W, channels], rounded and clipped. */
    public byte[] bytes() {
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) level(samples[i]);
        }
        return bytes;
    }

    /** Returns a sample rounded and clipped to 0 to {@code fullScale}. */
    public int level(float sample) {
        return Math.round(Math.max(0, Math.min(fullScale, sample)));
    }

    /** Returns red, green or blue of a pixel; a grey image has the same value in all. */
    public float colour(int pixel, int channel) {
        return samples[channels < RGB ? pixel * channels : pixel * channels + channel];
    }

    /** Makes an image of the same kind. */
    public Pixels with(int newWidth, int newHeight, float[] newSamples) {
        return new Pixels(newWidth, newHeight, channels, fullScale, newSamples);
    }
}
