package io.lynceus.fault;

import io.lynceus.dataset.Channel;

/** What a frame's message holds. */
enum Payload {
    IMAGE("images"),
    POINTS("point clouds"),
    EVENTS("event packets"),
    OTHER("other messages");

    private final String plural;

    Payload(String plural) {
        this.plural = plural;
    }

    static Payload of(Channel channel) {
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
