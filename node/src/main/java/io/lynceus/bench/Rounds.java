package io.lynceus.bench;

import io.lynceus.play.PlayClock;
import io.lynceus.play.ProgressBar;
import java.util.stream.IntStream;

/**
 * Two that take turns on the same work: whatever else the machine does, it does to both.
 *
 * @param rates of the one that is judged, in each round
 * @param bare rates of the least that there could be
 */
public record Rounds(double[] rates, double[] bare) {
    /** One round of one of them, as a rate. */
    public interface Round {
        double rate(int round) throws InterruptedException;
    }

    /** Runs both, the bare one first in each round. */
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

    /** Median of the rounds' own ratios: what slows one round slows both of it. */
    public double ratio() {
        return Median.of(ratios());
    }
}
