package io.lynceus.record;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.mcap.RecordedTopic;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.v1.ClassPalette;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.stream.RepeatedWarnings;
import io.lynceus.stream.message.MaskPictures;
import io.lynceus.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws recorded masks in their classes' colours, so that a viewer shows them without Lynceus. The colours come from their topic;
 * while none are known, nothing is drawn.
 *
 * <p>Thread safety: one thread.
 */
final class RecordedPictures {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedPictures.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final RepeatedWarnings warnings = new RepeatedWarnings(LOG);
    private final String masks;
    private Optional<MaskPictures> pictures = Optional.empty();

    /** @param masks topic of the masks */
    RecordedPictures(String masks) {
        this.masks = masks;
    }

    /** Reads the colours that there are, so that the first mask has a picture too. The consumer is assigned anew afterwards. */
    void learn(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> topic = List.of(new TopicPartition(Topics.CLASSES, 0));
        consumer.assign(topic);
        consumer.seekToBeginning(topic);
        long end = consumer.endOffsets(topic).getOrDefault(topic.get(0), 0L);
        long start = System.nanoTime();
        while (consumer.position(topic.get(0)) < end && System.nanoTime() - start < PATIENCE_NANOS) {
            consumer.poll(POLL).forEach(this::learn);
        }
    }

    /** Takes the colours of a record of {@link Topics#CLASSES}. */
    void learn(ConsumerRecord<String, byte[]> record) {
        if (record.value() != null) {
            try {
                pictures = Optional.of(new MaskPictures(ClassPalette.parseFrom(record.value())));
            } catch (InvalidProtocolBufferException e) {
                warnings.warn("classes", Topics.CLASSES + " holds something else: " + e.getMessage());
            }
        }
    }

    /** Returns the channel of a rig's pictures. */
    RecordedTopic topic(String rig) {
        return RecordedTopic.messages(
                masks + MaskPictures.SUFFIX,
                rig,
                CompressedImage.getDescriptor().getFullName());
    }

    /** Draws a mask; empty if the set has none, or the colours are not known. */
    Optional<byte[]> draw(ConsumerRecord<String, byte[]> record) {
        if (!record.topic().equals(masks) || pictures.isEmpty()) {
            return Optional.empty();
        }
        try {
            Segmentation mask = Segmentation.parseFrom(record.value());
            return mask.hasClasses()
                    ? Optional.of(pictures.orElseThrow().picture(mask).toByteArray())
                    : Optional.empty();
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            warnings.warn("masks", "a mask on " + masks + " is recorded but not drawn: " + e.getMessage());
            return Optional.empty();
        }
    }
}
