package io.lynceus.stream;

import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.segment.ModelCard;
import java.util.Arrays;
import java.util.List;

/** Draws masks in their classes' colours, for viewers that do not know class ids. Immutable. */
public final class MaskPictures {
    private final byte[] palette;
    private final String frame;

    /** @param frame coordinate frame that the pictures are in */
    public MaskPictures(ModelCard card, String frame) {
        this.palette = palette(card);
        this.frame = frame;
    }

    /** Returns the pictures of a rig, in the coordinate frame of its first sensor that has no frame for points. */
    public static MaskPictures of(RigConfig config, ModelCard card) {
        return new MaskPictures(
                card,
                config.sensors().stream()
                        .filter(sensor -> sensor.frame() == null)
                        .map(RigConfig.Sensor::name)
                        .findFirst()
                        .orElse(""));
    }

    /** Draws a mask that has classes, with the set's stamp. */
    public CompressedImage picture(Segmentation mask) {
        byte[] classes = MaskMessages.unpack(mask.getClasses());
        byte[] bgr = new byte[3 * classes.length];
        for (int i = 0; i < classes.length; i++) {
            System.arraycopy(palette, 3 * (classes[i] & 0xff), bgr, 3 * i, 3);
        }
        return CompressedImage.newBuilder()
                .setTimestamp(mask.getTimestamp())
                .setFrameId(frame)
                .setFormat("png")
                .setData(MaskMessages.png(
                        bgr, mask.getClasses().getHeight(), mask.getClasses().getWidth(), 3))
                .build();
    }

    /** Returns blue, green and red of each class id; white for ids without a class. */
    private static byte[] palette(ModelCard card) {
        byte[] palette = new byte[3 * 256];
        Arrays.fill(palette, (byte) 255);
        for (int id = 0; id < card.classes().size(); id++) {
            List<Integer> rgb = card.classes().get(id).rgb();
            for (int channel = 0; channel < 3; channel++) {
                palette[3 * id + channel] = rgb.get(2 - channel).byteValue();
            }
        }
        return palette;
    }
}
