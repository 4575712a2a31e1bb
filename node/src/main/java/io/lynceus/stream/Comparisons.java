package io.lynceus.stream;

import io.lynceus.proto.v1.Comparison;
import io.lynceus.rig.RigConfig;
import io.lynceus.rig.RigNames;
import io.lynceus.segment.Mask;
import io.lynceus.segment.SetInput;
import io.lynceus.segment.SetInput.InputFrame;
import io.lynceus.stream.FrameDecoder.Decoded;
import io.lynceus.stream.SetSegmentation.Context;
import io.lynceus.stream.message.ComparisonMessages;
import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Second masks of sets, without one of the sensors, for people who compare. They are made while somebody asks, with what the sets leave
 * of the accelerator's time: one at a time, two a second at most, for a tenth of the time at most, and behind all sets.
 *
 * <p>Thread safety: any thread.
 */
public final class Comparisons {
    /** A request holds for so long after it was made. */
    static final Duration VALID = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Comparisons.class);
    private static final long BETWEEN_NANOS = 500_000_000L;
    /** Pause after a second mask, in multiples of the time that it took. */
    private static final int REST = 9;

    private static final int MOST_REQUESTS = 64;

    private record Request(String rig, String without) {}

    private final RigNames rigs;
    private final RigConfig config;
    private final Tally tally;
    private final LongSupplier nanoClock;
    private final Executor packing;
    private final RepeatedWarnings warnings = new RepeatedWarnings(LOG);
    /** Until when requests hold; the one that was answered last is the last. */
    private final Map<Request, Long> requests = new LinkedHashMap<>();

    private @Nullable RasterPool copies;
    private volatile Consumer<Comparison> reader = made -> {};
    /** True while a second mask is made. */
    private boolean isBusy;

    private long nextAt;

    /**
     * @param nanoClock monotonic nanoseconds
     * @param packing packs masks into messages; the network's thread has no time for that
     */
    Comparisons(RigConfig config, Tally tally, LongSupplier nanoClock, Executor packing) {
        this.rigs = RigNames.of(config.rigs());
        this.config = config;
        this.tally = tally;
        this.nanoClock = nanoClock;
        this.packing = packing;
        this.nextAt = nanoClock.getAsLong();
    }

    /** Hands second masks to a reader, on a thread of their own. */
    public void onMade(Consumer<Comparison> made) {
        reader = made;
    }

    /** Makes second masks of a rig from now on for a minute; a rig or sensor that is not served here is nothing to do. */
    public synchronized void ask(String rig, String without) {
        Request request = new Request(rig, without);
        boolean isServed = rigs.include(rig)
                && config.hasSensor(without)
                && config.sensor(without).isSegmented();
        if (isServed && (requests.containsKey(request) || requests.size() < MOST_REQUESTS)) {
            requests.put(request, nanoClock.getAsLong() + VALID.toNanos());
        }
    }

    /**
     * Makes a second mask of a set, if that is asked for and there is time.
     *
     * @param used sensors of the set's own mask
     * @param rasters of the set's frames, which are copied
     */
    void offer(Context context, Stamp set, List<String> used, Map<String, Decoded> rasters) {
        Optional<String> without = begin(context.rig(), used);
        if (without.isEmpty()) {
            return;
        }
        long begun = nanoClock.getAsLong();
        List<String> rest = used.stream()
                .filter(sensor -> !sensor.equals(without.orElseThrow()))
                .toList();
        List<InputFrame> frames = copies(context, rest, rasters);
        CompletableFuture<Void> unused = answer(context, frames)
                .whenCompleteAsync((mask, fault) -> end(nanoClock.getAsLong() - begun, frames), packing)
                .thenAccept(mask ->
                        reader.accept(messages(context).of(set, context.rig(), without.orElseThrow(), rest, mask)))
                .whenComplete((done, fault) -> count(context.rig(), fault));
    }

    private ComparisonMessages messages(Context context) {
        return new ComparisonMessages(config, context.network().card());
    }

    private static CompletableFuture<Mask> answer(Context context, List<InputFrame> frames) {
        try {
            return context.network().submitSpare(new SetInput(frames));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Returns the sensor to leave out, and is busy from then on; empty if no second mask is due. */
    private synchronized Optional<String> begin(String rig, List<String> used) {
        long now = nanoClock.getAsLong();
        requests.values().removeIf(until -> until - now < 0);
        if (isBusy || nextAt - now > 0 || used.size() < 2) {
            return Optional.empty();
        }
        for (Iterator<Map.Entry<Request, Long>> all = requests.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Request, Long> entry = all.next();
            Request request = entry.getKey();
            if (request.rig().equals(rig) && used.contains(request.without())) {
                all.remove();
                requests.put(request, entry.getValue()); // others have their turn next
                isBusy = true;
                return Optional.of(request.without());
            }
        }
        return Optional.empty();
    }

    private synchronized void end(long took, List<InputFrame> frames) {
        RasterPool pool = copies;
        if (pool != null) {
            frames.forEach(frame -> pool.giveBack(frame.raster()));
        }
        isBusy = false;
        nextAt = nanoClock.getAsLong() + Math.max(BETWEEN_NANOS, REST * took);
    }

    /** Copies rasters, because those of the set are used again as soon as its own mask is there. */
    private synchronized List<InputFrame> copies(Context context, List<String> sensors, Map<String, Decoded> rasters) {
        List<InputFrame> frames = new ArrayList<>();
        for (String sensor : sensors) {
            Decoded decoded = rasters.get(sensor);
            if (decoded == null) {
                throw new IllegalStateException("sensor " + sensor + " is used and has no raster");
            }
            ByteBuffer raster = decoded.raster();
            RasterPool pool = copies == null ? new RasterPool(raster.capacity()) : copies;
            copies = pool;
            ByteBuffer copy = pool.take().clear();
            copy.put(raster.duplicate().clear()).clear();
            frames.add(new InputFrame(
                    context.network().card().indexOf(config.sensor(sensor).measures()), copy));
        }
        return frames;
    }

    private void count(String rig, @Nullable Throwable fault) {
        tally.comparison(fault == null);
        if (fault != null) {
            warnings.warn(
                    rig,
                    "Rig " + rig + ": a second mask could not be made: " + fault.getMessage()
                            + "; the masks themselves are not affected");
        }
    }
}
