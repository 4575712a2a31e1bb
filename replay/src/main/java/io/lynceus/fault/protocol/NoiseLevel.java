package io.lynceus.fault.protocol;

/** How strong the noise of the NM protocol is. */
public enum NoiseLevel {
    LOW(0.05, 0.1),
    MID(0.10, 0.2),
    HIGH(0.20, 0.5);

    private final double density;
    private final double sigma;

    NoiseLevel(double density, double sigma) {
        this.density = density;
        this.sigma = sigma;
    }

    /** Returns the salt and pepper drawn, as a share of the elements; some fall on the same elements. */
    public double density() {
        return density;
    }

    /** Returns the standard deviation of the Gaussian, in the units of a normalised tensor. */
    public double sigma() {
        return sigma;
    }
}
