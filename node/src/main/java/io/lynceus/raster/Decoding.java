package io.lynceus.raster;

import io.lynceus.wire.Stamp;
import java.util.Optional;
import java.util.function.Function;

/** The result of decoding one value. */
public sealed interface Decoding {
    <T> T match(Function<Rastered, T> rastered, Function<Malformed, T> malformed);

    /**
     * The raster is in the target.
     *
     * @param stamp capture time in the payload; empty if it carries none, or zero
     * @param remark an error in the value that did not prevent reading it, such as more bytes than its header needs
     * @param image that was drawn; empty for point clouds and events
     */
    record Rastered(
            Optional<Stamp> stamp, ContentStatistics statistics, Optional<String> remark, Optional<SourceImage> image)
            implements Decoding {
        @Override
        public <T> T match(Function<Rastered, T> rastered, Function<Malformed, T> malformed) {
            return rastered.apply(this);
        }
    }

    /**
     * An image that fills a raster.
     *
     * @param frameId coordinate frame; empty if the message names none
     */
    record SourceImage(String frameId, int width, int height) {}

    /**
     * The value cannot be used; what the target holds is undefined.
     *
     * @param reason what happened, the value seen and the value allowed
     * @param byteOffset position at which decoding failed, within the value or the image in it; −1 if unknown
     */
    record Malformed(String reason, long byteOffset) implements Decoding {
        @Override
        public <T> T match(Function<Rastered, T> rastered, Function<Malformed, T> malformed) {
            return malformed.apply(this);
        }
    }
}
