package io.lynceus.stream.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.MiouEstimate;
import io.lynceus.segment.ModelCard;
import io.lynceus.wire.Stamp;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class MaskPicturesTest {
    @Test
    void aMaskHasTheColoursOfItsClassesAndTheStampOfItsSet() throws Exception {
        ModelCard card = new ModelCard(
                ModelCard.CONTRACT,
                "m",
                "s",
                32,
                32,
                3,
                2,
                List.of(),
                List.of(
                        new ModelCard.OutputClass("road", List.of(128, 64, 127)),
                        new ModelCard.OutputClass("sky", List.of(1, 2, 250))),
                Map.of(),
                MiouEstimate.OF_TABLE,
                Map.of(),
                "");
        byte[] classes = new byte[32 * 32];
        classes[0] = 1;
        classes[33] = 9; // not one of the model's
        CompressedImage picture = new MaskPictures(card, "front")
                .picture(Segmentation.newBuilder()
                        .setTimestamp(new Stamp(1_234_567_890L).toTimestamp())
                        .setClasses(MaskMessages.pack(classes, 32, 32, RigConfig.MaskEncoding.DEFLATE))
                        .build());
        assertThat(Stamp.of(picture.getTimestamp()).nanos()).isEqualTo(1_234_567_890L);
        assertThat(picture.getFormat()).isEqualTo("png");
        assertThat(picture.getFrameId()).isEqualTo("front");
        BufferedImage image = ImageIO.read(picture.getData().newInput());
        assertThat(image.getRGB(0, 0)).isEqualTo(0xff0102fa);
        assertThat(image.getRGB(1, 0)).isEqualTo(0xff80407f);
        assertThat(image.getRGB(1, 1)).isEqualTo(0xffffffff);
    }
}
