package io.lynceus.dataset.sample;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.message.ImageMessages;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A sensor whose frames are image files, sent as they are.
 *
 * @param file of a sample
 */
public record FileSensor<S>(Channel channel, Function<S, Path> file) implements SampleSensor<S> {
    /** Makes the channel of a sensor of image files. */
    public static Channel channel(
            String sensor, Modality modality, String topic, String format, double rateHz, String frameId) {
        return new Channel(sensor, modality, topic, "foxglove.CompressedImage", format, rateHz, frameId);
    }

    @Override
    public byte[] read(S sample, Stamp stamp) throws IOException {
        return ImageMessages.file(channel, stamp, Files.readAllBytes(file.apply(sample)));
    }
}
