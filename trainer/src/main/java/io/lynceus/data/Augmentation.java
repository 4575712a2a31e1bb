package io.lynceus.data;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.raster.RasterSpec;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The published recipe's augmentation: one random crop, scale and mirror for all frames and the label, then colour jitter and
 * blur of RGB alone. Labels and rasters of measurements are sampled to the nearest pixel, photographs smoothly, as the node does.
 * Where the sample is smaller than the crop, it lies at the upper left; the rest is black, and ignored.
 *
 * @param height rows of the crop
 * @param width columns of the crop
 * @param shortSide pixels of a sample's short side at zoom 1; 0: its own
 * @param minScale smallest zoom
 * @param maxScale largest zoom
 * @param maxClassShare share of a crop's labelled pixels that one class may have; a crop with more is drawn again, {@value
 *     #DRAWS} times at most, so that a class which is nearly everywhere does not fill most crops
 * @param mirror probability of a horizontal mirror
 * @param upsideDown probability of a vertical mirror
 * @param colourJitter probability of brightness, contrast and saturation each times U(0.5, 1.5)
 * @param blur probability of a 3 x 3 Gaussian
 * @param modalities of the source, to know which is RGB
 */
public record Augmentation(
        int height,
        int width,
        int shortSide,
        double minScale,
        double maxScale,
        double maxClassShare,
        double mirror,
        double upsideDown,
        double colourJitter,
        double blur,
        List<Modality> modalities) {
    private static final int DRAWS = 10;

    Sample apply(Sample sample, RandomGenerator random) {
        Geometry geometry = draw(sample, random);
        boolean jitters = random.nextDouble() < colourJitter;
        double[] factors = {factor(random), factor(random), factor(random)};
        boolean blurs = random.nextDouble() < blur;
        List<Sample.Frame> frames = new ArrayList<>();
        for (Sample.Frame frame : sample.frames()) {
            Modality modality = modalities.get(frame.modality());
            boolean rgb = modality.equals(Modality.RGB);
            byte[] raster = warp(frame.raster(), CV_8UC3, sample, geometry, RasterSpec.blends(modality));
            if (rgb && jitters) {
                jitter(raster, factors);
            }
            frames.add(new Sample.Frame(frame.modality(), rgb && blurs ? blurred(raster) : raster));
        }
        byte[] label = warp(sample.label().classIds(), CV_8UC1, sample, geometry, false);
        return new Sample(sample.id(), height, width, frames, new LabelRaster(width, height, label));
    }

    /** A rectangle of the source, and its size in the crop. */
    private record Geometry(Rectangle source, int width, int height, boolean mirrored, boolean upsideDown) {}

    private record Rectangle(int x, int y, int width, int height) {}

    private Geometry draw(Sample sample, RandomGenerator random) {
        double base = shortSide == 0 ? 1 : (double) shortSide / Math.min(sample.width(), sample.height());
        double scale = base * (minScale + (maxScale - minScale) * random.nextDouble());
        int w = taken(width, scale, sample.width());
        int h = taken(height, scale, sample.height());
        return new Geometry(
                place(sample, w, h, random),
                shown(w, sample.width(), scale, width),
                shown(h, sample.height(), scale, height),
                random.nextDouble() < mirror,
                upsideDown > 0 && random.nextDouble() < upsideDown);
    }

    /** Draws where the crop lies: the first place without too much of one class, or else the last that was drawn. */
    private Rectangle place(Sample sample, int w, int h, RandomGenerator random) {
        Rectangle place = null;
        for (int draw = 0; draw < DRAWS && (place == null || tooUniform(sample.label(), place)); draw++) {
            int x = random.nextInt(sample.width() - w + 1);
            int y = random.nextInt(sample.height() - h + 1);
            place = new Rectangle(x, y, w, h);
        }
        return Objects.requireNonNull(place);
    }

    private boolean tooUniform(LabelRaster label, Rectangle place) {
        if (maxClassShare == 1) {
            return false;
        }
        int[] pixels = new int[ClassList.IGNORE];
        int labelled = 0;
        for (int y = place.y; y < place.y + place.height; y++) {
            for (int x = place.x; x < place.x + place.width; x++) {
                int id = label.classIds()[y * label.width() + x] & 0xff;
                if (id != ClassList.IGNORE) {
                    pixels[id]++;
                    labelled++;
                }
            }
        }
        return Arrays.stream(pixels).max().orElse(0) > maxClassShare * labelled || labelled == 0;
    }

    /** Pixels of the source that the crop shows: one at least. */
    private static int taken(int crop, double scale, int whole) {
        return Math.max(1, Math.min(whole, (int) Math.round(crop / scale)));
    }

    /** Pixels of the crop that the source fills: all, unless the whole source is too small. */
    private static int shown(int taken, int whole, double scale, int crop) {
        return taken < whole ? crop : Math.max(1, Math.min(crop, (int) Math.round(whole * scale)));
    }

    private byte[] warp(byte[] pixels, int type, Sample sample, Geometry g, boolean smooth) {
        byte[] result = new byte[height * width * (type == CV_8UC3 ? 3 : 1)];
        if (type == CV_8UC1) {
            Arrays.fill(result, (byte) ClassList.IGNORE);
        }
        Rectangle from = g.source;
        int how = smooth
                ? (from.width > g.width ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR)
                : opencv_imgproc.INTER_NEAREST;
        try (BytePointer data = new BytePointer(pixels);
                Mat source = new Mat(sample.height(), sample.width(), type, data);
                Rect rectangle = new Rect(from.x, from.y, from.width, from.height);
                Mat part = new Mat(source, rectangle);
                BytePointer space = new BytePointer(result);
                Mat target = new Mat(height, width, type, space);
                Rect filled = new Rect(0, 0, g.width, g.height);
                Mat shown = new Mat(target, filled);
                Size size = new Size(g.width, g.height)) {
            opencv_imgproc.resize(part, shown, size, 0, 0, how);
            if (g.mirrored) {
                opencv_core.flip(shown, shown, 1);
            }
            if (g.upsideDown) {
                opencv_core.flip(shown, shown, 0);
            }
            space.get(result);
        }
        return result;
    }

    private static double factor(RandomGenerator random) {
        return 0.5 + random.nextDouble();
    }

    /** Changes brightness, then contrast about the mean luminance, then saturation about each pixel's luminance. */
    private static void jitter(byte[] rgb, double[] factors) {
        double mean = 0;
        for (int i = 0; i < rgb.length; i += 3) {
            mean += luminance(rgb[i] & 0xff, rgb[i + 1] & 0xff, rgb[i + 2] & 0xff);
        }
        mean = factors[0] * mean / (rgb.length / 3.0);
        for (int i = 0; i < rgb.length; i += 3) {
            double r = contrast((rgb[i] & 0xff) * factors[0], mean, factors[1]);
            double g = contrast((rgb[i + 1] & 0xff) * factors[0], mean, factors[1]);
            double b = contrast((rgb[i + 2] & 0xff) * factors[0], mean, factors[1]);
            double grey = luminance(r, g, b);
            rgb[i] = clipped(grey + (r - grey) * factors[2]);
            rgb[i + 1] = clipped(grey + (g - grey) * factors[2]);
            rgb[i + 2] = clipped(grey + (b - grey) * factors[2]);
        }
    }

    private static double luminance(double r, double g, double b) {
        return 0.299 * r + 0.587 * g + 0.114 * b;
    }

    private static double contrast(double value, double mean, double factor) {
        return mean + (value - mean) * factor;
    }

    private static byte clipped(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }

    private byte[] blurred(byte[] rgb) {
        byte[] result = new byte[rgb.length];
        try (BytePointer data = new BytePointer(rgb);
                Mat source = new Mat(height, width, CV_8UC3, data);
                Size kernel = new Size(3, 3);
                BytePointer space = new BytePointer(rgb.length);
                Mat target = new Mat(height, width, CV_8UC3, space)) {
            opencv_imgproc.GaussianBlur(source, target, kernel, 0);
            space.get(result);
        }
        return result;
    }
}
