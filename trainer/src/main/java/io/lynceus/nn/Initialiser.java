package io.lynceus.nn;

import java.util.Random;

/**
 * The initial values of a parameter. They depend only on the seed and the parameter's name, so adding a parameter to a network
 * changes no other, and the same seed gives the same bytes on every machine.
 *
 * @param kind the distribution
 * @param scale standard deviation, or bound of the uniform distribution; the value itself for a constant
 */
public record Initialiser(Kind kind, double scale) {
    /** The distributions. */
    public enum Kind {
        CONSTANT,
        NORMAL,
        /** Normal, redrawn beyond two standard deviations. */
        TRUNCATED_NORMAL,
        UNIFORM,
        /** Normal around one. */
        NORMAL_AROUND_ONE
    }

    public static final Initialiser ZEROS = new Initialiser(Kind.CONSTANT, 0);
    public static final Initialiser ONES = new Initialiser(Kind.CONSTANT, 1);

    public static Initialiser normal(double deviation) {
        return new Initialiser(Kind.NORMAL, deviation);
    }

    /** Returns the initialiser of a factor that starts near one. */
    public static Initialiser aroundOne(double deviation) {
        return new Initialiser(Kind.NORMAL_AROUND_ONE, deviation);
    }

    public static Initialiser truncatedNormal(double deviation) {
        return new Initialiser(Kind.TRUNCATED_NORMAL, deviation);
    }

    /** Returns PyTorch's default for linear and convolution layers, weights (Kaiming-uniform, a = √5) and biases: ±1/√fanIn. */
    public static Initialiser kaiming(long fanIn) {
        return new Initialiser(Kind.UNIFORM, 1 / Math.sqrt((double) fanIn));
    }

    /** Returns Glorot's uniform distribution over ±√(6/(fanIn+fanOut)). */
    public static Initialiser glorot(long fanIn, long fanOut) {
        return new Initialiser(Kind.UNIFORM, Math.sqrt(6.0 / (fanIn + fanOut)));
    }

    /** Returns the first {@code count} values for a parameter of that name. */
    public float[] values(int count, String name, long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + name.hashCode());
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) draw(random);
        }
        return values;
    }

    private double draw(Random random) {
        return switch (kind) {
            case CONSTANT -> scale;
            case NORMAL -> scale * random.nextGaussian();
            case NORMAL_AROUND_ONE -> 1 + scale * random.nextGaussian();
            case TRUNCATED_NORMAL -> {
                double z = random.nextGaussian();
                while (Math.abs(z) > 2) {
                    z = random.nextGaussian();
                }
                yield scale * z;
            }
            case UNIFORM -> scale * (2 * random.nextDouble() - 1);
        };
    }
}
