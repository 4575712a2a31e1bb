package io.lynceus.fault.content;

import io.lynceus.dataset.Channel;

/** The kinds of content of a frame's message. */
public enum PayloadKind {
    IMAGE("images"),
    POINTS("point clouds"),
    EVENTS("event packets"),
    OTHER("other messages");

    private final String plural;

    PayloadKind(String plural) {
        this.plural = plural;
    }

    public static PayloadKind of(Channel channel) {
        return switch (channel.schema()) {
            case "foxglove.CompressedImage", "foxglove.RawImage" -> IMAGE;
            case "foxglove.PointCloud" -> POINTS;
            case "lynceus.v1.EventPacket" -> EVENTS;
            default -> OTHER;
        };
    }

    @Override
    public String toString() {
        return plural;
    }
}
