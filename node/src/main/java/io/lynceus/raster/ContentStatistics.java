package io.lynceus.raster;

import java.util.function.Function;

/** What a frame contains, taken while decoding it. */
public sealed interface ContentStatistics {
    /** Returns a hash of the measurement without its header: it is equal for a frame that is sent again and again. */
    long contentHash();

    <T> T match(
            Function<ImageStatistics, T> image,
            Function<PointStatistics, T> points,
            Function<EventStatistics, T> events);

    /**
     * Statistics of an image, taken on a grey version of its raster of at most 160 × 120 pixels, averaged by area. A pixel of depth
     * without data is black.
     *
     * @param mean grey value, 0 to 255
     * @param deviation standard deviation of the grey value
     * @param blackShare share of pixels of grey value 4 or less
     * @param saturatedShare share of pixels of grey value 251 or more
     * @param sharpness variance of the Laplacian
     */
    record ImageStatistics(
            double mean, double deviation, double blackShare, double saturatedShare, double sharpness, long contentHash)
            implements ContentStatistics {
        @Override
        public <T> T match(
                Function<ImageStatistics, T> image,
                Function<PointStatistics, T> points,
                Function<EventStatistics, T> events) {
            return image.apply(this);
        }
    }

    /**
     * Statistics of a point cloud.
     *
     * @param points points with a finite position other than the origin
     * @param inView of these, those that fall into the raster
     * @param meanRange mean distance from the sensor, metres; 0 without points
     * @param rangeSpread standard deviation of the distance, metres
     */
    record PointStatistics(int points, int inView, double meanRange, double rangeSpread, long contentHash)
            implements ContentStatistics {
        @Override
        public <T> T match(
                Function<ImageStatistics, T> image,
                Function<PointStatistics, T> points,
                Function<EventStatistics, T> events) {
            return points.apply(this);
        }
    }

    /**
     * Statistics of an event packet.
     *
     * @param events events within the sensor
     * @param perSecond events per second between the first and the last of them, or over 10 ms if these are closer
     */
    record EventStatistics(long events, double perSecond, long contentHash) implements ContentStatistics {
        @Override
        public <T> T match(
                Function<ImageStatistics, T> image,
                Function<PointStatistics, T> points,
                Function<EventStatistics, T> events) {
            return events.apply(this);
        }
    }
}
