package io.lynceus.raster;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import io.lynceus.raster.ContentStatistics.EventStatistics;
import io.lynceus.raster.message.EventSource;
import io.lynceus.raster.message.FramePayload;
import io.lynceus.raster.message.MalformedException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.opencv.opencv_core.Mat;

/** Draws the events of a packet; the package's documentation has the formulas. */
final class EventRaster {
    private static final long WINDOW_NANOS = 100_000_000;
    private static final long MIN_SPAN_NANOS = 10_000_000;
    private static final byte[] COUNT_CODE = countCode();
    private static final ThreadLocal<byte[]> CELLS = ThreadLocal.withInitial(() -> new byte[0]);

    private final RasterSize size;
    private final Resampler resampler;

    EventRaster(RasterSize size, Resampler resampler) {
        this.size = size;
        this.resampler = resampler;
    }

    /** Returns uint8 255 (1 − 2^(−n/2)) for each count n. */
    private static byte[] countCode() {
        byte[] code = new byte[256];
        for (int n = 0; n < code.length; n++) {
            code[n] = (byte) Math.round(255 * (1 - Math.pow(2, -n / 2.0)));
        }
        return code;
    }

    EventStatistics draw(FramePayload.PacketEvents events, long contentHash, Mat target) throws MalformedException {
        Extent extent = new Extent(events.width(), events.height());
        events.source().forEach(extent);
        if (extent.count == 0 && extent.outside > 0) {
            throw new MalformedException("all " + extent.outside + " events lie outside of the sensor of "
                    + events.width() + " x " + events.height() + " pixels that the packet states");
        }
        EventGrid grid = new EventGrid(events, size, extent.last);
        events.source().forEach(grid);
        try (Mat drawn = new Mat(grid.height, grid.width, CV_8UC3)) {
            grid.encode(drawn.<ByteBuffer>createBuffer());
            resampler.apply(drawn, target, Resampler.Sampling.NEAREST);
        }
        return extent.statistics(contentHash);
    }

    /** First pass: counts the events, and finds their first and last times. */
    private static final class Extent implements EventSource.EventSink {
        private final int width;
        private final int height;
        private long count;
        private long outside;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        Extent(int width, int height) {
            this.width = width;
            this.height = height;
        }

        @Override
        public void accept(long nanos, int x, int y, boolean positive) {
            if (x < width && y < height) {
                count++;
                first = Math.min(first, nanos);
                last = Math.max(last, nanos);
            } else {
                outside++;
            }
        }

        EventStatistics statistics(long contentHash) {
            long span = count == 0 ? MIN_SPAN_NANOS : Math.max(MIN_SPAN_NANOS, last - first);
            return new EventStatistics(count, count * 1e9 / span, contentHash);
        }
    }

    /** Second pass: sums counts and recency per cell, uint8 [height, width, 3]. */
    private static final class EventGrid implements EventSource.EventSink {
        private final int sensorWidth;
        private final int sensorHeight;
        private final int width;
        private final int height;
        private final long end;
        private final int length;
        /** At least as long as needed: those of this thread, used for the packet before as well. */
        private final byte[] cells;

        EventGrid(FramePayload.PacketEvents events, RasterSize size, long end) {
            this.sensorWidth = events.width();
            this.sensorHeight = events.height();
            this.width = Math.min(sensorWidth, size.width());
            this.height = Math.min(sensorHeight, size.height());
            this.end = end;
            this.length = 3 * width * height;
            this.cells = cells(length);
        }

        @Override
        public void accept(long nanos, int x, int y, boolean positive) {
            long age = end - nanos;
            if (x >= sensorWidth || y >= sensorHeight || age > WINDOW_NANOS) {
                return;
            }
            int cell = 3 * (y * height / sensorHeight * width + x * width / sensorWidth);
            int channel = positive ? cell : cell + 1;
            if (cells[channel] != (byte) 255) {
                cells[channel]++;
            }
            int recency = (int) (255 - (age * 254 + WINDOW_NANOS / 2) / WINDOW_NANOS);
            cells[cell + 2] = (byte) Math.max(recency, cells[cell + 2] & 0xFF);
        }

        private static byte[] cells(int length) {
            if (CELLS.get().length < length) {
                CELLS.set(new byte[length]);
            } else {
                Arrays.fill(CELLS.get(), 0, length, (byte) 0);
            }
            return CELLS.get();
        }

        void encode(ByteBuffer target) {
            for (int i = 0; i < length; i += 3) {
                cells[i] = COUNT_CODE[cells[i] & 0xFF];
                cells[i + 1] = COUNT_CODE[cells[i + 1] & 0xFF];
            }
            target.put(cells, 0, length);
        }
    }
}
