package io.lynceus.dataset.layout;

import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** PNG files of any number of channels. */
final class Png {
    private Png() {}

    interface Sample {
        int at(int x, int y, int channel);
    }

    /** Writes 8 or 16 bits, 1, 3 or 4 channels; folders are made. */
    static void write(Path file, int width, int height, int channels, int bits, Sample sample) {
        int type = bits == 16 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
        WritableRaster raster = Raster.createInterleavedRaster(type, width, height, channels, new Point());
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    raster.setSample(x, y, c, sample.at(x, y, c));
                }
            }
        }
        ColorSpace space = ColorSpace.getInstance(channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        ComponentColorModel model = new ComponentColorModel(space, channels == 4, false, channels == 4 ? 3 : 1, type);
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(new BufferedImage(model, raster, false, null), "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 8 bits from an array [H, W, channels]. */
    static void write(Path file, int width, int height, int channels, byte[] samples) {
        write(file, width, height, channels, 8, (x, y, c) -> samples[(y * width + x) * channels + c] & 0xFF);
    }
}
