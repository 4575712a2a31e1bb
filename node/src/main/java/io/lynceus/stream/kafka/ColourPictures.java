package io.lynceus.stream.kafka;

import com.google.protobuf.MessageLite;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.stream.message.MaskPictures;
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
    private final MaskPictures pictures;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before process
    private ProcessorContext<String, MessageLite> context;

    ColourPictures(MaskPictures pictures) {
        this.pictures = pictures;
    }

    @Override
    public void init(ProcessorContext<String, MessageLite> given) {
        context = given;
    }

    @Override
    public void process(Record<String, MessageLite> record) {
        if (record.value() instanceof Segmentation mask && mask.hasClasses()) {
            context.forward(record.withValue(pictures.picture(mask)));
        }
    }
}
