package io.lynceus.bench;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RasterSpec;
import io.lynceus.raster.Rasterizer;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Decodes a dataset's images from files to rasters of their own size, in two ways on equally many threads: as the node gets them
 * (frame message, checks, raster, content statistics), and with imdecode alone. The second way reads copies of the files, from a
 * folder of their own.
 */
public final class ReadingBench implements AutoCloseable {
    private static final String IMAGE = CompressedImage.getDescriptor().getFullName();

    /** @param rasterizer of the image's own size */
    private record Image(Path file, Rasterizer rasterizer) {}

    private final Recording recording;
    private final int threads;
    private final TemporaryFolder folder;
    private final ExecutorService pool;
    private final List<Image> images = new ArrayList<>();
    private final int rasterBytes;

    /**
     * Reads the images once.
     *
     * @param recording is closed by the caller
     * @param most number of images, from the recording's beginning
     */
    public ReadingBench(Recording recording, int most, int threads) throws IOException {
        this.recording = recording;
        this.threads = threads;
        this.folder = TemporaryFolder.create("reading");
        this.pool = Executors.newFixedThreadPool(threads);
        Map<RasterSpec, Rasterizer> rasterizers = new HashMap<>();
        for (Iterator<RecordedFrame> frames = frames(); frames.hasNext() && images.size() < most; ) {
            RecordedFrame frame = frames.next();
            Path file = folder.path().resolve(Integer.toString(images.size()));
            Files.write(file, CompressedImage.parseFrom(frame.value()).getData().toByteArray());
            RasterSpec spec = new RasterSpec(
                    frame.channel().modality(), PayloadFormat.FOXGLOVE, bareDecode(file), Optional.empty());
            images.add(new Image(file, rasterizers.computeIfAbsent(spec, Rasterizer::new)));
        }
        if (images.isEmpty()) {
            close();
            throw new SettingsException(recording.name() + " has no image files; choose another dataset");
        }
        this.rasterBytes = images.stream()
                .mapToInt(image -> image.rasterizer().spec().size().bytes())
                .max()
                .orElseThrow();
    }

    public int images() {
        return images.size();
    }

    /** Makes rasters of all images as the node does, and returns the nanoseconds that this took. */
    public long run() {
        Iterator<RecordedFrame> frames = frames();
        Iterator<Image> ofFrames = images.iterator();
        return timed(() -> {
            ByteBuffer raster = ByteBuffer.allocateDirect(rasterBytes);
            for (Optional<Runnable> next = next(frames, ofFrames, raster);
                    next.isPresent();
                    next = next(frames, ofFrames, raster)) {
                next.orElseThrow().run();
            }
        });
    }

    /** Reads the next file, and returns the task that decodes it. */
    private static synchronized Optional<Runnable> next(
            Iterator<RecordedFrame> frames, Iterator<Image> images, ByteBuffer raster) {
        if (!images.hasNext()) {
            return Optional.empty();
        }
        Rasterizer rasterizer = images.next().rasterizer();
        RecordedFrame frame = frames.next();
        return Optional.of(
                () -> require(rasterizer.decode(frame.value(), raster).match(done -> true, malformed -> false), frame));
    }

    /** Reads and decodes all files, and returns the nanoseconds that this took. */
    public long runBare() {
        AtomicInteger next = new AtomicInteger();
        return timed(() -> {
            for (int i = next.getAndIncrement(); i < images.size(); i = next.getAndIncrement()) {
                bareDecode(images.get(i).file());
            }
        });
    }

    private Iterator<RecordedFrame> frames() {
        Iterator<RecordedFrame> all = recording.frames(recording.start());
        return Stream.generate(() -> all)
                .takeWhile(Iterator::hasNext)
                .map(Iterator::next)
                .filter(frame -> frame.channel().schema().equals(IMAGE))
                .iterator();
    }

    private static RasterSize bareDecode(Path file) {
        byte[] bytes = read(file);
        try (BytePointer memory = new BytePointer(bytes);
                Mat encoded = new Mat(1, bytes.length, CV_8UC1, memory);
                Mat decoded = imdecode(encoded, IMREAD_COLOR_RGB | IMREAD_IGNORE_ORIENTATION)) {
            require(!decoded.empty(), file);
            return new RasterSize(decoded.rows(), decoded.cols());
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(boolean decoded, Object what) {
        if (!decoded) {
            throw new IllegalStateException(what + " is an image that cannot be decoded");
        }
    }

    private long timed(Runnable worker) {
        long start = System.nanoTime();
        Stream.generate(() -> CompletableFuture.runAsync(worker, pool))
                .limit(threads)
                .toList()
                .forEach(CompletableFuture::join);
        return System.nanoTime() - start;
    }

    @Override
    public void close() {
        pool.shutdown();
        folder.close();
    }
}
