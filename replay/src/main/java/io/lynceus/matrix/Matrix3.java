package io.lynceus.matrix;

/** Products and inverses of matrices of three rows and columns: float64 [3, 3], row-major in an array of nine. */
public final class Matrix3 {
    private Matrix3() {}

    /** Returns the matrix product {@code a b}. */
    public static double[] product(double[] a, double[] b) {
        double[] c = new double[9];
        for (int i = 0; i < 9; i++) {
            int row = i / 3 * 3;
            int column = i % 3;
            c[i] = a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
        }
        return c;
    }

    /** Returns the product of a matrix and a vector [3]. */
    public static double[] times(double[] a, double[] v) {
        double[] w = new double[3];
        for (int row = 0; row < 3; row++) {
            w[row] = a[3 * row] * v[0] + a[3 * row + 1] * v[1] + a[3 * row + 2] * v[2];
        }
        return w;
    }

    /**
     * Returns the inverse of a camera matrix with skew s: {@code [fx s cx; 0 fy cy; 0 0 1]}.
     *
     * @param k a matrix of that form; only its upper two rows are read
     */
    public static double[] inverseOfCamera(double[] k) {
        double fx = k[0];
        double skew = k[1];
        double cx = k[2];
        double fy = k[4];
        double cy = k[5];
        return new double[] {1 / fx, -skew / (fx * fy), (skew * cy / fy - cx) / fx, 0, 1 / fy, -cy / fy, 0, 0, 1};
    }
}
