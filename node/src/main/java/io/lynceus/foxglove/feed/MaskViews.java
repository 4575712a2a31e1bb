package io.lynceus.foxglove.feed;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.foxglove.FoxgloveServer;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.stream.MaskPictures;
import io.lynceus.wire.Stamp;

/**
 * Makes of a mask what viewers show: a picture in the classes' colours, and the message without its rasters, which is small enough
 * for charts of routing, quality, states and latency. Neither is made while nobody has subscribed to it.
 *
 * <p>Thread safety: the feed's thread.
 */
final class MaskViews {
    static final String PICTURE = ".picture";
    static final String ROUTING = ".routing";

    private final FoxgloveServer server;
    private final FeedChannels channels;
    private final MaskPictures pictures;

    MaskViews(FoxgloveServer server, FeedChannels channels, MaskPictures pictures) {
        this.server = server;
        this.channels = channels;
        this.pictures = pictures;
    }

    /** Offers the channels of a rig's masks, before there is any. */
    void offer(String rig, String topic) {
        long unused = channels.of(rig, topic, topic, Segmentation.getDescriptor())
                + picture(rig, topic)
                + routing(rig, topic);
    }

    void show(String rig, String topic, Stamp stamp, byte[] value) throws InvalidProtocolBufferException {
        long picture = picture(rig, topic);
        long routing = routing(rig, topic);
        if (!channels.wants(picture) && !channels.wants(routing)) {
            return;
        }
        Segmentation mask = Segmentation.parseFrom(value);
        if (channels.wants(picture) && mask.hasClasses()) {
            server.send(picture, stamp, pictures.picture(mask).toByteArray());
        }
        if (channels.wants(routing)) {
            Segmentation small =
                    mask.toBuilder().clearClasses().clearConfidence().build();
            server.send(routing, stamp, small.toByteArray());
        }
    }

    private long picture(String rig, String topic) {
        return channels.of(rig, topic, topic + PICTURE, CompressedImage.getDescriptor());
    }

    private long routing(String rig, String topic) {
        return channels.of(rig, topic, topic + ROUTING, Segmentation.getDescriptor());
    }
}
