package io.lynceus.street.scene;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An endless street: the same seed gives the same street, the same traffic and the same drive, in any weather. Times are
 * nanoseconds since the drive began; any may be asked for, in any order.
 *
 * <p>Threads: one at a time. Scenes of the same seed are equal, so let each thread make its own.
 */
public final class StreetScene {
    /** How far ahead the street is built, in metres. */
    private static final double AHEAD = 170;

    private static final int KEPT_BLOCKS = 32;

    private final Weather weather;
    private final StreetPlan plan;
    private final EgoMotion ego;
    private final Traffic traffic;
    private final Map<Integer, List<Solid>> blocks = new LinkedHashMap<>(KEPT_BLOCKS, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, List<Solid>> eldest) {
            return size() > KEPT_BLOCKS;
        }
    };

    public StreetScene(long seed, Weather weather) {
        this.weather = weather;
        plan = new StreetPlan(seed);
        ego = new EgoMotion(plan);
        traffic = new Traffic(plan, ego);
    }

    public long seed() {
        return plan.seed;
    }

    public Weather weather() {
        return weather;
    }

    public StreetPlan plan() {
        return plan;
    }

    public EgoMotion.Pose egoAt(long nanos) {
        return ego.at(nanos);
    }

    /** Returns all solids that can be seen at that time, without the ground plane. */
    public List<Solid> solidsAt(long nanos) {
        double x = ego.at(nanos).x();
        List<Solid> solids = new ArrayList<>();
        for (int block = StreetPlan.blockOf(x - 12); block <= StreetPlan.blockOf(x + AHEAD); block++) {
            solids.addAll(blocks.computeIfAbsent(block, index -> CityBlock.build(plan, index)));
        }
        traffic.addTo(solids, nanos, x, AHEAD);
        return solids;
    }
}
