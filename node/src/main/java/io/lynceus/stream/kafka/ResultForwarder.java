package io.lynceus.stream.kafka;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import io.lynceus.health.Transition;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.stream.HealthMessages;
import io.lynceus.stream.RigConfig;
import io.lynceus.wire.Headers;
import io.lynceus.wire.Stamp;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a rig's results to the topology's sinks, keyed by the rig. */
record ResultForwarder(RigConfig config, String rig, ProcessorContext<String, MessageLite> context) {
    static final String MASKS = "masks";
    static final String PICTURES = "pictures";
    static final String HEALTH = "health";
    static final String DEAD_LETTERS = "dead-letters";

    private static final Logger LOG = LoggerFactory.getLogger(ResultForwarder.class);

    void mask(Segmentation mask) {
        send(mask, Stamp.of(mask.getTimestamp()), MASKS);
        if (config.output().pictures() != null) {
            send(mask, Stamp.of(mask.getTimestamp()), PICTURES);
        }
    }

    void transition(Transition transition) {
        LOG.info(
                "{} {}: {} -> {}: {}",
                rig,
                transition.sensor(),
                transition.from(),
                transition.to(),
                transition.reason());
        send(HealthMessages.of(transition, rig, config.sensor(transition.sensor())), transition.stamp(), HEALTH);
    }

    void deadLetter(DeadLetter letter) {
        LOG.warn(
                "{}-{}@{} goes to the dead letters: {}",
                letter.getTopic(),
                letter.getPartition(),
                letter.getOffset(),
                letter.getReason());
        send(letter, Stamp.of(letter.getTimestamp()), DEAD_LETTERS);
    }

    private void send(Message message, Stamp stamp, String sink) {
        String type = message.getDescriptorForType().getFullName();
        context.forward(
                new Record<>(
                        rig,
                        message,
                        Math.max(0, stamp.toMillis()),
                        Headers.cloudEvent(rig, type, rig + "/" + sink + "/" + stamp.nanos(), stamp)),
                sink);
    }
}
