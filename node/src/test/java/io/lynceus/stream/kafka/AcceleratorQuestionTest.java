package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.segment.Batcher;
import io.lynceus.segment.FatalAcceleratorException;
import io.lynceus.segment.Mask;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import io.lynceus.stream.FixedSegmenter;
import io.lynceus.stream.Rigs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcceleratorQuestionTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong(SECOND);
    private final AtomicInteger calls = new AtomicInteger();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore gate = new Semaphore(0);
    private final CompletableFuture<Throwable> fault = new CompletableFuture<>();
    private volatile boolean dead;

    private final Batcher batcher = new Batcher(
            new Segmenter() {
                private final Segmenter fixed = new FixedSegmenter();

                @Override
                public ModelCard card() {
                    return fixed.card();
                }

                @Override
                public String provider() {
                    return "CUDA";
                }

                @Override
                public List<Mask> segment(List<SetInput> sets) {
                    calls.incrementAndGet();
                    begun.release();
                    gate.acquireUninterruptibly();
                    if (dead) {
                        throw new FatalAcceleratorException("CUDA error 700", new IllegalStateException());
                    }
                    return fixed.segment(sets);
                }

                @Override
                public void close() {}
            },
            1,
            nanos::get);

    private final AcceleratorQuestion question = new AcceleratorQuestion(batcher, fault::complete);

    @AfterEach
    void close() {
        gate.release(1000);
        batcher.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Until the call that is under way has ended. */
    private void answer() throws InterruptedException {
        gate.release();
        while (batcher.pulse().isCalling()) {
            Thread.sleep(1);
        }
    }

    private void awaitCall() throws InterruptedException {
        assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void inQuietTimesOneFrameIsTriedAtATime() throws Exception {
        pass(AcceleratorQuestion.QUIET);
        question.ask();
        assertThat(calls).hasValue(0);
        pass(Duration.ofMillis(1));
        question.ask();
        awaitCall();
        question.ask();
        pass(Duration.ofSeconds(1));
        question.ask();
        assertThat(calls).hasValue(1);
        answer();
        question.ask();
        assertThat(calls).as("it has just answered").hasValue(1);
        pass(AcceleratorQuestion.QUIET.plusMillis(1));
        question.ask();
        awaitCall();
        assertThat(calls).hasValue(2);
        assertThat(fault).isNotDone();
    }

    @Test
    void aCallThatHangsIsToldOfWithItsTime() throws Exception {
        pass(AcceleratorQuestion.QUIET.plusMillis(1));
        question.ask();
        awaitCall();
        pass(AcceleratorQuestion.CALL);
        assertThatCode(question::ask).doesNotThrowAnyException();
        pass(Duration.ofMillis(500));
        assertThatThrownBy(question::ask).hasMessageContaining("5500 ms").hasMessageContaining("allowed are 5000");
        answer();
        assertThatCode(question::ask).doesNotThrowAnyException();
    }

    @Test
    void aModelThatHasTakenLongMayTakeLongAgain() throws Exception {
        CompletableFuture<Mask> slow = batcher.submit(Rigs.oneFrame());
        awaitCall();
        pass(Duration.ofSeconds(4));
        answer();
        assertThat(slow).isCompleted();
        CompletableFuture<Mask> slower = batcher.submit(Rigs.oneFrame());
        awaitCall();
        pass(Duration.ofSeconds(39));
        assertThatCode(question::ask).doesNotThrowAnyException();
        pass(Duration.ofSeconds(2));
        assertThatThrownBy(question::ask).hasMessageContaining("allowed are 40000");
        answer();
        assertThat(slower).isCompleted();
    }

    @Test
    void whatATriedFrameFailsWithIsPassedOn() throws Exception {
        dead = true;
        pass(AcceleratorQuestion.QUIET.plusMillis(1));
        question.ask();
        gate.release();
        assertThat(fault.get(10, TimeUnit.SECONDS)).isInstanceOf(FatalAcceleratorException.class);
    }
}
