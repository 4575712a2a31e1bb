package io.lynceus.command;

import io.lynceus.dataset.Frame;
import io.lynceus.dataset.Recording;
import io.lynceus.raster.RasterSize;
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
 * The least that gives masks: decode a set's frames on a pool, call the network, next set. No Kafka, no matching, no health. What
 * the node is measured against.
 */
final class BareLoop implements AutoCloseable {
    /** A sensor's place in the model and the raster that is written for it. */
    private record Lane(int modality, ByteBuffer raster) {}

    private final Segmenter segmenter;
    private final RecordedRasters rasters;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final ExecutorService pool;

    /**
     * @param segmenter stays the caller's
     * @param decodeThreads as many as the node has
     */
    BareLoop(Recording recording, Segmenter segmenter, int decodeThreads) {
        this.segmenter = segmenter;
        this.pool = Executors.newFixedThreadPool(decodeThreads);
        RasterSize size =
                new RasterSize(segmenter.card().height(), segmenter.card().width());
        this.rasters = new RecordedRasters(recording, size);
        recording
                .channels()
                .forEach(channel -> lanes.put(
                        channel.sensor(), new Lane(segmenter.card().indexOf(channel.modality()), rasters.buffer())));
    }

    /** Nanoseconds that these sets take, one after the other. */
    long run(List<List<Frame>> sets) {
        long start = System.nanoTime();
        for (List<Frame> set : sets) {
            segmenter.segment(List.of(new SetInput(rasters(set))));
        }
        return System.nanoTime() - start;
    }

    /** The set's rasters; the next call writes over them. */
    List<SetInput.Frame> rasters(List<Frame> set) {
        return set.stream().map(frame -> CompletableFuture.supplyAsync(() -> decode(frame), pool)).toList().stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private SetInput.Frame decode(Frame frame) {
        Lane lane = lanes.get(frame.channel().sensor());
        if (lane == null) {
            throw new IllegalArgumentException("no channel for " + frame);
        }
        rasters.draw(frame, lane.raster);
        return new SetInput.Frame(lane.modality, lane.raster);
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
