package io.lynceus.bench;

import io.lynceus.play.PlayClock;
import io.lynceus.play.ProgressBar;
import java.util.stream.IntStream;

/**
 * The rates of two programs that take turns on the same work, so that other load on the machine affects both.
 *
 * @param rates of the measured program, in each round
 * @param bare rates of the minimal program
 */
public record Rounds(double[] rates, double[] bare) {
    /** Runs one round of one program, and returns its rate. */
    public interface Round {
        double rate(int round) throws InterruptedException;
    }

    /** Runs both; in each round the bare program is first. */
    public static Rounds inTurns(int rounds, Round bare, Round judged) throws InterruptedException {
        Rounds all = new Rounds(new double[rounds], new double[rounds]);
        try (ProgressBar bar = ProgressBar.ofTerminal(PlayClock.system())) {
            for (int round = 0; round < rounds; round++) {
                bar.step(round, rounds, "rounds");
                all.bare[round] = bare.rate(round);
                all.rates[round] = judged.rate(round);
            }
            bar.step(rounds, rounds, "rounds");
        }
        return all;
    }

    public double[] ratios() {
        return IntStream.range(0, rates.length)
                .mapToDouble(i -> rates[i] / bare[i])
                .toArray();
    }

    /** Returns the median of the rounds' own ratios: load that slows one round slows both programs in it. */
    public double ratio() {
        return Median.of(ratios());
    }
}
