package io.lynceus.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.data.Sample;
import io.lynceus.data.StreetSamples;
import io.lynceus.dataset.deliver.DeliverDataset;
import io.lynceus.score.ConfusionMatrix;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.wire.Modality;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The shipped model on streets that it has not seen; writes the README's picture to {@code target/masks.png}. */
class MaskPictureTest {
    private static final int WEATHERS = 5;
    private static final int GAP = 4;
    private static final long HELD_OUT = 7_000_000;

    @Test
    void theShippedModelSegmentsStreetsItHasNotSeenAndDoesWithoutTheCamera() throws IOException {
        try (OnnxSegmenter segmenter = OnnxSegmenter.open(
                ShippedModels.locate(ShippedModels.STREET_NANO), List.of(ExecutionProvider.CPU), 1)) {
            ModelCard card = segmenter.card();
            StreetSamples street = new StreetSamples(
                    card.height(),
                    card.width(),
                    HELD_OUT,
                    card.modalities().stream().map(m -> new Modality(m.name())).toList());
            ModelPredictor predictor = new ModelPredictor(segmenter);
            ConfusionMatrix full = new ConfusionMatrix(DeliverDataset.CLASSES.size());
            ConfusionMatrix blind = new ConfusionMatrix(DeliverDataset.CLASSES.size());
            int w = card.width();
            int h = card.height();
            BufferedImage picture =
                    new BufferedImage(4 * w + 3 * GAP, WEATHERS * (h + GAP) - GAP, BufferedImage.TYPE_INT_RGB);
            for (int row = 0; row < WEATHERS; row++) {
                Sample sample = street.sample(row);
                Sample withoutCamera = sample.withFrames(sample.frames().stream()
                        .filter(f -> !street.modalities().get(f.modality()).equals(Modality.RGB))
                        .toList());
                byte[] mask = predictor.masks(List.of(sample)).get(0);
                byte[] blindMask = predictor.masks(List.of(withoutCamera)).get(0);
                full.add(sample.label().classIds(), mask);
                blind.add(sample.label().classIds(), blindMask);
                int y = row * (h + GAP);
                camera(picture, sample, y);
                colours(picture, mask, w, w + GAP, y);
                colours(picture, blindMask, w, 2 * (w + GAP), y);
                colours(picture, sample.label().classIds(), w, 3 * (w + GAP), y);
            }
            ImageIO.write(
                    picture,
                    "png",
                    Files.createDirectories(Path.of("target"))
                            .resolve("masks.png")
                            .toFile());
            // Far from chance (0.05), and far below what 1,000 sets give: five sets say little.
            assertThat(full.miou()).isGreaterThan(0.3);
            assertThat(full.accuracy()).isGreaterThan(0.8);
            assertThat(blind.accuracy()).isGreaterThan(0.7);
        }
    }

    private static void camera(BufferedImage picture, Sample sample, int top) {
        byte[] rgb = sample.frames().get(0).raster();
        for (int i = 0; i < rgb.length / 3; i++) {
            picture.setRGB(
                    i % sample.width(),
                    top + i / sample.width(),
                    (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255);
        }
    }

    private static void colours(BufferedImage picture, byte[] classes, int width, int left, int top) {
        for (int i = 0; i < classes.length; i++) {
            picture.setRGB(left + i % width, top + i / width, DeliverDataset.CLASSES.rgbOf(classes[i] & 255));
        }
    }
}
