package io.lynceus.bench;

import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.ReasonCode;
import io.lynceus.rig.RigConfig;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What a live node promises of time: how late partial sets leave, how soon a silence is noticed, how old masks are under overload. */
public final class Limits {
    /** One frame in ten of each sensor is lost; a third of the sets is partial then. */
    private static final double LOST = 0.1;
    /** One sensor after the other is silent for {@link #OUT} of {@link #EVERY} sets. */
    private static final int EVERY = 40;

    private static final int OUT = 15;
    /** What an overload must have brought about before the ages count. */
    private static final Duration SETTLING = Duration.ofSeconds(5);

    /** Sorted values, in milliseconds; p50, p99 and the largest are NaN if there are none. */
    public record Spread(double[] sorted) {
        static Spread of(List<Double> values) {
            double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(sorted);
            return new Spread(sorted);
        }

        public int count() {
            return sorted.length;
        }

        public double p50() {
            return at(0.50);
        }

        public double p99() {
            return at(0.99);
        }

        public double largest() {
            return at(1);
        }

        private double at(double share) {
            return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1];
        }
    }

    /**
     * Outages of single sensors.
     *
     * @param outages that were played
     * @param noticed how long the sensor had been silent, in milliseconds, when it was called so; one for each outage that was noticed
     */
    public record Silences(int outages, Spread noticed) {}

    /** Plays sets to a node. */
    interface Player {
        /**
         * Plays sets, each when it is due.
         *
         * @param call what a call of the model takes at least
         * @return their masks, in the order of the sets; a set that was shed has none
         */
        List<LimitsRun.Published> play(int count, LimitsRun.Loss loss, Duration call);
    }

    private final Player player;
    private final RigConfig config;
    private final long seed;

    /** @param seed of the losses */
    public Limits(LimitsRun run, long seed) {
        this(run::play, run.config(), seed);
    }

    Limits(Player player, RigConfig config, long seed) {
        this.player = player;
        this.config = config;
        this.seed = seed;
    }

    /** Plays sets for nothing but the compiler, and for the sensors' first seconds in which none is called silent. */
    public void warmUp(int sets) {
        player.play(sets, LimitsRun.Loss.NONE, Duration.ZERO);
    }

    /** Returns how long after their deadline partial sets leave, in milliseconds; negative if they leave before it. */
    public Spread partialSets(int sets) {
        Random random = new Random(seed);
        long deadline = config.sync().deadline().toNanos();
        return Spread.of(player.play(sets, (sensor, set) -> random.nextDouble() < LOST, Duration.ZERO).stream()
                .filter(published -> !published.mask().getComplete())
                .map(published -> (published.mask().getLatency().getWaitNanos() - deadline) / 1e6)
                .toList());
    }

    /** Returns for how long each of so many outages of single sensors had lasted when it was noticed. */
    public Silences silences(int outages) {
        List<String> sensors =
                config.sensors().stream().map(sensor -> sensor.name()).toList();
        List<LimitsRun.Published> masks = player.play(
                outages * EVERY,
                (sensor, set) -> set % EVERY >= EVERY - OUT && sensor.equals(sensors.get(set / EVERY % sensors.size())),
                Duration.ZERO);
        List<Double> noticed = new ArrayList<>();
        for (String sensor : sensors) {
            boolean wasSilent = false;
            for (LimitsRun.Published published : masks) {
                Optional<Contribution> silent = published.mask().getContributionsList().stream()
                        .filter(contribution -> contribution.getSensor().equals(sensor))
                        .filter(contribution -> contribution.getCause().getCode() == ReasonCode.REASON_CODE_SILENT)
                        .findFirst();
                if (silent.isPresent() && !wasSilent) {
                    noticed.add((double) silent.get().getCause().getSeen());
                }
                wasSilent = silent.isPresent();
            }
        }
        return new Silences(outages, Spread.of(noticed));
    }

    /** Returns how old masks are when calls take {@code load} times as long as the sets are apart. */
    public Spread ages(int load, int sets) {
        long settled = SETTLING.toMillis() / LimitsRun.PERIOD.toMillis();
        List<LimitsRun.Published> masks =
                player.play((int) settled + sets, LimitsRun.Loss.NONE, LimitsRun.PERIOD.multipliedBy(load));
        return Spread.of(masks.stream()
                .filter(published -> stamp(published).nanosSince(stamp(masks.get(0))) >= SETTLING.toNanos())
                .map(LimitsRun.Published::ageMillis)
                .toList());
    }

    private static Stamp stamp(LimitsRun.Published published) {
        return Stamp.of(published.mask().getTimestamp());
    }
}
