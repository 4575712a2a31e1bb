package io.lynceus.dataset.muses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.dataset.layout.MiniMuses;
import io.lynceus.dataset.message.ImageFiles;
import io.lynceus.proto.foxglove.CompressedImage;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SDK's projection, point by point. The camera has 20 x 10 pixels and looks along z. */
class MusesProjectionTest {
    private static final double[] K = {10, 0, 10, 0, 10, 5, 0, 0, 1};
    private static final double[] IDENTITY = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    private static final MusesProjection CAMERA = new MusesProjection(20, 10, K);

    /** Points x, y, z, intensity. */
    private static TimedPoints points(double... numbers) {
        double[] data = new double[numbers.length / 4 * TimedPoints.COLUMNS];
        for (int i = 0; i < numbers.length; i++) {
            data[i / 4 * TimedPoints.COLUMNS + i % 4] = numbers[i];
        }
        return new TimedPoints(data);
    }

    private static float[] at(float[] image, int x, int y) {
        int i = 3 * (y * 20 + x);
        return new float[] {image[i], image[i + 1], image[i + 2]};
    }

    private static float[] project(double... numbers) {
        return CAMERA.points(points(numbers), IDENTITY, Double.POSITIVE_INFINITY, false);
    }

    private static int hits(float[] image) {
        int hits = 0;
        for (int i = 0; i < image.length; i += 3) {
            hits += image[i] != 0 ? 1 : 0;
        }
        return hits;
    }

    @Test
    void pixelsAreCutOffNotRoundedAndHoldRangeIntensityAndHeight() {
        float[] image = project(0.19, 0.09, 2, 33); // u = 10.95, v = 5.45
        assertThat(at(image, 10, 5)).containsExactly((float) Math.sqrt(0.19 * 0.19 + 0.09 * 0.09 + 4), 33, 2);
        assertThat(hits(image)).isEqualTo(1);
    }

    @Test
    void theLastPointOfTheFileWinsEvenIfItIsFarther() {
        assertThat(at(project(0, 0, 2, 1, 0, 0, 50, 2), 10, 5)).containsExactly(50, 2, 50);
        assertThat(at(project(0, 0, 50, 2, 0, 0, 2, 1), 10, 5)).containsExactly(2, 1, 2);
    }

    @Test
    void pointsNearerThanAMetreBehindOrAtTheBorderAreLeftOut() {
        assertThat(hits(project(0, 0, 0.99, 1))).isZero();
        assertThat(hits(project(0, 0, 1.0, 1))).isEqualTo(1);
        assertThat(hits(project(0, 0, -5, 1))).isZero();
        assertThat(hits(project(-2, 0, 2, 1))).as("u = 0").isZero();
        assertThat(hits(project(1.8, 0, 2, 1))).as("u = 19").isZero();
        assertThat(hits(project(1.79, 0, 2, 1))).as("u = 18.95").isEqualTo(1);
        assertThat(hits(project(0, 0.8, 2, 1))).as("v = 9").isZero();
    }

    @Test
    void theRadarsFarPointsAreLeftOutAndItsHeightsAreZero() {
        TimedPoints echoes = points(0, 0, 149, 9, 1, 0, 151, 9);
        float[] image = CAMERA.points(echoes, IDENTITY, 150, true);
        assertThat(hits(image)).isEqualTo(1);
        assertThat(at(image, 10, 5)).containsExactly(149, 9, 0);
    }

    @Test
    void aBoxOfTwoSpreadsRightAndDownChannelByChannel() {
        float[] image = new float[20 * 10 * 3];
        int pixel = 3 * (4 * 20 + 6);
        image[pixel] = 10;
        image[pixel + 1] = 5;
        image[pixel + 2] = -3; // a negative height must survive beside empty pixels
        float[] dilated = CAMERA.dilate(image, 2);
        for (int y = 0; y < 10; y++) {
            for (int x = 0; x < 20; x++) {
                boolean hit = (x == 6 || x == 7) && (y == 4 || y == 5);
                assertThat(at(dilated, x, y)).containsExactly(hit ? new float[] {10, 5, -3} : new float[3]);
            }
        }
        float[] wide = CAMERA.dilate(image, 9);
        assertThat(at(wide, 2, 0)).containsExactly(10, 5, -3);
        assertThat(at(wide, 10, 8)).containsExactly(10, 5, -3);
        assertThat(at(wide, 11, 8)).containsExactly(0, 0, 0);
    }

    @Test
    void theFileHasHeightInRedAndRangeInBlueInCodesOfSixteenBits() throws Exception {
        float[] image = project(0, 0.01, 7.5, 33);
        BufferedImage file = ImageFiles.decode(CAMERA.png(image), "projection");
        int[] pixel = file.getRaster().getPixel(10, 5, (int[]) null);
        assertThat(pixel[0]).isEqualTo((int) ((7.5f + 100) * 150));
        assertThat(pixel[1]).isEqualTo((33 + 100) * 150);
        assertThat(pixel[2]).isEqualTo((int) (((float) Math.hypot(0.01, 7.5) + 100f) * 150f));
        assertThat(file.getRaster().getPixel(0, 0, (int[]) null)).containsExactly(15000, 15000, 15000);
    }

    @Test
    void eventsAreCountedInGreenAndBlueUpTo255() throws Exception {
        int n = 300;
        EventColumns events = new EventColumns(new double[n + 3], new double[n + 3], new long[n + 3], new byte[n + 3]);
        for (int i = 0; i < n; i++) {
            events.x()[i] = 3.5; // a tie goes to the even pixel, 4
            events.y()[i] = 2.5; // and here to 2
            events.polarity()[i] = 1;
        }
        events.x()[n] = 4;
        events.y()[n] = 2;
        events.x()[n + 1] = 30;
        events.x()[n + 2] = -0.6;
        BufferedImage file =
                ImageFiles.decode(CAMERA.eventPng(events, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}), "events");
        assertThat(file.getRaster().getPixel(4, 2, (int[]) null)).containsExactly(0, 1, 255);
        int sum = 0;
        for (int i = 0; i < 200; i++) {
            int[] pixel = file.getRaster().getPixel(i % 20, i / 20, (int[]) null);
            sum += pixel[1] + pixel[2];
        }
        assertThat(sum).isEqualTo(256);
    }

    @Test
    void aWholeRecordingCanBeSentAsProjections(@TempDir Path folder) throws Exception {
        MiniMuses.write(folder);
        SampleFilter fog = SampleFilter.ALL.with("weather", "fog");
        Recording recording = Muses.open(
                folder,
                MusesOptions.defaults().with(MusesOptions.Projection.SDK).with(fog));
        int images = 0;
        var frames = recording.frames(recording.start());
        while (frames.hasNext()) {
            RecordedFrame frame = frames.next();
            if (frame.channel().schema().equals("foxglove.CompressedImage")
                    && !frame.channel().sensor().equals("rgb")) {
                BufferedImage image = ImageFiles.decode(
                        CompressedImage.parseFrom(frame.value()).getData().toByteArray(), frame.toString());
                assertThat(image.getWidth()).isEqualTo(1920);
                assertThat(image.getHeight()).isEqualTo(1080);
                assertThat(image.getRaster().getSample(0, 0, 0))
                        .isEqualTo(frame.channel().sensor().equals("event") ? 0 : 15000);
                images++;
            }
        }
        assertThat(images).isEqualTo(3);
        assertThat(recording.samples().get(0).stamp().nanosSince(recording.start()) * 1e-9)
                .isCloseTo(0.025, within(1e-9));
    }
}
