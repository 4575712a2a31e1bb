package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {
    private long nanos;
    private boolean up = true;
    private boolean closed;

    /** Runs nothing: the test looks by hand. */
    private final ScheduledThreadPoolExecutor never =
            new ScheduledThreadPoolExecutor(1, Executors.defaultThreadFactory());

    private final Watch watch = watch();

    private Watch watch() {
        Watch.Question question = new Watch.Question() {
            @Override
            public String whom() {
                return "the broker";
            }

            @Override
            public String remedy() {
                return "is it up?";
            }

            @Override
            public void ask() throws TimeoutException {
                if (!up) {
                    throw new TimeoutException("node 1 disconnected");
                }
            }

            @Override
            public void close() {
                closed = true;
            }
        };
        never.shutdown();
        never.setRejectedExecutionHandler((task, executor) -> {});
        return new Watch(question, () -> nanos, never);
    }

    private void passSeconds(double seconds) {
        nanos += (long) (seconds * 1e9);
        watch.look();
    }

    @AfterEach
    void close() {
        watch.close();
        assertThat(closed).isTrue();
    }

    @Test
    void aBrokerThatAnswersNowAndThenIsThere() {
        for (int i = 0; i < 20; i++) {
            up = i % 3 == 0;
            passSeconds(1);
            assertThat(watch.trouble()).isEmpty();
        }
    }

    @Test
    void aBrokerThatDoesNotAnswerForThreeSecondsIsGoneUntilItAnswers() {
        passSeconds(1);
        up = false;
        passSeconds(3);
        assertThat(watch.trouble()).isEmpty();
        passSeconds(0.5);
        assertThat(watch.trouble()).hasValueSatisfying(trouble -> assertThat(trouble)
                .contains(
                        "the broker has not answered for 3500 ms",
                        "allowed are 3000",
                        "node 1 disconnected",
                        "is it up?"));
        up = true;
        passSeconds(0.5);
        assertThat(watch.trouble()).isEmpty();
    }
}
