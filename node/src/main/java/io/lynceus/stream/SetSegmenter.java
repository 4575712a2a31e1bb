package io.lynceus.stream;

import io.lynceus.health.Gate;
import io.lynceus.health.HealthMonitor;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.proto.v1.StageLatency;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.Mask;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.SetInput;
import io.lynceus.stream.FrameDecoder.Decoded;
import io.lynceus.sync.FrameSet;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From a matched set to its message: the gate leaves failed sensors out, the network runs on the rest, and every configured
 * sensor is told of: used or not, and why.
 *
 * <p>A set of which no sensor may take part still gives a message, without rasters and saying why.
 */
final class SetSegmenter {
    private final RigConfig config;
    private final String rig;
    private final Batcher batcher;

    SetSegmenter(RigConfig config, String rig, Batcher batcher) {
        this.config = config;
        this.rig = rig;
        this.batcher = batcher;
    }

    /**
     * @param rasters of the set's frames that could be decoded, by sensor
     * @param now when the set left the matcher, for the time it waited
     */
    Segmented segment(FrameSet set, Map<String, Decoded> rasters, HealthMonitor health, Stamp now) {
        List<String> decoded = config.sensors().stream()
                .map(RigConfig.Sensor::name)
                .filter(rasters::containsKey)
                .toList();
        Segmentation.Builder message = about(set, rasters, now);
        return Gate.admit(decoded, health::state)
                .match(
                        admitted -> masked(message, set, admitted.sensors(), rasters, health),
                        refused -> unusable(message, set, refused.reason(), health));
    }

    private Segmented masked(
            Segmentation.Builder message,
            FrameSet set,
            List<String> used,
            Map<String, Decoded> rasters,
            HealthMonitor health) {
        List<SetInput.Frame> frames = new ArrayList<>();
        List<Modality> modalities = new ArrayList<>();
        for (RigConfig.Sensor sensor : config.sensors()) {
            Decoded decoded = rasters.get(sensor.name());
            if (decoded != null && used.contains(sensor.name())) {
                modalities.add(sensor.measures());
                frames.add(new SetInput.Frame(batcher.card().indexOf(sensor.measures()), decoded.raster()));
            }
        }
        Mask mask = batcher.segment(new SetInput(frames));
        Map<String, float[]> routing = new HashMap<>();
        for (int i = 0; i < used.size(); i++) {
            routing.put(used.get(i), mask.routing()[i]);
        }
        write(mask, message);
        config.sensors().forEach(s -> message.addContributions(contribution(s, set, routing, health)));
        return new Segmented.Masked(message.setExpectedMiou(miou(modalities)).build());
    }

    private Segmented unusable(Segmentation.Builder message, FrameSet set, String why, HealthMonitor health) {
        config.sensors().forEach(s -> message.addContributions(contribution(s, set, Map.of(), health)));
        return new Segmented.Unusable(message.setExpectedMiou(Float.NaN)
                .setNoMaskReason("no sensor of the set can be used: " + why)
                .build());
    }

    /** What is known before the network runs. */
    private Segmentation.Builder about(FrameSet set, Map<String, Decoded> rasters, Stamp now) {
        return Segmentation.newBuilder()
                .setTimestamp(set.stamp().toTimestamp())
                .setRig(rig)
                .setComplete(set.isComplete())
                .setModelId(batcher.card().name())
                .setModelHash(batcher.card().weightsSha256())
                .setFullMiou(miou(batcher.card().modalities().stream()
                        .map(m -> new Modality(m.name()))
                        .toList()))
                .setLatency(StageLatency.newBuilder()
                        .setWaitNanos(Math.max(0, now.nanosSince(set.stamp())))
                        .setDecodeNanos(rasters.values().stream()
                                .mapToLong(Decoded::nanos)
                                .max()
                                .orElse(0)));
    }

    private void write(Mask mask, Segmentation.Builder message) {
        long start = System.nanoTime();
        RigConfig.MaskEncoding encoding = config.output().encoding();
        message.setClasses(MaskMessages.pack(mask.classes(), mask.height(), mask.width(), encoding));
        message.setConfidence(MaskMessages.pack(mask.confidence(), mask.height() / 4, mask.width() / 4, encoding));
        message.getLatencyBuilder()
                .setQueueNanos(mask.queueNanos())
                .setInferenceNanos(mask.inferenceNanos())
                .setEncodeNanos(System.nanoTime() - start);
    }

    private Contribution contribution(
            RigConfig.Sensor sensor, FrameSet set, Map<String, float[]> routing, HealthMonitor health) {
        Contribution.Builder contribution = Contribution.newBuilder()
                .setSensor(sensor.name())
                .setModality(sensor.modality())
                .setState(state(health.state(sensor.name())))
                .setReason(health.reason(sensor.name()))
                .setUsed(routing.containsKey(sensor.name()));
        FrameSet.Member member = set.members().get(sensor.name());
        if (member != null) {
            contribution.setMatched(true).setSkewNanos(member.skewNanos());
        }
        float[] weights =
                routing.getOrDefault(sensor.name(), new float[batcher.card().levels()]);
        for (float weight : weights) {
            contribution.addRouting(weight);
        }
        return contribution.build();
    }

    private float miou(List<Modality> modalities) {
        ModelCard card = batcher.card();
        return (float) card.expectedMiou(modalities).orElse(Double.NaN);
    }

    static SensorState state(io.lynceus.health.SensorState state) {
        return switch (state) {
            case OK -> SensorState.SENSOR_STATE_OK;
            case DEGRADED -> SensorState.SENSOR_STATE_DEGRADED;
            case FAILED -> SensorState.SENSOR_STATE_FAILED;
            case SILENT -> SensorState.SENSOR_STATE_SILENT;
            case RECOVERING -> SensorState.SENSOR_STATE_RECOVERING;
        };
    }
}
