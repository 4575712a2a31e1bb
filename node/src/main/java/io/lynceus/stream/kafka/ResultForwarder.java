package io.lynceus.stream.kafka;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import io.lynceus.health.Transition;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.RepeatedWarnings;
import io.lynceus.stream.message.HealthMessages;
import io.lynceus.stream.message.Ros2Diagnostics;
import io.lynceus.wire.Headers;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a rig's results to the topology's sinks, keyed by the rig; transitions by rig and sensor, whose last one is kept. */
record ResultForwarder(RigConfig config, String rig, ProcessorContext<String, MessageLite> context, Letters letters) {
    static final String MASKS = "masks";
    static final String PICTURES = "pictures";
    static final String HEALTH = "health";
    static final String DIAGNOSTICS = "diagnostics";
    static final String DEAD_LETTERS = "dead-letters";

    private static final Logger LOG = LoggerFactory.getLogger(ResultForwarder.class);

    private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

    /** What the dead letters of a task share. */
    record Letters(LetterLimit limit, RepeatedWarnings warnings, Supplier<Stamp> clock) {
        /** No letter was written yet. */
        static Letters none(Supplier<Stamp> clock) {
            return new Letters(new LetterLimit(), new RepeatedWarnings(LOG), clock);
        }
    }

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
        String key = Topics.latchedKey(rig, transition.sensor());
        SensorHealth health = HealthMessages.of(transition, rig, config.sensor(transition.sensor()));
        send(key, health, transition.stamp(), HEALTH);
        if (config.output().diagnostics() != null) {
            send(key, health, Ros2Diagnostics.TYPE, transition.stamp(), DIAGNOSTICS);
        }
    }

    void deadLetter(DeadLetter letter) {
        OptionalLong leftOut = letters.limit.admit(letter.getTopic(), letters.clock.get());
        if (leftOut.isPresent()) {
            String reason = leftOut.getAsLong() == 0
                    ? letter.getReason()
                    : letter.getReason() + " (" + leftOut.getAsLong()
                            + " letters of this topic before it were left out, because there are too many)";
            letters.warnings.warn(
                    letter.getTopic() + NUMBERS.matcher(letter.getReason()).replaceAll("#"),
                    letter.getTopic() + '-' + letter.getPartition() + '@' + letter.getOffset()
                            + " goes to the dead letters: " + reason);
            send(letter.toBuilder().setReason(reason).build(), Stamp.of(letter.getTimestamp()), DEAD_LETTERS);
        }
    }

    private void send(Message message, Stamp stamp, String sink) {
        send(rig, message, stamp, sink);
    }

    private void send(String key, Message message, Stamp stamp, String sink) {
        send(key, message, message.getDescriptorForType().getFullName(), stamp, sink);
    }

    /** @param type of what the sink makes of the message */
    private void send(String key, Message message, String type, Stamp stamp, String sink) {
        context.forward(
                new Record<>(
                        key,
                        message,
                        Math.max(0, stamp.toMillis()),
                        Headers.cloudEvent(rig, type, rig + "/" + sink + "/" + stamp.nanos(), stamp)),
                sink);
    }
}
