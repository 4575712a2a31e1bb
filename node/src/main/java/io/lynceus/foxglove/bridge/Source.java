package io.lynceus.foxglove.bridge;

import io.lynceus.foxglove.FoxgloveChannel;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.util.Optional;
import java.util.Set;

/**
 * A channel that the bridge has subscribed to.
 *
 * @param topic of Kafka for its messages
 * @param rank of the wish that chose it; cameras of the first wish come first
 */
record Source(FoxgloveChannel channel, String topic, int rank) {
    private static final Set<String> WITH_HEADER = Set.of("std_msgs/Header", "std_msgs/msg/Header", "Header");
    private static final Set<String> ENCODINGS = Set.of("cdr", "protobuf");

    static Source of(FoxgloveChannel channel, int rank) {
        return new Source(channel, Topics.ofRos(channel.topic()), rank);
    }

    /** Returns true if a node can read messages of that encoding. */
    static boolean isReadable(FoxgloveChannel channel) {
        return ENCODINGS.contains(channel.encoding());
    }

    /** Returns the capture time: that in the message, or else the server's time, or the present one. */
    Stamp stamp(byte[] payload, Stamp server, Stamp now) {
        Optional<Stamp> own = Optional.empty();
        if (channel.encoding().equals("protobuf")) {
            own = PayloadFormat.FOXGLOVE.stamp(payload);
        } else if (beginsWithHeader()) {
            own = PayloadFormat.ROS2.stamp(payload);
        }
        return own.filter(stamp -> stamp.isAfter(Stamp.EPOCH)).orElse(server.isAfter(Stamp.EPOCH) ? server : now);
    }

    /** Returns true if the message's definition begins with a std_msgs/Header, whose first field is the time. */
    private boolean beginsWithHeader() {
        return channel.schema()
                .lines()
                .map(line -> line.replaceFirst("#.*", "").trim())
                .filter(line -> !line.isEmpty() && line.indexOf('=') < 0)
                .findFirst()
                .map(line -> WITH_HEADER.contains(line.split("\\s+")[0]))
                .orElse(false);
    }
}
