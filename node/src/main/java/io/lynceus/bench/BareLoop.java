package io.lynceus.bench;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.Rasterizer;
import io.lynceus.raster.RecordedRasters;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The minimum of work that gives masks: decode a set's frames on a pool, call the network, go to the next set. It has no Kafka, no
 * matching and no health. The node is measured against it.
 */
public final class BareLoop implements AutoCloseable {
    /** A sensor's decoder and the two rasters that it writes in turn. */
    private record SensorDecoder(int modality, Rasterizer rasterizer, List<ByteBuffer> rasters) {}

    private final Segmenter segmenter;
    private final Map<String, SensorDecoder> decoders = new HashMap<>();
    private final ExecutorService pool;

    /**
     * @param segmenter is closed by the caller
     * @param decodeThreads as many as the node has
     */
    public BareLoop(Recording recording, Segmenter segmenter, int decodeThreads) {
        this.segmenter = segmenter;
        this.pool = Executors.newFixedThreadPool(decodeThreads);
        RasterSize size =
                new RasterSize(segmenter.card().height(), segmenter.card().width());
        RecordedRasters rasters = new RecordedRasters(recording);
        recording
                .channels()
                .forEach(channel -> decoders.put(
                        channel.sensor(),
                        new SensorDecoder(
                                segmenter.card().indexOf(channel.modality()),
                                rasters.of(channel, size),
                                List.of(
                                        ByteBuffer.allocateDirect(size.bytes()),
                                        ByteBuffer.allocateDirect(size.bytes())))));
    }

    /** Segments these sets one after the other, and returns the nanoseconds that this took. As in the node, the next set is decoded while the network works. */
    public long run(List<List<RecordedFrame>> sets) {
        long start = System.nanoTime();
        List<CompletableFuture<SetInput.InputFrame>> next = begin(sets.get(0), 0);
        for (int i = 0; i < sets.size(); i++) {
            List<SetInput.InputFrame> rasters = join(next);
            next = i + 1 < sets.size() ? begin(sets.get(i + 1), (i + 1) % 2) : List.of();
            segmenter.segment(List.of(new SetInput(rasters)));
        }
        return System.nanoTime() - start;
    }

    /** Returns the set's rasters; the next call writes over them. */
    public List<SetInput.InputFrame> rasters(List<RecordedFrame> set) {
        return join(begin(set, 0));
    }

    /** @param side which of a sensor's two rasters is written; the network reads the other one */
    private List<CompletableFuture<SetInput.InputFrame>> begin(List<RecordedFrame> set, int side) {
        return set.stream()
                .map(frame -> CompletableFuture.supplyAsync(() -> decode(frame, side), pool))
                .toList();
    }

    private static List<SetInput.InputFrame> join(List<CompletableFuture<SetInput.InputFrame>> decoding) {
        return decoding.stream().map(CompletableFuture::join).toList();
    }

    private SetInput.InputFrame decode(RecordedFrame frame, int side) {
        SensorDecoder decoder = decoders.get(frame.channel().sensor());
        if (decoder == null) {
            throw new IllegalArgumentException("no channel for " + frame);
        }
        ByteBuffer raster = decoder.rasters.get(side);
        return decoder.rasterizer
                .decode(frame.value(), raster)
                .match(rastered -> new SetInput.InputFrame(decoder.modality, raster), malformed -> {
                    throw new IllegalStateException(frame + " cannot be decoded: " + malformed.reason());
                });
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
