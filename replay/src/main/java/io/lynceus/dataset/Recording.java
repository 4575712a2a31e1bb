package io.lynceus.dataset;

import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Sensor streams that can be replayed, from any source. */
public interface Recording extends AutoCloseable {
    /** The start time of recordings whose capture times are unknown. */
    Stamp UNDATED = new Stamp(1_767_225_600_000_000_000L);

    /** Returns the name for users, such as {@code street/night/1}. */
    String name();

    List<Channel> channels();

    /** Returns a time that is not after the first frame. */
    Stamp start();

    /** Returns a time just after the last frame; empty if the recording never ends. */
    Optional<Stamp> end();

    /** Returns calibrations and transforms, which are sent before the first frame. */
    List<Latched> latched();

    /**
     * Returns the frames from a capture time on, over all channels, by ascending capture time. They are read when asked for.
     *
     * <p>The iterator throws {@link java.io.UncheckedIOException} if a file cannot be read. Several iterators may be open at a
     * time, all on one thread.
     */
    Iterator<RecordedFrame> frames(Stamp from);

    /** Returns the class of each pixel, if it is known. */
    default Optional<Labels> labels() {
        return Optional.empty();
    }

    /** Returns the samples of the recording, by time; empty if it is a stream. Frames and labels name them. */
    default List<RecordedSample> samples() {
        return List.of();
    }

    /**
     * Reads one sensor's frame of one of the {@link #samples}, the same as {@link #frames} gives. Safe for several
     * threads.
     *
     * @param sample index into {@link #samples}
     * @param channel one of {@link #channels}
     * @return empty if the sensor is missing in that sample, or the recording is a stream
     * @throws java.io.UncheckedIOException if the file cannot be read, naming the sample
     */
    default Optional<RecordedFrame> sampleFrame(int sample, Channel channel) {
        return Optional.empty();
    }

    /** Returns remarks for users, a sentence each: what the recording holds but does not play, and what is missing. */
    default List<String> remarks() {
        return List.of();
    }

    @Override
    void close() throws IOException;
}
