package io.lynceus.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class Matrix3Test {
    private static final double[] IDENTITY = {1, 0, 0, 0, 1, 0, 0, 0, 1};

    @Test
    void theInverseOfACameraMatrixTakesItsSkewIntoAccount() {
        double[] k = {720, 3.5, 610, 0, 715, 180, 0, 0, 1};
        double[] product = Matrix3.product(k, Matrix3.inverseOfCamera(k));
        assertThat(product).containsExactly(IDENTITY, within(1e-12));
    }

    @Test
    void aProductAppliesTheRightMatrixFirst() {
        double[] quarterTurn = {0, -1, 0, 1, 0, 0, 0, 0, 1};
        double[] stretch = {2, 0, 0, 0, 1, 0, 0, 0, 1};
        assertThat(Matrix3.times(Matrix3.product(quarterTurn, stretch), new double[] {1, 0, 3}))
                .containsExactly(0, 2, 3);
    }
}
