package io.lynceus.nn.onnx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Finds a local minimum of a smooth function by the L-BFGS method with a backtracking search along each direction.
 *
 * @param mostSteps directions that are tried at most
 * @param goodEnough value at which it stops
 */
record Minimiser(int mostSteps, double goodEnough) {
    /** Moves that are remembered: many variables leave room for few. */
    private static final int MOST_MOVES = 12;

    private static final int FEWEST_MOVES = 3;
    private static final int REMEMBERED = 40_000_000;
    private static final int MOST_HALVINGS = 25;
    /** Share of the decrease that the slope promises which a step must bring. */
    private static final double ARMIJO = 1e-4;
    /** A direction is remembered only if the function is curved along it. */
    private static final double LEAST_CURVATURE = 1e-12;

    /** A function of many variables. */
    interface Function {
        /** Returns the value at x and writes the gradient. */
        double at(double[] x, double[] gradient);
    }

    /** A step that was taken, and the change of the gradient over it. */
    private record Move(double[] step, double[] change, double inverseCurvature) {}

    /** Moves {@code x} to a minimum, and returns the value there. */
    double minimise(Function function, double[] x) {
        double[] gradient = new double[x.length];
        double value = function.at(x, gradient);
        Deque<Move> moves = new ArrayDeque<>();
        for (int step = 0; step < mostSteps && value > goodEnough; step++) {
            double[] direction = direction(gradient, moves);
            double slope = dot(direction, gradient);
            if (!(slope < 0)) {
                return value; // the gradient is 0, or rounding hides the way down
            }
            double[] next = new double[x.length];
            double[] nextGradient = new double[x.length];
            double length = moves.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
            double nextValue = Double.NaN;
            for (int halving = 0; halving < MOST_HALVINGS; halving++) {
                for (int i = 0; i < x.length; i++) {
                    next[i] = x[i] + length * direction[i];
                }
                nextValue = function.at(next, nextGradient);
                if (nextValue <= value + ARMIJO * length * slope) {
                    break;
                }
                length /= 2;
                nextValue = Double.NaN;
            }
            if (Double.isNaN(nextValue)) {
                return value; // no step along the direction helps
            }
            remember(moves, x, next, gradient, nextGradient);
            System.arraycopy(next, 0, x, 0, x.length);
            gradient = nextGradient;
            value = nextValue;
        }
        return value;
    }

    private static void remember(Deque<Move> moves, double[] x, double[] next, double[] before, double[] after) {
        double[] step = new double[x.length];
        double[] change = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            step[i] = next[i] - x[i];
            change[i] = after[i] - before[i];
        }
        double curvature = dot(step, change);
        if (curvature > LEAST_CURVATURE * dot(change, change)) {
            moves.addLast(new Move(step, change, 1 / curvature));
            if (moves.size() > Math.max(FEWEST_MOVES, Math.min(MOST_MOVES, REMEMBERED / (2 * x.length)))) {
                moves.removeFirst();
            }
        }
    }

    /** The two loops of L-BFGS: minus the gradient times an estimate of the inverse second derivatives. */
    private static double[] direction(double[] gradient, Deque<Move> moves) {
        double[] d = gradient.clone();
        double[] shares = new double[moves.size()];
        int at = moves.size();
        for (Iterator<Move> i = moves.descendingIterator(); i.hasNext(); ) {
            Move move = i.next();
            shares[--at] = move.inverseCurvature * dot(move.step, d);
            add(d, -shares[at], move.change);
        }
        if (!moves.isEmpty()) {
            Move last = moves.getLast();
            scale(d, 1 / (last.inverseCurvature * dot(last.change, last.change)));
        }
        for (Move move : moves) {
            add(d, shares[at++] - move.inverseCurvature * dot(move.change, d), move.step);
        }
        scale(d, -1);
        return d;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }

    private static void scale(double[] what, double factor) {
        for (int i = 0; i < what.length; i++) {
            what[i] *= factor;
        }
    }
}
