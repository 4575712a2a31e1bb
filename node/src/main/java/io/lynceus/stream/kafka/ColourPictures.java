package io.lynceus.stream.kafka;

import com.google.protobuf.MessageLite;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.segment.ModelCard;
import io.lynceus.stream.MaskMessages;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Turns masks into pictures in their classes' colours, with the set's stamp, for viewers that do not know class ids. A set without
 * a mask gives no picture.
 *
 * <p>Thread safety: one stream thread.
 */
final class ColourPictures implements Processor<String, MessageLite, String, MessageLite> {
    private final byte[] palette;
    private final String frame;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before process
    private ProcessorContext<String, MessageLite> context;

    /** @param frame coordinate frame that the pictures are in */
    ColourPictures(ModelCard card, String frame) {
        this.palette = palette(card);
        this.frame = frame;
    }

    @Override
    public void init(ProcessorContext<String, MessageLite> given) {
        context = given;
    }

    @Override
    public void process(Record<String, MessageLite> record) {
        if (record.value() instanceof Segmentation mask && mask.hasClasses()) {
            context.forward(record.withValue(picture(mask)));
        }
    }

    CompressedImage picture(Segmentation mask) {
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
