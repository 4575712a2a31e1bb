package io.lynceus.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class BatcherTest {
    private static final ModelCard CARD = ModelCardTest.card();

    /** Answers with the set's first modality as its class; waits at the gate before each call. */
    private static final class Recorder implements Segmenter {
        final List<Integer> callSizes = new ArrayList<>();
        final CountDownLatch gate;
        boolean closed;

        Recorder(CountDownLatch gate) {
            this.gate = gate;
        }

        @Override
        public ModelCard card() {
            return CARD;
        }

        @Override
        public String provider() {
            return "test";
        }

        @Override
        public List<Mask> segment(List<SetInput> sets) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            callSizes.add(sets.size());
            return sets.stream()
                    .map(set -> {
                        int m = set.frames().get(0).modality();
                        if (m < 0) {
                            throw new IllegalArgumentException("modality " + m);
                        }
                        return new Mask(1, 1, new byte[] {(byte) m}, new byte[0], new float[1][1], new float[0], 0, 1);
                    })
                    .toList();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static SetInput set(int modality) {
        return new SetInput(List.of(new SetInput.InputFrame(modality, ByteBuffer.allocateDirect(3))));
    }

    @Test
    void whatWaitsWhileACallRunsSharesTheNextOne() {
        CountDownLatch gate = new CountDownLatch(1);
        Recorder recorder = new Recorder(gate);
        List<CompletableFuture<Mask>> answers = new ArrayList<>();
        try (Batcher batcher = new Batcher(recorder, 4, System::nanoTime)) {
            for (int i = 0; i < 9; i++) {
                answers.add(batcher.submit(set(i)));
            }
            gate.countDown();
            for (int i = 0; i < 9; i++) {
                assertThat(answers.get(i).join().classes()[0]).isEqualTo((byte) i);
            }
        }
        assertThat(recorder.callSizes.stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(9);
        assertThat(recorder.callSizes).allMatch(size -> size <= 4).hasSizeLessThanOrEqualTo(4);
        assertThat(recorder.closed).isTrue();
    }

    @Test
    void aSpareSetWaitsForAllOthersAndSharesNoCallWithThem() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Recorder recorder = new Recorder(gate);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        try (Batcher batcher = new Batcher(recorder, 4, System::nanoTime)) {
            List<CompletableFuture<Void>> answers = new ArrayList<>();
            answers.add(batcher.submit(set(0)).thenRun(() -> order.add(0)));
            while (!batcher.pulse().isCalling()) {
                Thread.onSpinWait();
            }
            answers.add(batcher.submitSpare(set(9)).thenRun(() -> order.add(9)));
            assertThatThrownBy(() -> batcher.submitSpare(set(8)))
                    .as("one at a time")
                    .isInstanceOf(RejectedExecutionException.class);
            answers.add(batcher.submit(set(1)).thenRun(() -> order.add(1)));
            answers.add(batcher.submit(set(2)).thenRun(() -> order.add(2)));
            gate.countDown();
            answers.forEach(CompletableFuture::join);
        }
        assertThat(recorder.callSizes).containsExactly(1, 2, 1);
        assertThat(order).containsExactly(0, 1, 2, 9);
    }

    @Test
    void aSpareSetThatWaitsAtTheEndIsNotMade() {
        CountDownLatch gate = new CountDownLatch(1);
        Recorder recorder = new Recorder(gate);
        Batcher batcher = new Batcher(recorder, 4, System::nanoTime);
        CompletableFuture<Mask> last = batcher.submit(set(1));
        while (!batcher.pulse().isCalling()) {
            Thread.onSpinWait();
        }
        CompletableFuture<Mask> spare = batcher.submitSpare(set(9));
        Thread opener = new Thread(gate::countDown);
        last.thenRun(() -> assertThat(spare).isNotDone());
        Thread closing = new Thread(batcher::close);
        closing.start();
        while (closing.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        opener.start();
        assertThatThrownBy(() -> Batcher.await(spare)).isInstanceOf(RejectedExecutionException.class);
        assertThat(last.join().classes()[0]).isEqualTo((byte) 1);
    }

    @Test
    void aFaultReachesWhoeverAskedAndTheNextSetIsServed() {
        Recorder recorder = new Recorder(new CountDownLatch(0));
        try (Batcher batcher = new Batcher(recorder, 1, System::nanoTime)) {
            assertThatThrownBy(() -> Batcher.await(batcher.submit(set(-1))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(Batcher.await(batcher.submit(set(2))).classes()[0]).isEqualTo((byte) 2);
        }
    }

    @Test
    void closingFinishesWhatWaits() {
        CountDownLatch gate = new CountDownLatch(0);
        Batcher batcher = new Batcher(new Recorder(gate), 2, System::nanoTime);
        List<CompletableFuture<Mask>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(batcher.submit(set(i)));
        }
        batcher.close();
        assertThat(answers).allMatch(CompletableFuture::isDone);
        assertThatThrownBy(() -> batcher.submit(set(1))).isInstanceOf(RejectedExecutionException.class);
    }
}
