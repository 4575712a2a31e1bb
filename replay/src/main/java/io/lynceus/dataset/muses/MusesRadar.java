package io.lynceus.dataset.muses;

import java.awt.Rectangle;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Radar sweeps of MUSES: an 8-bit PNG whose columns are azimuths and whose rows are 11 bytes of header, then range bins. The
 * header of a column: uint32 seconds, uint32 nanoseconds, two bytes unused, one that is not 0 if the column is valid.
 */
final class MusesRadar {
    private static final int HEADER_ROWS = 11;
    private static final int VALID = 10;
    private static final int AZIMUTHS = 400;
    private static final int BINS = 7536;
    private static final double METRES_PER_BIN = 0.0438;
    private static final double DEGREES_PER_COLUMN = 0.9;
    /** The radar measures in a plane; the SDK puts the plane this far below the sensor, metres. */
    private static final double HEIGHT = -1.62;

    private MusesRadar() {}

    /**
     * Returns the middle between the times of the first and the last column, seconds since the epoch. It decodes only the header
     * rows.
     */
    static double time(Path file) throws IOException {
        Raster header = rows(file, HEADER_ROWS);
        return (seconds(header, 0) + seconds(header, AZIMUTHS - 1)) / 2;
    }

    /**
     * Returns echoes of at least {@code threshold}, without the last column, which the SDK leaves out of the full circle.
     *
     * @param threshold 0 to 255; 0 gives all 3 million bins
     */
    static TimedPoints read(Path file, int threshold) throws IOException {
        Raster sweep = rows(file, Integer.MAX_VALUE);
        int bins = Math.min(BINS, sweep.getHeight() - HEADER_ROWS);
        double[] points = new double[TimedPoints.COLUMNS * 1024];
        int filled = 0;
        int[] column = new int[bins];
        for (int azimuth = 0; azimuth < AZIMUTHS - 1; azimuth++) {
            if (sweep.getSample(azimuth, VALID, 0) == 0) {
                continue;
            }
            sweep.getSamples(azimuth, HEADER_ROWS, 1, bins, 0, column);
            double angle = Math.toRadians(180 - (azimuth + 1) * DEGREES_PER_COLUMN);
            double cos = StrictMath.cos(angle);
            double sin = StrictMath.sin(angle);
            double seconds = seconds(sweep, azimuth);
            for (int bin = 0; bin < bins; bin++) {
                if (column[bin] < threshold) {
                    continue;
                }
                if (filled + TimedPoints.COLUMNS > points.length) {
                    points = Arrays.copyOf(points, points.length * 2);
                }
                double range = (bin + 1) * METRES_PER_BIN;
                points[filled++] = range * cos;
                points[filled++] = range * sin;
                points[filled++] = HEIGHT;
                points[filled++] = column[bin];
                points[filled++] = azimuth;
                points[filled++] = seconds;
            }
        }
        return new TimedPoints(Arrays.copyOf(points, filled));
    }

    private static double seconds(Raster sweep, int column) {
        return word(sweep, column, 0) + word(sweep, column, 4) * 1e-9;
    }

    private static long word(Raster sweep, int column, int row) {
        long word = 0;
        for (int i = 3; i >= 0; i--) {
            word = word << 8 | sweep.getSample(column, row + i, 0);
        }
        return word;
    }

    private static Raster rows(Path file, int most) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            reader.setInput(in, true, true);
            int height = reader.getHeight(0);
            if (reader.getWidth(0) != AZIMUTHS || height <= HEADER_ROWS) {
                throw new IOException(file + " is " + reader.getWidth(0) + " x " + height + " pixels; a sweep has "
                        + AZIMUTHS + " columns and more than " + HEADER_ROWS + " rows");
            }
            ImageReadParam part = reader.getDefaultReadParam();
            part.setSourceRegion(new Rectangle(0, 0, AZIMUTHS, Math.min(most, height)));
            return reader.read(0, part).getRaster();
        } catch (RuntimeException e) { // ImageIO throws them for damaged files
            throw new IOException(file + " cannot be decoded: " + e.getMessage() + "; copy it again", e);
        } finally {
            reader.dispose();
        }
    }
}
