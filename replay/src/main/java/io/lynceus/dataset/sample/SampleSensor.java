package io.lynceus.dataset.sample;

import io.lynceus.dataset.Channel;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * One sensor of a dataset that consists of samples. Thread-safe: training reads many samples at once.
 *
 * @param <S> the dataset's description of a sample
 */
public interface SampleSensor<S> {
    Channel channel();

    /**
     * Returns the nanoseconds from the sample's stamp to this sensor's capture time; empty if the sensor is missing in that sample.
     */
    default OptionalLong offset(S sample) throws IOException {
        return OptionalLong.of(0);
    }

    /** Reads the protobuf message with that capture time. */
    byte[] read(S sample, Stamp stamp) throws IOException;
}
