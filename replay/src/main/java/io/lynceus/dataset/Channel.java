package io.lynceus.dataset;

import io.lynceus.wire.Modality;
import io.lynceus.wire.Topics;
import java.util.Optional;

/**
 * One sensor's stream in a recording.
 *
 * @param sensor name of the sensor, unique in the recording, such as {@code rgb}
 * @param topic Kafka topic, such as {@code camera.front.image}
 * @param schema full name of the protobuf message in a frame's value, such as {@code foxglove.CompressedImage}
 * @param format what the message holds: {@code jpeg}, {@code png}, {@code 16UC1}, {@code columns}, ...
 * @param rateHz nominal frames per second; 0 if unknown
 * @param frameId coordinate frame of the measurements
 */
public record Channel(
        String sensor, Modality modality, String topic, String schema, String format, double rateHz, String frameId) {
    public Channel {
        Topics.requireValid(topic);
        if (!(rateHz >= 0 && rateHz < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "rate of sensor '" + sensor + "' is " + rateHz + " Hz; give a positive number, or 0 if unknown");
        }
    }

    /**
     * Returns the coordinate frame whose transform takes the measurements into the camera's image; empty for images and event
     * packets, which recordings hold in the camera's view already.
     */
    public Optional<String> projectedFrame() {
        return schema.equals("foxglove.PointCloud") ? Optional.of(frameId) : Optional.empty();
    }
}
