package io.lynceus.data;

import io.lynceus.dataset.ClassList;
import io.lynceus.raster.RasterSize;
import io.lynceus.wire.Modality;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/** Labelled samples by index. Thread-safe; the same index gives the same bytes. */
public interface SampleSource {
    /** Returns the modalities in the order of {@link Sample.Frame#modality}. */
    List<Modality> modalities();

    ClassList classes();

    /** Returns the number of samples; {@link Long#MAX_VALUE} for an endless source. */
    long size();

    /**
     * Returns a sample for training: the present frames, at the label's own size.
     *
     * @param index from 0 to {@link #size} - 1
     */
    Sample sample(long index);

    /**
     * Returns a sample for evaluation: the frames as the node makes them for a model of that size, and the label at its own size.
     *
     * @param index from 0 to {@link #size} - 1
     */
    Sample sample(long index, RasterSize size);

    /**
     * Returns the distance from one window to the next where samples are larger than a network's input, so that windows over them are judged
     * together; empty where a sample fits the input.
     */
    default OptionalInt stride() {
        return OptionalInt.empty();
    }

    /** Returns a sample of exactly that size: the whole one, or a part of it where {@link #stride} says so. */
    default Sample fitting(long index, RasterSize size) {
        return sample(index, size);
    }

    /**
     * Returns indices of at most that many samples, evenly over the source, because neighbours are alike; for an endless source,
     * the first ones.
     */
    default long[] spread(long most) {
        long size = size();
        long count = Math.min(most, size);
        return LongStream.range(0, count)
                .map(i -> size == Long.MAX_VALUE ? i : i * size / count)
                .toArray();
    }
}
