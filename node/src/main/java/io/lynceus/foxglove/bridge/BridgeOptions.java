package io.lynceus.foxglove.bridge;

import io.lynceus.foxglove.DropOldest;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a bridge carries.
 *
 * @param server such as {@code ws://robot:8765}
 * @param rig the key of its records
 * @param topics names of channels; a star stands for any characters
 * @param reference coordinate frame of the camera that other sensors are projected into; empty: that of the first of {@code
 *     topics} that has a calibration
 * @param largest frame in bytes; larger ones are refused
 * @param queue between robot and Kafka
 * @param unconfirmed most bytes that were given to Kafka and are not confirmed
 */
public record BridgeOptions(
        URI server,
        String rig,
        List<String> topics,
        Optional<String> reference,
        int largest,
        DropOldest.Limits queue,
        long unconfirmed) {
    private static final DropOldest.Limits QUEUE = new DropOldest.Limits(1_000, 64L << 20);
    private static final long UNCONFIRMED = 32L << 20;

    public BridgeOptions {
        topics = List.copyOf(topics);
        String scheme = String.valueOf(server.getScheme());
        if (!List.of("ws", "wss").contains(scheme) || server.getHost() == null) {
            throw new IllegalArgumentException(
                    "the server is '" + server + "': give ws://HOST:PORT or wss://HOST:PORT, such as ws://robot:8765");
        }
        if (rig.isBlank() || rig.indexOf('|') >= 0) {
            throw new IllegalArgumentException("the rig's id is '" + rig + "': give a name without '|'");
        }
    }

    /** Returns options with the usual limits. */
    public static BridgeOptions of(URI server, String rig, List<String> topics, int largest) {
        return new BridgeOptions(server, rig, topics, Optional.empty(), largest, QUEUE, UNCONFIRMED);
    }

    public BridgeOptions withReference(Optional<String> frame) {
        return new BridgeOptions(server, rig, topics, frame, largest, queue, unconfirmed);
    }

    public BridgeOptions withQueue(DropOldest.Limits limits) {
        return new BridgeOptions(server, rig, topics, reference, largest, limits, unconfirmed);
    }
}
