package io.lynceus.raster.message;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The points of a {@code sensor_msgs/PointCloud2} without gaps between its rows. Its header counts the points; if the length of a
 * row is stated wrongly, as some drivers do, the length of the data decides whether rows are padded.
 *
 * @param points height · width · pointStep bytes
 * @param remark an error in the message that does not prevent reading it
 */
record PointRows(ByteBuffer points, Optional<String> remark) {
    static PointRows of(long height, long width, long pointStep, long rowStep, ByteBuffer data)
            throws MalformedException {
        long row = width * pointStep; // factors of 32 bits: no overflow as signed below 2^63, checked by the division
        boolean fits = row >= 0 && (row == 0 || height <= Integer.MAX_VALUE / row);
        if (!fits || height * row > data.remaining()) {
            throw new MalformedException("point cloud of " + height + " rows of " + width + " points of " + pointStep
                    + " bytes: the data have " + data.remaining() + " bytes, too few");
        }
        int needed = (int) (height * row);
        if (data.remaining() == needed) {
            return new PointRows(data, Optional.empty());
        }
        if (height > 1 && rowStep > row && rowStep * (height - 1) + row <= data.remaining()) {
            return new PointRows(withoutPadding(data, (int) height, (int) row, (int) rowStep), Optional.empty());
        }
        return new PointRows(
                data.slice(0, needed).order(data.order()),
                Optional.of("a point cloud of " + height + " · " + width + " points of " + pointStep
                        + " bytes carries more bytes than its header counts; the rest is left out. Correct width and"
                        + " height in the driver"));
    }

    private static ByteBuffer withoutPadding(ByteBuffer data, int height, int row, int rowStep) {
        ByteBuffer packed = ByteBuffer.allocate(height * row).order(data.order());
        for (int i = 0; i < height; i++) {
            packed.put(data.slice(i * rowStep, row));
        }
        return packed.flip();
    }
}
