package io.lynceus.stream.message;

import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.v1.ClassPalette;
import io.lynceus.proto.v1.MaskClass;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.ModelCard;
import java.util.Arrays;
import java.util.List;

/**
 * Draws masks in their classes' colours, for viewers that do not know class ids.
 *
 * <p>Thread safety: immutable.
 */
public final class MaskPictures {
    /** Ends the name of the channel of pictures that are drawn from a masks topic, for viewers and in recordings. */
    public static final String SUFFIX = ".picture";

    private final byte[] palette;
    private final String frame;

    /** @param frame coordinate frame that the pictures are in */
    public MaskPictures(ModelCard card, String frame) {
        this(card.classes().stream().map(ModelCard.OutputClass::rgb).toList(), frame);
    }

    private MaskPictures(List<List<Integer>> colours, String frame) {
        this.palette = bgr(colours);
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

    /** Returns the pictures of a model whose palette was read from its topic; their frame is that of the masks' view. */
    public MaskPictures(ClassPalette palette) {
        this(
                palette.getClassesList().stream()
                        .map(known -> List.of(known.getRed(), known.getGreen(), known.getBlue()))
                        .toList(),
                "");
    }

    /** Returns what a model's class ids mean, for others. */
    public static ClassPalette palette(ModelCard card) {
        ClassPalette.Builder palette =
                ClassPalette.newBuilder().setModelId(card.name()).setModelHash(card.weightsSha256());
        for (ModelCard.OutputClass known : card.classes()) {
            palette.addClasses(MaskClass.newBuilder()
                    .setName(known.name())
                    .setRed(known.rgb().get(0))
                    .setGreen(known.rgb().get(1))
                    .setBlue(known.rgb().get(2)));
        }
        return palette.build();
    }

    /**
     * Draws a mask that has classes, as a PNG of the size of its raster and with the set's stamp.
     *
     * @throws IllegalArgumentException if the mask's raster is not what its message says
     */
    public CompressedImage picture(Segmentation mask) {
        byte[] classes = MaskMessages.unpack(mask.getClasses());
        byte[] bgr = new byte[3 * classes.length];
        for (int i = 0; i < classes.length; i++) {
            System.arraycopy(palette, 3 * (classes[i] & 0xff), bgr, 3 * i, 3);
        }
        return CompressedImage.newBuilder()
                .setTimestamp(mask.getTimestamp())
                .setFrameId(
                        mask.getView().getFrameId().isEmpty()
                                ? frame
                                : mask.getView().getFrameId())
                .setFormat("png")
                .setData(MaskMessages.png(
                        bgr, mask.getClasses().getHeight(), mask.getClasses().getWidth(), 3))
                .build();
    }

    /** Returns blue, green and red of each class id; white for ids without a class. */
    private static byte[] bgr(List<List<Integer>> colours) {
        byte[] palette = new byte[3 * 256];
        Arrays.fill(palette, (byte) 255);
        for (int id = 0; id < Math.min(256, colours.size()); id++) {
            List<Integer> rgb = colours.get(id);
            for (int channel = 0; channel < 3; channel++) {
                palette[3 * id + channel] = rgb.get(2 - channel).byteValue();
            }
        }
        return palette;
    }
}
