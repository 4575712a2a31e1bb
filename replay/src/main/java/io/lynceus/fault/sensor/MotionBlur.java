package io.lynceus.fault.sensor;

import io.lynceus.fault.content.ContentFault;
import io.lynceus.fault.content.PayloadKind;
import io.lynceus.fault.content.Pixels;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The camera moves while its shutter is open: each pixel becomes the mean along a line, which lies in another direction in each
 * frame. DELIVER's motion blur; how long it is there is not published.
 *
 * @param length of the line, pixels
 */
public record MotionBlur(int length) implements ContentFault {
    @Override
    public Set<PayloadKind> payloads() {
        return EnumSet.of(PayloadKind.IMAGE);
    }

    @Override
    public Pixels onImage(Pixels image, SplittableRandom dice) {
        double angle = Math.PI * dice.nextDouble();
        int[] dx = steps(StrictMath.cos(angle));
        int[] dy = steps(StrictMath.sin(angle));
        int channels = image.channels();
        float[] blurred = new float[image.samples().length];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int to = (y * image.width() + x) * channels;
                for (int k = 0; k < length; k++) {
                    int fromX = Math.max(0, Math.min(image.width() - 1, x + dx[k]));
                    int fromY = Math.max(0, Math.min(image.height() - 1, y + dy[k]));
                    int from = (fromY * image.width() + fromX) * channels;
                    for (int c = 0; c < channels; c++) {
                        blurred[to + c] += image.samples()[from + c] / length;
                    }
                }
            }
        }
        return image.with(image.width(), image.height(), blurred);
    }

    private int[] steps(double direction) {
        int[] steps = new int[length];
        for (int k = 0; k < length; k++) {
            steps[k] = (int) Math.round(direction * (k - (length - 1) / 2.0));
        }
        return steps;
    }
}
