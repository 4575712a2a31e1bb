package io.lynceus.stream.message;

import io.lynceus.health.Cause;
import io.lynceus.health.HealthMonitor;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.PixelMapping;
import io.lynceus.proto.v1.RasterView;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.StageLatency;
import io.lynceus.raster.Decoding;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Mask;
import io.lynceus.segment.ModelCard;
import io.lynceus.sync.FrameSet;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the messages of a rig's sets: begun when a set leaves the matcher, with the sensors' health of that moment, and finished
 * when the network has answered.
 *
 * <p>Thread safety: one thread, that of the rig's health monitor.
 */
public final class SetMessages {
    /**
     * A set as its message tells of it.
     *
     * @param sampleId of the recording's sample that the frames belong to; empty if there is none
     * @param frames the set's frames that could be decoded, by sensor
     * @param left when the set left the matcher
     */
    public record DecodedSet(FrameSet set, String sampleId, Map<String, DecodedFrame> frames, Stamp left) {}

    /**
     * A frame as the message of its set tells of it.
     *
     * @param nanos time that decoding took
     * @param emptiness why the frame shows nothing; empty if it shows something
     */
    public record DecodedFrame(Decoding decoding, long nanos, Optional<String> emptiness) {}

    private final RigConfig config;
    private final String rig;
    private final ModelCard card;
    private final HealthMonitor health;

    /**
     * @param rig the id that the messages carry
     * @param card of the model that makes the masks
     * @param health of the rig's sensors; it is read and not changed
     */
    public SetMessages(RigConfig config, String rig, ModelCard card, HealthMonitor health) {
        this.config = config;
        this.rig = rig;
        this.card = card;
        this.health = health;
    }

    /** Begins the message of a set that goes to the network with the frames of these sensors. */
    public Segmentation.Builder used(DecodedSet set, List<String> used) {
        return begun(set, used);
    }

    /**
     * Begins the message of a set that has no usable sensor. It has no rasters, and {@link #finished} adds none.
     *
     * @param reason why no sensor can be used
     */
    public Segmentation.Builder unused(DecodedSet set, String reason) {
        return begun(set, List.of())
                .setExpectedMiou(Float.NaN)
                .setUnfitReason(unfit(List.of(), Double.NaN))
                .setNoMaskReason("no sensor of the set can be used: " + reason);
    }

    private Segmentation.Builder begun(DecodedSet decoded, List<String> used) {
        FrameSet set = decoded.set();
        Segmentation.Builder message = Segmentation.newBuilder()
                .setTimestamp(set.stamp().toTimestamp())
                .setRig(rig)
                .setSampleId(decoded.sampleId())
                .setComplete(set.isComplete())
                .setModelId(card.name())
                .setModelHash(card.weightsSha256())
                .setFullMiou((float) card.expectedMiou(card.modalities().stream()
                                .map(modality -> new Modality(modality.name()))
                                .toList())
                        .orElse(Double.NaN))
                .setLatency(StageLatency.newBuilder()
                        .setWaitNanos(Math.max(0, decoded.left().nanosSince(set.stamp())))
                        .setDecodeNanos(decoded.frames().values().stream()
                                .mapToLong(DecodedFrame::nanos)
                                .max()
                                .orElse(0)));
        view(decoded.frames()).ifPresent(message::setView);
        config.sensors().forEach(sensor -> message.addContributions(contribution(sensor, decoded, used)));
        return message;
    }

    /** Returns which image the rasters lie over: every frame is drawn over the whole raster. */
    private Optional<RasterView> view(Map<String, DecodedFrame> frames) {
        for (RigConfig.Sensor sensor : config.sensors()) {
            DecodedFrame frame = frames.get(sensor.name());
            if (sensor.frame() == null && sensor.isSegmented() && frame != null) {
                Optional<Decoding.SourceImage> image =
                        frame.decoding().match(Decoding.Rastered::image, malformed -> Optional.empty());
                if (image.isPresent()) {
                    return image.map(source -> RasterView.newBuilder()
                            .setSensor(sensor.name())
                            .setFrameId(source.frameId())
                            .setWidth(source.width())
                            .setHeight(source.height())
                            .setMapping(PixelMapping.PIXEL_MAPPING_STRETCH)
                            .build());
                }
            }
        }
        return Optional.empty();
    }

