package io.lynceus.raster;

import io.lynceus.raster.message.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes progressive and other rare JPEGs with Java's own libjpeg, which reports its warnings to the caller. The cost is a second
 * decoding.
 */
final class JpegWarnings {
    private JpegWarnings() {}

    /** Refuses an image about which the decoder warns that its data are damaged. */
    static void check(ByteBuffer image) throws MalformedException {
        for (String warning : warnings(image)) {
            String lower = warning.toLowerCase(Locale.ROOT);
            if (lower.contains("corrupt jpeg data") || lower.contains("premature end") || lower.contains("bogus")) {
                throw new MalformedException("JPEG cannot be trusted: " + warning);
            }
        }
    }

    private static List<String> warnings(ByteBuffer image) {
        byte[] bytes = new byte[image.limit()];
        image.get(0, bytes);
        List<String> warnings = new ArrayList<>();
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.readRaster(0, null);
        } catch (IOException | RuntimeException e) {
            // Java's decoder knows fewer kinds than OpenCV's, so OpenCV decides about an image that this one cannot
            // read.
            return List.of();
        } finally {
            reader.dispose();
        }
        return warnings;
    }
}
