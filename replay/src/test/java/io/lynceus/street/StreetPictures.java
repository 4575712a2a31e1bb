package io.lynceus.street;

import io.lynceus.dataset.deliver.DeliverDataset;
import io.lynceus.street.sensor.StreetEvents;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Draws samples for people to look at. */
final class StreetPictures {
    private StreetPictures() {}

    /** RGB, depth, LiDAR over black, events and label, side by side. */
    static BufferedImage row(StreetSample sample, StreetCalibration calibration) {
        int width = calibration.width();
        BufferedImage row = new BufferedImage(5 * width, calibration.height(), BufferedImage.TYPE_INT_RGB);
        byte[] rgb = sample.rgb();
        for (int i = 0; i < sample.label().length; i++) {
            int x = i % width;
            int y = i / width;
            row.setRGB(x, y, (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | rgb[3 * i + 2] & 0xFF);
            row.setRGB(x + width, y, warm((sample.depthMillimetres()[i] & 0xFFFF) / 1000f));
            row.setRGB(x + 3 * width, y, 0x303030);
            row.setRGB(x + 4 * width, y, DeliverDataset.CLASSES.rgbOf(sample.label()[i] & 0xFF));
        }
        lidar(row, 2 * width, sample, calibration);
        StreetEvents events = sample.events();
        for (int n = 0; n < events.count(); n++) {
            row.setRGB(events.x()[n] + 3 * width, events.y()[n], events.polarity()[n] == 1 ? 0x60A0FF : 0xFF5040);
        }
        return row;
    }

    private static void lidar(BufferedImage row, int left, StreetSample sample, StreetCalibration calibration) {
        double[] m = StreetVariants.cameraFromLidar(calibration);
        double[] k = calibration.k();
        float[] p = sample.points();
        for (int i = 0; i < p.length; i += 4) {
            double x = m[0] * p[i] + m[1] * p[i + 1] + m[2] * p[i + 2] + m[3];
            double y = m[4] * p[i] + m[5] * p[i + 1] + m[6] * p[i + 2] + m[7];
            double z = m[8] * p[i] + m[9] * p[i + 1] + m[10] * p[i + 2] + m[11];
            long u = Math.round(k[0] * x / z + k[2]);
            long v = Math.round(k[4] * y / z + k[5]);
            if (z > 0.1 && u >= 0 && u < calibration.width() && v >= 0 && v < calibration.height()) {
                row.setRGB(left + (int) u, (int) v, warm((float) z));
            }
        }
    }

    private static int warm(float metres) {
        return metres == 0 ? 0 : Color.HSBtoRGB(Math.min(0.75f, metres / 60), 1, 1);
    }

    static void write(BufferedImage image, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    /** One picture above the other. */
    static BufferedImage stacked(BufferedImage... rows) {
        int height = rows[0].getHeight();
        BufferedImage all = new BufferedImage(rows[0].getWidth(), height * rows.length, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < rows.length; i++) {
            all.getGraphics().drawImage(rows[i], 0, i * height, null);
        }
        return all;
    }
}