    private Contribution contribution(RigConfig.Sensor sensor, DecodedSet decoded, List<String> used) {
        Optional<DecodedFrame> frame = Optional.ofNullable(decoded.frames().get(sensor.name()));
        Contribution.Builder contribution = Contribution.newBuilder()
                .setSensor(sensor.name())
                .setModality(sensor.modality())
                .setState(HealthMessages.state(health.state(sensor.name())))
                .setReason(reason(sensor.name(), frame))
                .setUsed(used.contains(sensor.name()));
        cause(sensor.name(), frame).ifPresent(cause -> contribution.setCause(HealthMessages.cause(cause)));
        FrameSet.Member member = decoded.set().members().get(sensor.name());
        if (member != null) {
            contribution.setMatched(true).setSkewNanos(member.skewNanos());
        }
        return contribution.build();
    }

    /** Returns why the sensor is not OK, or why its frame was left out although the sensor is OK. */
    private String reason(String sensor, Optional<DecodedFrame> frame) {
        String state = health.reason(sensor);
        return state.isEmpty()
                ? frame.flatMap(DecodedFrame::emptiness)
                        .map(emptiness -> "this frame shows nothing: " + emptiness)
                        .orElse("")
                : state;
    }

    /** Returns the same for programs; empty if there is no reason. */
    private Optional<Cause> cause(String sensor, Optional<DecodedFrame> frame) {
        if (!health.reason(sensor).isEmpty()) {
            return Optional.of(health.cause(sensor));
        }
        return frame.filter(seen -> seen.emptiness().isPresent()).flatMap(seen -> seen.decoding()
                .match(
                        rastered -> health.emptinessCause(sensor, rastered.statistics()),
                        malformed -> Optional.empty()));
    }

    /**
     * Adds what the network said, and ends the message. The rasters are packed on the caller's thread.
     *
     * @param message begun by {@link #used} or {@link #unused}
     * @param used the sensors of the mask's routing rows, in order
     * @param mask empty if the set has none
     */
    public Segmentation finished(Segmentation.Builder message, List<String> used, Optional<Mask> mask) {
        for (Contribution.Builder contribution : message.getContributionsBuilderList()) {
            int row = used.indexOf(contribution.getSensor());
            float[] weights = mask.filter(there -> row >= 0)
                    .map(there -> there.routing()[row])
                    .orElseGet(() -> new float[card.levels()]);
            for (float weight : weights) {
                contribution.addRouting(weight);
            }
            mask.filter(there -> row >= 0 && there.quality().length > 0)
                    .ifPresent(there -> contribution.setQuality(there.quality()[row]));
        }
        mask.ifPresent(there -> {
            float expected = (float) ExpectedMiou.of(card, config, used, there);
            message.setExpectedMiou(expected).setUnfitReason(unfit(used, expected));
            write(there, message);
        });
        return message.build();
    }

    private void write(Mask mask, Segmentation.Builder message) {
        long start = System.nanoTime();
        RigConfig.MaskEncoding encoding = config.output().encoding();
        message.setClasses(MaskMessages.classes(mask, encoding));
        message.setConfidence(MaskMessages.confidence(mask, encoding));
        message.getLatencyBuilder()
                .setQueueNanos(mask.queueNanos())
                .setInferenceNanos(mask.inferenceNanos())
                .setEncodeNanos(System.nanoTime() - start);
    }

    private String unfit(List<String> used, double expected) {
        return config.policy().unfit(used, expected).orElse("");
    }
}
