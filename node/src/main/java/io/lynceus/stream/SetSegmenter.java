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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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

    /** A set that the network works on: its message without what the network says. */
    final class Begun {
        private final Segmentation.Builder message;
        private final List<String> used;
        private final Optional<CompletableFuture<Mask>> answer;

        private Begun(Segmentation.Builder message, List<String> used, Optional<CompletableFuture<Mask>> answer) {
            this.message = message;
            this.used = used;
            this.answer = answer;
        }

        /** True if {@link #finish} will not wait. */
        boolean isDone() {
            return answer.map(CompletableFuture::isDone).orElse(true);
        }

        /** Waits for the network. */
        Segmented finish() {
            Optional<Mask> mask = answer.map(Batcher::await);
            for (Contribution.Builder contribution : message.getContributionsBuilderList()) {
                int row = used.indexOf(contribution.getSensor());
                float[] weights = mask.filter(there -> row >= 0)
                        .map(there -> there.routing()[row])
                        .orElseGet(() -> new float[batcher.card().levels()]);
                for (float weight : weights) {
                    contribution.addRouting(weight);
                }
            }
            if (mask.isEmpty()) {
                return new Segmented.Unusable(message.build());
            }
            write(mask.orElseThrow(), message);
            return new Segmented.Masked(message.build());
        }
    }

    /**
     * Hands a set to the network. The sensors' states are those of now, whatever is learned of them before it is finished.
     *
     * @param sampleId of the recording's sample that the frames belong to; empty if there is none
     * @param rasters of the set's frames that could be decoded, by sensor; unchanged until it is finished
     * @param now when the set left the matcher, for the time it waited
     */
    Begun begin(FrameSet set, String sampleId, Map<String, Decoded> rasters, HealthMonitor health, Stamp now) {
        List<String> decoded = config.sensors().stream()
                .map(RigConfig.Sensor::name)
                .filter(rasters::containsKey)
                .toList();
        return Gate.admit(decoded, health::state)
                .match(
                        admitted -> submitted(
                                about(set, admitted.sensors(), rasters, health, now)
                                        .setSampleId(sampleId),
                                admitted.sensors(),
                                rasters),
                        refused -> refused(
                                about(set, List.of(), rasters, health, now).setSampleId(sampleId), refused.reason()));
    }

    private Begun submitted(Segmentation.Builder message, List<String> used, Map<String, Decoded> rasters) {
        List<SetInput.Frame> frames = new ArrayList<>();
        List<Modality> modalities = new ArrayList<>();
        for (RigConfig.Sensor sensor : config.sensors()) {
            Decoded decoded = rasters.get(sensor.name());
            if (decoded != null && used.contains(sensor.name())) {
                modalities.add(sensor.measures());
                frames.add(new SetInput.Frame(batcher.card().indexOf(sensor.measures()), decoded.raster()));
            }
        }
        CompletableFuture<Mask> answer = batcher.submit(new SetInput(frames));
        return new Begun(message.setExpectedMiou(miou(modalities)), used, Optional.of(answer));
    }

    private Begun refused(Segmentation.Builder message, String why) {
        message.setExpectedMiou(Float.NaN).setNoMaskReason("no sensor of the set can be used: " + why);
        return new Begun(message, List.of(), Optional.empty());
    }

    /** What is known before the network runs. */
    private Segmentation.Builder about(
            FrameSet set, List<String> used, Map<String, Decoded> rasters, HealthMonitor health, Stamp now) {
        Segmentation.Builder message = Segmentation.newBuilder()
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
        config.sensors().forEach(s -> message.addContributions(contribution(s, set, used, health)));
        return message;
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

    private Contribution contribution(RigConfig.Sensor sensor, FrameSet set, List<String> used, HealthMonitor health) {
        Contribution.Builder contribution = Contribution.newBuilder()
                .setSensor(sensor.name())
                .setModality(sensor.modality())
                .setState(state(health.state(sensor.name())))
                .setReason(health.reason(sensor.name()))
                .setUsed(used.contains(sensor.name()));
        FrameSet.Member member = set.members().get(sensor.name());
        if (member != null) {
            contribution.setMatched(true).setSkewNanos(member.skewNanos());
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
