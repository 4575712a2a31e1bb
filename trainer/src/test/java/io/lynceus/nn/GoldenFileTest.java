package io.lynceus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The check figures of the filling rule itself. */
class GoldenFileTest {
    @Test
    void inputsAreFilledByTheRule() {
        assertThat(GoldenFile.uniform("input.x", 4))
                .containsExactly(new float[] {0.3405995f, 0.6799538f, 0.2760492f, 0.7443512f}, within(1e-7f));
    }

    @Test
    void weightsAreFilledByTheRule() {
        assertThat(GoldenFile.weights("a.weight", 2, 3))
                .containsExactly(
                        new float[] {0.0886904f, -0.9352213f, 0.505295f, -0.7605231f, 0.4225705f, -0.5382905f},
                        within(1e-6f));
        assertThat(GoldenFile.weights("a.bias", 3))
                .containsExactly(new float[] {0.03493252f, -0.01976582f, 0.08419691f}, within(1e-7f));
    }
}
