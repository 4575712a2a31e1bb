package io.lynceus.nn;

/**
 * Matrices that resample a line of cells: row i holds the weights of the cells in sample i. Samples are placed at half-pixel
 * centres; cells beyond the ends repeat the last ones, as PyTorch's {@code interpolate} does with align_corners=false.
 */
public final class Resampling {
    private static final double A = -0.75;

    private Resampling() {}

    /** Returns a linear matrix [to, from]. */
    public static float[] linear(int from, int to) {
        float[] matrix = new float[to * from];
        for (int i = 0; i < to; i++) {
            double at = Math.max(0, (i + 0.5) * from / to - 0.5);
            int cell = Math.min((int) at, from - 1);
            matrix[i * from + cell] += (float) (1 - (at - cell));
            matrix[i * from + Math.min(cell + 1, from - 1)] += (float) (at - cell);
        }
        return matrix;
    }

    /**
     * Returns a cubic matrix [to, from], a = -0.75.
     *
     * @param step cells from one sample to the next; {@code from / to} unless a given scale says otherwise
     */
    public static float[] cubic(int from, int to, double step) {
        float[] matrix = new float[to * from];
        for (int i = 0; i < to; i++) {
            double at = (i + 0.5) * step - 0.5;
            int cell = (int) Math.floor(at);
            for (int tap = -1; tap <= 2; tap++) {
                int nearest = Math.max(0, Math.min(from - 1, cell + tap));
                matrix[i * from + nearest] += (float) weight(Math.abs(at - cell - tap));
            }
        }
        return matrix;
    }

    private static double weight(double x) {
        return x <= 1 ? ((A + 2) * x - (A + 3)) * x * x + 1 : ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
    }

    /** Multiplies a matrix by each column of channels: [to, from] times values [outer, from, inner] to [outer, to, inner]. */
    public static float[] along(float[] matrix, float[] values, int outer, int from, int inner) {
        int to = matrix.length / from;
        float[] result = new float[outer * to * inner];
        for (int block = 0; block < outer; block++) {
            for (int i = 0; i < to; i++) {
                for (int cell = 0; cell < from; cell++) {
                    float factor = matrix[i * from + cell];
                    for (int c = 0; factor != 0 && c < inner; c++) {
                        result[(block * to + i) * inner + c] += factor * values[(block * from + cell) * inner + c];
                    }
                }
            }
        }
        return result;
    }
}
