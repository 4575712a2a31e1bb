package io.lynceus.mcap;

import io.lynceus.mcap.file.Compression;
import io.lynceus.mcap.file.McapMessage;
import io.lynceus.mcap.file.McapWriter;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Records topics: the bytes of each value become the bytes of a message, and its capture time the log time. Calibrations and
 * transforms that come before the first frame get its time, so that a viewer's clock begins there.
 *
 * <p>Thread safety: one thread.
 */
public final class McapRecorder implements AutoCloseable {
    private record HeldMessage(RecordedTopic topic, Stamp stamp, byte[] value) {}

    private final McapWriter writer;
    private final Map<String, Integer> schemas = new HashMap<>();
    private final Map<RecordedTopic, Integer> channels = new HashMap<>();
    private final Map<Integer, Long> sequences = new HashMap<>();
    private final List<HeldMessage> held = new ArrayList<>();
    private long latest = -1;

    private McapRecorder(McapWriter writer) {
        this.writer = writer;
    }

    /** Begins a file; throws an {@link IOException} if it exists. */
    public static McapRecorder create(Path file, Compression compression) throws IOException {
        return new McapRecorder(McapWriter.create(file, compression, McapWriter.DEFAULT_CHUNK_BYTES));
    }

    /** Notes facts about the whole file, such as the classes' colours. */
    public void note(String name, Map<String, String> facts) throws IOException {
        writer.metadata(name, facts);
    }

    /**
     * Records a message of a sensor or of the node.
     *
     * @param stamp its capture time, from 1970 on
     * @param sequence the sender's sequence number; if it is empty, the recorder counts from 0
     * @param sampleId of the labelled sample that a frame belongs to; recorded beside it
     */
    public void record(RecordedTopic topic, Stamp stamp, OptionalLong sequence, Optional<String> sampleId, byte[] value)
            throws IOException {
        if (latest < 0) {
            latest = stamp.nanos();
            release();
        }
        latest = Math.max(latest, stamp.nanos());
        if (sampleId.isPresent()) {
            write(
                    RecordedTopic.messages(SampledFrames.TOPIC, topic.rig(), SampledFrames.SCHEMA),
                    stamp,
                    OptionalLong.empty(),
                    SampledFrames.message(topic.topic(), stamp, sampleId.orElseThrow()));
        }
        write(topic, stamp, sequence, value);
    }

    /**
     * Records a calibration or transform at the time of the first frame, or of the latest one.
     *
     * @param sent is used instead if no frame ever comes
     */
    public void latch(RecordedTopic topic, Stamp sent, byte[] value) throws IOException {
        if (latest < 0) {
            held.add(new HeldMessage(topic, sent, value));
        } else {
            write(topic, new Stamp(latest), OptionalLong.empty(), value);
        }
    }

    /** Writes what was recorded so far into the file, where it survives a sudden end of the process. */
    public void flush() throws IOException {
        writer.flush();
    }

    /** Returns the number of messages so far. */
    public long messages() {
        return writer.messages() + held.size();
    }

    @Override
    public void close() throws IOException {
        try (writer) {
            for (HeldMessage message : held) {
                write(message.topic(), message.stamp(), OptionalLong.empty(), message.value());
            }
        }
    }

    private void release() throws IOException {
        for (HeldMessage message : held) {
            write(message.topic(), new Stamp(latest), OptionalLong.empty(), message.value());
        }
        held.clear();
    }

    private void write(RecordedTopic topic, Stamp stamp, OptionalLong sequence, byte[] value) throws IOException {
        int channel = channels.computeIfAbsent(topic, this::channel);
        long number = sequence.orElse(sequences.getOrDefault(channel, 0L));
        sequences.put(channel, number + 1);
        writer.message(new McapMessage(channel, number, stamp.nanos(), stamp.nanos(), value));
    }

    private int channel(RecordedTopic topic) {
        int schema =
                schemas.computeIfAbsent(topic.schema(), name -> topic.payload().addSchema(writer, name));
        return writer.channel(schema, topic.topic(), topic.payload().messageEncoding(), topic.metadata());
    }
}
