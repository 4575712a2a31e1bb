package io.lynceus.bench;

import io.lynceus.segment.Mask;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A model whose calls take at least a given time, as on a slower machine.
 *
 * <p>Thread safety: any thread.
 */
final class SlowSegmenter extends BorrowedSegmenter {
    private volatile Duration least = Duration.ZERO;

    /** @param model is closed by the caller */
    SlowSegmenter(Segmenter model) {
        super(model);
    }

    /** Sets how long each call takes from now on; one that takes longer by itself stays as it is. */
    void takesAtLeast(Duration time) {
        least = time;
    }

    @Override
    public List<Mask> segment(List<SetInput> batch) {
        long end = System.nanoTime() + least.toNanos();
        List<Mask> masks = model.segment(batch);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return masks;
    }
}
