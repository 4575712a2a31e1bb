package io.lynceus.mcap;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.dataset.Channel;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.mcap.file.McapMessage;
import io.lynceus.proto.v1.FrameSample;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Messages as frames, each with the id of its sample if there is one. Ids are messages of a channel of their own, at the log time
 * of their frame. {@link McapRecorder} writes an id before its frame, so that a truncated file has no frame without its id. One
 * thread.
 */
final class SampledFrames implements Iterator<RecordedFrame> {
    /** The topic of the ids. */
    static final String TOPIC = "lynceus.samples";

    static final String SCHEMA = FrameSample.getDescriptor().getFullName();

    /** The latest id of a topic's frames. */
    private record Named(long logTime, String sampleId) {}

    private final Iterator<McapMessage> messages;
    private final Map<Integer, Channel> sensors;
    private final Map<String, Named> named = new HashMap<>();
    private @Nullable RecordedFrame next;

    /**
     * Joins frames and ids.
     *
     * @param messages of sensors and of ids, by log time; those of no sensor are ids
     */
    SampledFrames(Iterator<McapMessage> messages, Map<Integer, Channel> sensors) {
        this.messages = messages;
        this.sensors = sensors;
    }

    /** Returns the message that is recorded for a frame that has an id. */
    static byte[] message(String topic, Stamp stamp, String sampleId) {
        return FrameSample.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setTopic(topic)
                .setSampleId(sampleId)
                .build()
                .toByteArray();
    }

    @Override
    public boolean hasNext() {
        while (next == null && messages.hasNext()) {
            McapMessage message = messages.next();
            Channel channel = sensors.get(message.channelId());
            if (channel == null) {
                name(message);
            } else {
                next = new RecordedFrame(
                        channel,
                        new Stamp(message.logTime()),
                        message.sequence(),
                        message.data(),
                        sampleId(channel.topic(), message.logTime()));
            }
        }
        return next != null;
    }

    @Override
    public RecordedFrame next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("the file has no further frame");
        }
        RecordedFrame frame = next;
        next = null;
        return frame;
    }

    private void name(McapMessage message) {
        try {
            FrameSample sample = FrameSample.parseFrom(message.data());
            named.put(sample.getTopic(), new Named(message.logTime(), sample.getSampleId()));
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(new IOException(
                    "the message on " + TOPIC + " at " + message.logTime() + " ns is no " + SCHEMA + ": "
                            + e.getMessage(),
                    e));
        }
    }

    private Optional<String> sampleId(String topic, long logTime) {
        return Optional.ofNullable(named.get(topic))
                .filter(latest -> latest.logTime() == logTime)
                .map(Named::sampleId);
    }
}
