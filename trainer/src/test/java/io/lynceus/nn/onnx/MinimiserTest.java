package io.lynceus.nn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MinimiserTest {
    /** Rosenbrock's valley in many dimensions: hard for steps along the gradient. */
    private static double valley(double[] x, double[] gradient) {
        double sum = 0;
        Arrays.fill(gradient, 0);
        for (int i = 0; i + 1 < x.length; i++) {
            double a = x[i + 1] - x[i] * x[i];
            double b = 1 - x[i];
            sum += 100 * a * a + b * b;
            gradient[i] += -400 * a * x[i] - 2 * b;
            gradient[i + 1] += 200 * a;
        }
        return sum;
    }

    @Test
    void itFindsTheEndOfACurvedValley() {
        double[] x = {-1.2, 1, -0.5, 0.3, 2};
        double value = new Minimiser(500, 1e-12).minimise(MinimiserTest::valley, x);
        assertThat(value).isLessThan(1e-12);
        for (double one : x) {
            assertThat(one).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void itStopsAfterSoManySteps() {
        double[] x = {-1.2, 1};
        double[] gradient = new double[2];
        double before = valley(x, gradient);
        double value = new Minimiser(3, 0).minimise(MinimiserTest::valley, x);
        assertThat(value).isBetween(1e-3, before);
    }

    @Test
    void atAMinimumItStays() {
        double[] x = {1, 1, 1};
        assertThat(new Minimiser(10, -1).minimise(MinimiserTest::valley, x)).isZero();
        assertThat(x).containsExactly(1, 1, 1);
    }
}
