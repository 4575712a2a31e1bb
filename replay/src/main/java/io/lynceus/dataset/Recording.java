package io.lynceus.dataset;

import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Sensor streams that can be replayed, whatever they are read from. */
public interface Recording extends AutoCloseable {
    /** The start of recordings whose capture times are unknown. */
    Stamp UNDATED = new Stamp(1_767_225_600_000_000_000L);

    /** What a user calls it, such as {@code street/night/1}. */
    String name();

    List<Channel> channels();

    /** Not after the first frame. */
    Stamp start();

    /** Just after the last frame; empty if the recording never ends. */
    Optional<Stamp> end();

    /** CalibrationMessages and transforms, to be sent before the first frame. */
    List<Latched> latched();

    /**
     * The frames from a capture time on, over all channels, by ascending capture time. They are read when asked for.
     *
     * <p>The iterator throws {@link java.io.UncheckedIOException} where a file cannot be read. Several iterators may be
     * open at a time, all on one thread.
     */
    Iterator<RecordedFrame> frames(Stamp from);

    /** Returns the class of each pixel, if it is known. */
    default Optional<Labels> labels() {
        return Optional.empty();
    }

    /** The samples that it is made of, by time; empty if it is a stream. Frames and labels name them. */
    default List<RecordedSample> samples() {
        return List.of();
    }

    /**
     * One sensor's frame of one of its {@link #samples}, the same as {@link #frames} gives, read when asked for. Safe for several
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

    /** What a reader should know about it, a sentence each: what is there but not played, what is missing. */
    default List<String> remarks() {
        return List.of();
    }

    @Override
    void close() throws IOException;
}
