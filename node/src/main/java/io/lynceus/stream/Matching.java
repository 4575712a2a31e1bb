package io.lynceus.stream;

import io.lynceus.health.HealthMonitor;
import io.lynceus.sync.SensorTiming;
import io.lynceus.sync.SyncConfig;
import io.lynceus.sync.SyncMode;
import java.util.List;
import java.util.Optional;

/** What a rig file means to the matcher and to the health monitor. */
final class Matching {
    private Matching() {}

    static SyncConfig config(RigConfig config) {
        RigConfig.Sync sync = config.sync();
        List<SensorTiming> sensors = config.sensors().stream()
                .map(s -> new SensorTiming(
                        s.name(), s.period(), s.stampOffset(), sync.tolerance(), sync.deadline(), s.required()))
                .toList();
        SyncConfig.Bounds defaults = SyncConfig.Bounds.DEFAULT;
        return new SyncConfig(
                switch (sync.mode()) {
                    case LIVE -> SyncMode.LIVE;
                    case COMPLETE -> SyncMode.COMPLETE;
                },
                sensors,
                Optional.empty(),
                new SyncConfig.Bounds(
                        defaults.patience(),
                        defaults.backwardJump(),
                        defaults.forwardJump(),
                        sync.futureLimit(),
                        defaults.maxPending()));
    }

    static List<HealthMonitor.Watched> sensors(RigConfig config) {
        return config.sensors().stream()
                .map(s -> new HealthMonitor.Watched(s.name(), s.measures(), s.period()))
                .toList();
    }
}
