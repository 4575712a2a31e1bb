package io.lynceus.foxglove.feed;

import com.google.protobuf.Descriptors.Descriptor;
import io.lynceus.foxglove.FoxgloveChannel;
import io.lynceus.foxglove.FoxgloveServer;
import io.lynceus.mcap.MessageEncoding;
import io.lynceus.proto.foxglove.CompressedImage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The channels of the topics. A sensor's channel is offered when its first record has shown the type of its messages.
 *
 * <p>Thread safety: the feed's thread.
 */
final class FeedChannels {
    /**
     * @param topic that feeds the channel
     * @param name of the channel, without the rig
     */
    record Key(String rig, String topic, String name, String schema) {}

    private final FoxgloveServer server;
    private final boolean severalRigs;
    private final Map<Key, Long> ids = new HashMap<>();

    FeedChannels(FoxgloveServer server, boolean severalRigs) {
        this.server = server;
        this.severalRigs = severalRigs;
    }

    /** Returns the channel of protobuf messages made from a topic, and offers it first if it is new. */
    long of(String rig, String topic, String name, Descriptor type) {
        return of(new Key(rig, topic, name, type.getFullName()), MessageEncoding.FOXGLOVE);
    }

    /** Returns the channel of a topic's values. Bare image files become messages, because viewers do not know files. */
    long of(String rig, String topic, MessageEncoding encoding, String schema) {
        return encoding == MessageEncoding.IMAGE
                ? of(rig, topic, topic, CompressedImage.getDescriptor())
                : of(new Key(rig, topic, topic, schema), encoding);
    }

    private long of(Key key, MessageEncoding encoding) {
        return ids.computeIfAbsent(key, missing -> server.advertise(channel(missing, encoding)));
    }

    private FoxgloveChannel channel(Key key, MessageEncoding encoding) {
        byte[] schema = encoding.schema(key.schema());
        return new FoxgloveChannel(
                severalRigs && !key.rig().isEmpty() ? key.rig() + "/" + key.name() : key.name(),
                encoding.messageEncoding(),
                key.schema(),
                encoding == MessageEncoding.FOXGLOVE
                        ? Base64.getEncoder().encodeToString(schema)
                        : new String(schema, StandardCharsets.UTF_8),
                encoding.schemaEncoding());
    }

    /** Returns true if a channel of that topic has been offered. */
    boolean knows(String topic) {
        return ids.keySet().stream().anyMatch(key -> key.topic().equals(topic));
    }

    /** Returns true if a viewer has subscribed to a channel of that topic. */
    boolean wants(String topic) {
        return ids.entrySet().stream()
                .anyMatch(entry -> entry.getKey().topic().equals(topic) && server.isWanted(entry.getValue()));
    }

    /** Ends the channels of which a rig or sensor is gone. */
    void retain(Predicate<Key> isPresent) {
        ids.entrySet().removeIf(entry -> {
            boolean isGone = !isPresent.test(entry.getKey());
            if (isGone) {
                server.unadvertise(entry.getValue());
            }
            return isGone;
        });
    }

    boolean wants(long id) {
        return server.isWanted(id);
    }
}
