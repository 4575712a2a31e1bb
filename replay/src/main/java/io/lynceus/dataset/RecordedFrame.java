package io.lynceus.dataset;

import io.lynceus.wire.Stamp;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** One measurement of one sensor. Two frames are equal if their bytes are. */
public final class RecordedFrame {
    private final Channel channel;
    private final Stamp stamp;
    private final long sequence;
    private final byte[] value;
    private final Optional<String> sampleId;

    /**
     * Makes a frame.
     *
     * @param stamp capture time, the same as in the message
     * @param sequence counts the channel's frames from the start of the recording, so that a gap shows a loss
     * @param value the bare protobuf message; not copied, never to be changed
     * @param sampleId names the labelled sample that this frame belongs to
     */
    public RecordedFrame(Channel channel, Stamp stamp, long sequence, byte[] value, Optional<String> sampleId) {
        this.channel = channel;
        this.stamp = stamp;
        this.sequence = sequence;
        this.value = value;
        this.sampleId = sampleId;
    }

    public RecordedFrame(Channel channel, Stamp stamp, long sequence, byte[] value) {
        this(channel, stamp, sequence, value, Optional.empty());
    }

    public Channel channel() {
        return channel;
    }

    public Stamp stamp() {
        return stamp;
    }

    public long sequence() {
        return sequence;
    }

    /** Returns the bare protobuf message itself, not a copy. */
    public byte[] value() {
        return value;
    }

    public Optional<String> sampleId() {
        return sampleId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordedFrame that
                && channel.equals(that.channel)
                && stamp.equals(that.stamp)
                && sequence == that.sequence
                && Arrays.equals(value, that.value)
                && sampleId.equals(that.sampleId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(channel, stamp, sequence, Arrays.hashCode(value));
    }

    @Override
    public String toString() {
        return channel.sensor() + '#' + sequence + '@' + stamp + " (" + value.length + " bytes)";
    }
}
