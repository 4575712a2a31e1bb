package io.lynceus.dataset.sample;

import io.lynceus.dataset.Due;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the frames of a dataset's samples, by index and sensor. Thread-safe: nothing is kept from one call to the next.
 *
 * @param name of the dataset, for messages
 * @param samples by time
 * @param sources what the sensors read, one for each sample
 * @param <S> the dataset's description of a sample
 */
record SampleReader<S>(String name, SampleTimes times, List<RecordedSample> samples, List<S> sources) {
    SampleReader {
        samples = List.copyOf(samples);
        sources = List.copyOf(sources);
    }

    /**
     * Returns the sensor's frame of a sample; empty if the sensor is missing in it.
     *
     * @throws UncheckedIOException naming sample and sensor, here or when the frame is asked for
     */
    Optional<Due> due(SampleSensor<S> sensor, int i) {
        try {
            OptionalLong offset = sensor.offset(sources.get(i));
            if (offset.isEmpty()) {
                return Optional.empty();
            }
            Stamp stamp = samples.get(i).stamp().plusNanos(times.kept(offset.getAsLong()));
            return Optional.of(new Due(stamp, () -> frame(sensor, i, stamp)));
        } catch (IOException e) {
            throw unreadable(sensor, i, e);
        }
    }

    private RecordedFrame frame(SampleSensor<S> sensor, int i, Stamp stamp) {
        try {
            byte[] message = sensor.read(sources.get(i), stamp);
            return new RecordedFrame(
                    sensor.channel(),
                    stamp,
                    i,
                    message,
                    Optional.of(samples.get(i).id()));
        } catch (IOException e) {
            throw unreadable(sensor, i, e);
        }
    }

    private UncheckedIOException unreadable(SampleSensor<S> sensor, int i, IOException e) {
        return new UncheckedIOException(
                name + ", sample " + samples.get(i).id() + ", sensor "
                        + sensor.channel().sensor() + ": " + e.getMessage(),
                e);
    }
}
