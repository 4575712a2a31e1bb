package io.lynceus.segment;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The frames of one set that go into the network.
 *
 * @param frames at least one, in any order
 */
public record SetInput(List<InputFrame> frames) {
    public SetInput {
        frames = List.copyOf(frames);
        if (frames.isEmpty()) {
            throw new IllegalArgumentException(
                    "a set without frames cannot be segmented; the gate must not let it pass");
        }
    }

    /**
     * @param modality index into the model's modality list
     * @param raster uint8 [H, W, 3] RGB, direct, position 0; read only until the result is there
     */
    public record InputFrame(int modality, ByteBuffer raster) {}
}
