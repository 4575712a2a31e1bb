package io.lynceus.stream;

import io.lynceus.segment.Mask;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.Network;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Segments one set after the other, without a thread: each takes as long as a call takes by the test's clock. */
public final class HandNetwork implements Network {
    private record Call(SetInput set, CompletableFuture<Mask> answer) {}

    private final Segmenter model = new FixedSegmenter();
    private final Deque<Call> calls = new ArrayDeque<>();
    /** These take no time, when there is nothing else to do. */
    private final Deque<Call> spares = new ArrayDeque<>();

    private final Supplier<Stamp> clock;
    private Duration time = Duration.ZERO;
    private Stamp begun = Stamp.EPOCH;

    /** A network that answers at once, until {@link #takes} says otherwise. */
    public HandNetwork(Supplier<Stamp> clock) {
        this.clock = clock;
    }

    @Override
    public ModelCard card() {
        return model.card();
    }

    @Override
    public CompletableFuture<Mask> submit(SetInput set) {
        Call call = new Call(set, new CompletableFuture<>());
        calls.addLast(call);
        begun = calls.size() == 1 ? clock.get() : begun;
        answer();
        return call.answer;
    }

    @Override
    public CompletableFuture<Mask> submitSpare(SetInput set) {
        Call call = new Call(set, new CompletableFuture<>());
        spares.addLast(call);
        answer();
        return call.answer;
    }

    /** From now on, a call takes that long. */
    public void takes(Duration callTime) {
        time = callTime;
    }

    /** Answers the calls that are over. Call it after the clock was moved. */
    public void answer() {
        while (!calls.isEmpty() && !clock.get().isBefore(begun.plus(time))) {
            begun = begun.plus(time);
            complete(calls.removeFirst());
        }
        while (calls.isEmpty() && !spares.isEmpty()) {
            complete(spares.removeFirst());
        }
    }

    private void complete(Call call) {
        call.answer.complete(model.segment(List.of(call.set)).get(0));
    }
}
