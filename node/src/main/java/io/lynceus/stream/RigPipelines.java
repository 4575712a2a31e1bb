package io.lynceus.stream;

import io.lynceus.health.HealthMonitor;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Network;
import io.lynceus.sync.SensorTiming;
import io.lynceus.sync.SyncConfig;
import io.lynceus.sync.Synchronizer;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

/**
 * Makes the pipelines of a node's rigs. All share one regime, model, decode pool and tally.
 *
 * <p>Thread safety: any thread.
 */
public final class RigPipelines {
    private final RigConfig config;
    private final Regime regime;
    private final Network network;
    private final Punctuality punctuality;
    private final FrameDecoder decoder;
    private final Tally tally;
    private final SyncConfig matching;
    private final List<HealthMonitor.Watched> watched;
    private final Comparisons comparisons;

    public RigPipelines(RigConfig config, Regime regime, Network network, FrameDecoder decoder, Tally tally) {
        this.config = config;
        this.regime = regime;
        this.network = network;
        this.punctuality = regime.punctuality();
        this.decoder = decoder;
        this.tally = tally;
        this.comparisons = new Comparisons(config, tally, System::nanoTime, ForkJoinPool.commonPool());
        RigConfig.Sync sync = config.sync();
        this.matching = new SyncConfig(
                config.sensors().stream()
                        .map(sensor -> new SensorTiming(
                                sensor.name(),
                                sensor.period(),
                                sensor.stampOffset(),
                                sync.tolerance(),
                                sync.deadline(),
                                sensor.required()))
                        .toList(),
                SyncConfig.Bounds.DEFAULT);
        this.watched = config.sensors().stream()
                .map(sensor -> new HealthMonitor.Watched(sensor.name(), sensor.measures(), sensor.period()))
                .toList();
    }

    /** Returns whether the masks of these pipelines come in time. */
    public Punctuality punctuality() {
        return punctuality;
    }

    /** Returns where second masks of the sets of these pipelines are asked for. */
    public Comparisons comparisons() {
        return comparisons;
    }

    /** Forgets what is known of a rig whose pipeline was closed because the rig is gone. */
    public void forget(String rig) {
        punctuality.forget(rig);
        tally.gone(rig);
    }

    /** Returns a new pipeline for a rig; close it. */
    public RigPipeline open(String rig, RigPipeline.Results results) {
        HealthMonitor health = new HealthMonitor(watched, config.health());
        return new RigPipeline(
                regime,
                new SetSegmentation.Context(config, rig, network, health, comparisons),
                new Synchronizer(matching, regime.waitingRule(matching.bounds())),
                decoder,
                tally,
                punctuality,
                results);
    }
}
