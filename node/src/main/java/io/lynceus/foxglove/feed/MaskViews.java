package io.lynceus.foxglove.feed;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.foxglove.FoxgloveServer;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.stream.message.MaskPictures;
import io.lynceus.wire.Stamp;
import java.util.Optional;

/**
 * Makes of a mask what viewers show: a picture in the classes' colours, and the message without its rasters, which is small enough
 * for charts of routing, quality, states and latency. Neither is made while nobody has subscribed to it.
 *
 * <p>Thread safety: the feed's thread.
 */
final class MaskViews {
    private static final String ROUTING = ".routing";

    private final FoxgloveServer server;
    private final FeedChannels channels;
    private final Optional<MaskPictures> pictures;

    /** @param pictures empty: the node draws them itself, on a topic of their own */
    MaskViews(FoxgloveServer server, FeedChannels channels, Optional<MaskPictures> pictures) {
        this.server = server;
        this.channels = channels;
        this.pictures = pictures;
    }

    /** Offers the channels of a rig's masks, before there is any. */
    void offer(String rig, String topic) {
        long unused = channels.of(rig, topic, topic, Segmentation.getDescriptor()) + routing(rig, topic);
        pictures.ifPresent(drawn -> picture(rig, topic));
    }

    void show(String rig, String topic, Stamp stamp, byte[] value) throws InvalidProtocolBufferException {
        boolean wantsPicture = pictures.isPresent() && channels.wants(picture(rig, topic));
        long routing = routing(rig, topic);
        if (!wantsPicture && !channels.wants(routing)) {
            return;
        }
        Segmentation mask = Segmentation.parseFrom(value);
        if (wantsPicture && mask.hasClasses()) {
            server.send(
                    picture(rig, topic),
                    stamp,
                    pictures.orElseThrow().picture(mask).toByteArray());
        }
        if (channels.wants(routing)) {
            Segmentation small =
                    mask.toBuilder().clearClasses().clearConfidence().build();
            server.send(routing, stamp, small.toByteArray());
        }
    }

    private long picture(String rig, String topic) {
        return channels.of(rig, topic, topic + MaskPictures.SUFFIX, CompressedImage.getDescriptor());
    }

    private long routing(String rig, String topic) {
        return channels.of(rig, topic, topic + ROUTING, Segmentation.getDescriptor());
    }
}
