package io.lynceus.stream.kafka;

import io.lynceus.segment.Batcher;
import io.lynceus.segment.Mask;
import io.lynceus.segment.SetInput;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Asks whether the accelerator answers. While there are sets, their masks show it. In quiet times a black frame is segmented now
 * and then, so that a lost accelerator is noticed before the next set needs it.
 */
final class AcceleratorQuestion implements Watch.Question {
    /** After this time without a mask, a black frame is tried. */
    static final Duration QUIET = Duration.ofSeconds(5);
    /** How long a call may take, unless the model has shown that it takes longer. */
    static final Duration CALL = Duration.ofSeconds(5);
    /** How many times longer than the longest call so far. */
    private static final long SLOWER = 10;

    private final Batcher batcher;
    private final Consumer<Throwable> fault;
    private final SetInput black;
    private Optional<CompletableFuture<Mask>> tried = Optional.empty();

    /** @param fault gets the error of a tried frame */
    AcceleratorQuestion(Batcher batcher, Consumer<Throwable> fault) {
        this.batcher = batcher;
        this.fault = fault;
        ByteBuffer raster = ByteBuffer.allocateDirect(
                batcher.card().height() * batcher.card().width() * 3);
        this.black = new SetInput(List.of(new SetInput.InputFrame(0, raster)));
    }

    @Override
    public String whom() {
        return "the accelerator (" + batcher.provider() + ")";
    }

    @Override
    public String remedy() {
        return "restart the node; if it comes again, look at the accelerator's own log";
    }

    @Override
    public void ask() {
        Batcher.Pulse pulse = batcher.pulse();
        long allowed = Math.max(CALL.toNanos(), SLOWER * pulse.longestNanos());
        if (pulse.isCalling() && pulse.sinceNanos() > allowed) {
            throw new IllegalStateException("one call has taken " + pulse.sinceNanos() / 1_000_000
                    + " ms so far, allowed are " + allowed / 1_000_000);
        }
        if (!pulse.isCalling() && pulse.sinceNanos() > QUIET.toNanos() && tried.isEmpty()) {
            CompletableFuture<Mask> frame = batcher.submit(black);
            tried = Optional.of(frame);
            CompletableFuture<Mask> unused = frame.whenComplete((mask, failure) -> {
                if (failure != null) {
                    fault.accept(failure);
                }
            });
        }
        tried = tried.filter(frame -> !frame.isDone());
    }

    /** Closes nothing: the batcher belongs to the node. */
    @Override
    public void close() {}
}
