package io.lynceus.data;

import io.lynceus.process.DaemonThreads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Prepares batches ahead of the training loop in its own threads. Which samples a step sees, and how they are augmented,
 * depends on the seed and the step's number alone: a resumed run sees what an uninterrupted one would have seen.
 *
 * <p>Every epoch goes through the source once in a new order; an endless source is read in order.
 *
 * <p>Thread safety: {@link #next} from one thread.
 */
public final class Loader implements AutoCloseable {
    private static final int AHEAD = 4;

    /**
     * @param batch samples of a step
     * @param seed of order and augmentation
     * @param threads that prepare samples
     */
    public record Options(int batch, long seed, int threads) {}

    private final SampleSource source;
    private final Augmentation augmentation;
    private final FaultyFrames faults;
    private final ModalitySubsets subsets;
    private final Options options;
    private final ExecutorService workers;
    private final Deque<List<Future<Sample>>> prepared = new ArrayDeque<>();
    private long nextStep;
    private long permutedEpoch = -1;
    private int[] order = new int[0];

    /** Starts with the batch of {@code firstStep}. */
    public Loader(
            SampleSource source,
            Augmentation augmentation,
            FaultConfig faults,
            ModalitySubsets subsets,
            Options options,
            long firstStep) {
        this.source = source;
        this.augmentation = augmentation;
        this.faults = new FaultyFrames(faults, source.modalities());
        this.subsets = subsets;
        this.options = options;
        this.nextStep = firstStep;
        this.workers = Executors.newFixedThreadPool(options.threads(), DaemonThreads.named("loader"));
    }

    /** Waits for the batch of the next step and returns it. */
    public List<Sample> next() throws InterruptedException {
        while (prepared.size() < AHEAD) {
            prepared.addLast(request(nextStep++));
        }
        List<Sample> samples = new ArrayList<>(options.batch);
        for (Future<Sample> sample : prepared.removeFirst()) {
            try {
                samples.add(sample.get());
            } catch (ExecutionException | CancellationException e) {
                throw new SampleException(e.getCause() == null ? e : e.getCause());
            }
        }
        return samples;
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }

    private List<Future<Sample>> request(long step) {
        List<Future<Sample>> batch = new ArrayList<>(options.batch);
        for (int i = 0; i < options.batch; i++) {
            long position = step * options.batch + i;
            long index = indexAt(position);
            batch.add(workers.submit(() -> prepare(index, position)));
        }
        return batch;
    }

    private Sample prepare(long index, long position) {
        SplittableRandom random = new SplittableRandom(mix(options.seed, position));
        return subsets.apply(faults.apply(augmentation.apply(source.sample(index), random), random), random);
    }

    private long indexAt(long position) {
        if (source.size() == Long.MAX_VALUE) {
            return position;
        }
        long epoch = position / source.size();
        if (epoch != permutedEpoch) {
            order = permutation(Math.toIntExact(source.size()), new Random(mix(options.seed, ~epoch)));
            permutedEpoch = epoch;
        }
        return order[Math.toIntExact(position % source.size())];
    }

    private static int[] permutation(int n, Random random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Seeds that differ in one bit give unrelated streams. */
    private static long mix(long seed, long position) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + position).nextLong();
    }
}
